/** What is wrong with a roster or its rows, in both languages, for the command line, the page and the records. */

/** What is wrong. The page has a text of each in its language. */
export type RosterProblem =
  | 'notUtf8'
  | 'badQuote'
  | 'tooLong'
  | 'oddColumns'
  | 'columnsWanted'
  | 'noFile'
  | 'noSuchFile'
  | 'badCopies'
  | 'twoFiles'
  | 'noStandard'
  | 'noBackdrop'
  | 'sameFile';

/** A text in both languages. */
export interface RosterText {
  readonly problem: RosterProblem;
  /** What the text names: a line, a file, a word. */
  readonly values: readonly (string | number)[];
  readonly en: string;
  readonly zh: string;
}

const quoted = (text: string): string => JSON.stringify(text);

/** Files that are no roster: sentences. Wrong rows: without a full stop. */
export const rosterTexts = {
  notUtf8: {
    ...{ problem: 'notUtf8', values: [] },
    en: 'the roster is not in UTF-8. Save it again as «CSV UTF-8».',
    zh: '名单不是 UTF-8 编码。请另存为“CSV UTF-8”。',
  },
  badQuote: (line: number): RosterText => ({
    ...{ problem: 'badQuote', values: [line] },
    en: `the roster is no CSV file: a quote is wrong in line ${line}.`,
    zh: `名单不是 CSV 文件：第 ${line} 行的引号有误。`,
  }),
  tooLong: (rows: number, most: number): RosterText => ({
    ...{ problem: 'tooLong', values: [rows, most] },
    en: `the roster has ${rows} rows; at most ${most} are allowed. Divide it.`,
    zh: `名单有 ${rows} 行，最多允许 ${most} 行。请拆分。`,
  }),
  oddColumns: (list: string): RosterText => ({
    ...{ problem: 'oddColumns', values: [list] },
    en: `there is no column ${list}; the columns are name, file, standard, backdrop, copies.`,
    zh: `没有列 ${list}；可用的列：姓名、文件、证件、背景、份数。`,
  }),
  noFile: { problem: 'noFile', values: [], en: 'it names no file', zh: '没有文件名' },
  noSuchFile: (file: string): RosterText => ({
    ...{ problem: 'noSuchFile', values: [file] },
    en: `there is no file ${file}`,
    zh: `没有文件 ${file}`,
  }),
  badCopies: (given: string, most: number): RosterText => ({
    ...{ problem: 'badCopies', values: [given, most] },
    en: `copies must be a whole number from 1 to ${most}, not ${quoted(given)}`,
    zh: `份数必须是 1 到 ${most} 的整数，不能是 ${quoted(given)}`,
  }),
  twoFiles: (file: string): RosterText => ({
    ...{ problem: 'twoFiles', values: [file] },
    en: `several of the chosen files are called ${file}; choose their folder, and write its name into the roster`,
    zh: `所选文件中有多个 ${file}；请选择它们所在的文件夹，并在名单中写上文件夹名`,
  }),
  noStandard: (word: string): RosterText => ({
    ...{ problem: 'noStandard', values: [word] },
    en: `there is no standard ${quoted(word)}`,
    zh: `没有证件 ${quoted(word)}`,
  }),
  noBackdrop: (word: string): RosterText => ({
    ...{ problem: 'noBackdrop', values: [word] },
    en: `there is no backdrop ${quoted(word)}`,
    zh: `没有背景 ${quoted(word)}`,
  }),
  sameFile: (line: number): RosterText => ({
    ...{ problem: 'sameFile', values: [line] },
    en: `line ${line} names the same file; write several standards into one row, as "cn-1-inch,us-passport"`,
    zh: `第 ${line} 行已使用同一文件；多个证件请写在同一行，如 "cn-1-inch,us-passport"`,
  }),
} as const satisfies Readonly<Record<string, RosterText | ((...given: never[]) => RosterText)>>;

/** Returns the text for a header without a column for the files. */
export function columnsWanted(header: string): RosterText {
  return {
    ...{ problem: 'columnsWanted', values: [header] },
    en: `the first line must name the columns: file, and if wanted name, standard, backdrop, copies. It is ${quoted(header)}.`,
    zh: `第一行必须是列名：文件，以及可选的 姓名、证件、背景、份数。现在是 ${quoted(header)}。`,
  };
}
