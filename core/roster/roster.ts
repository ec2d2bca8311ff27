/** Reads a roster: a CSV file with a row for each person (docs/guide/shops.md). The command line, the functions and the page use it. */
import { CsvError, type CsvRecord, parseCsv } from './csv.ts';
import { columnsWanted, type RosterText, rosterTexts } from './texts.ts';

/** A row with a person. */
export interface RosterRow {
  /** The line in the file, from 1; the header is usually line 1. */
  readonly line: number;
  /** Empty: none is given. */
  readonly name: string;
  /** Path of the photo relative to the roster, with `/`. */
  readonly file: string;
  /** As in the options --standard and --backdrop; empty: the usual ones. */
  readonly standards: readonly string[];
  readonly backdrops: readonly string[];
  /** The number of copies on the sheets; null: not given. */
  readonly copies: number | null;
}

/** A row that cannot be carried out, and why. */
export interface WrongRow {
  readonly line: number;
  readonly name: string;
  readonly file: string;
  /** A sentence without its full stop. */
  readonly reason: RosterText;
}

export interface Roster {
  readonly rows: readonly RosterRow[];
  readonly wrong: readonly WrongRow[];
}

/** Thrown for a file that is no roster. */
export class RosterError extends Error {
  override readonly name = 'RosterError';
  /** A sentence. */
  readonly reason: RosterText;

  constructor(reason: RosterText, options?: ErrorOptions) {
    super(reason.en, options);
    this.reason = reason;
  }
}

type Column = 'name' | 'file' | 'standard' | 'backdrop' | 'copies';

/** Names of the columns, in lower case. */
const columnNames: Readonly<Record<Column, readonly string[]>> = {
  name: ['name', '姓名', '名字'],
  file: ['file', 'photo', '文件', '照片', '文件名'],
  standard: ['standard', '证件', '规格', '标准'],
  backdrop: ['backdrop', 'background', '背景', '底色'],
  copies: ['copies', '份数', '张数'],
};

/** The most copies of one person. */
export const mostCopies = 500;
/** The most people of a roster. */
const mostRows = 2000;

/** Reads the text of a file. @throws RosterError when it is no CSV in UTF-8 or has no column for the files. */
export function parseRoster(bytes: Uint8Array): Roster {
  const [header, ...rest] = recordsOf(decode(bytes));
  const columns = columnsOf(header?.cells ?? []);
  if (rest.length > mostRows) throw new RosterError(rosterTexts.tooLong(rest.length, mostRows));
  const read = rest.map((record) => readRow(columns, record));
  return {
    rows: read.filter((row): row is RosterRow => 'copies' in row),
    wrong: read.filter((row): row is WrongRow => 'reason' in row),
  };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new RosterError(rosterTexts.notUtf8, { cause });
  }
}

function recordsOf(text: string): CsvRecord[] {
  try {
    return parseCsv(text);
  } catch (cause) {
    if (cause instanceof CsvError) throw new RosterError(rosterTexts.badQuote(cause.line), { cause });
    throw cause;
  }
}

/** Returns the index of each column; -1: the roster does not have it. */
function columnsOf(header: readonly string[]): Readonly<Record<Column, number>> {
  const titles = header.map((title) => title.toLowerCase());
  const at = (column: Column) => titles.findIndex((title) => columnNames[column].includes(title));
  const columns = {
    ...{ name: at('name'), file: at('file'), standard: at('standard') },
    ...{ backdrop: at('backdrop'), copies: at('copies') },
  };
  const known: readonly number[] = Object.values(columns);
  const odd = header.filter((title, index) => title !== '' && !known.includes(index));
  if (columns.file < 0) throw new RosterError(columnsWanted(header.join(',')));
  if (odd.length > 0) throw new RosterError(rosterTexts.oddColumns(odd.join(', ')));
  return columns;
}

function readRow(columns: Readonly<Record<Column, number>>, { cells, line }: CsvRecord): RosterRow | WrongRow {
  const cell = (column: Column) => cells[columns[column]] ?? '';
  const list = (column: Column) =>
    cell(column)
      .split(/[,，、]/)
      .map((word) => word.trim())
      .filter(Boolean);
  const [name, copies] = [cell('name'), cell('copies')];
  const file = plainPath(cell('file'));
  const count = copies === '' ? null : Number(copies);
  const wrong = (reason: RosterText): WrongRow => ({ line, name, file, reason });
  if (file === '') return wrong(rosterTexts.noFile);
  if (count !== null && !(Number.isInteger(count) && count >= 1 && count <= mostCopies)) {
    return wrong(rosterTexts.badCopies(copies, mostCopies));
  }
  return { line, name, file, standards: list('standard'), backdrops: list('backdrop'), copies: count };
}

/** Returns a path with `/` and without `./` at its start. */
const plainPath = (path: string): string => path.replaceAll('\\', '/').replace(/^(\.\/)+/, '');

/** Files and folders are equal for systems that ignore case and the form of accents. */
const fold = (path: string): string => path.normalize('NFC').toLowerCase();

/**
 * Returns a function that finds the item of a path: that of the same path, else the only one whose path differs in case
 * or in the form of its accents. The function returns undefined when there is none.
 */
export function finderOf<T>(items: readonly T[], pathOf: (item: T) => string): (path: string) => T | undefined {
  const exact = new Map<string, T>();
  const like = new Map<string, T[]>();
  for (const item of items) {
    const path = pathOf(item);
    if (!exact.has(path)) exact.set(path, item);
    const same = like.get(fold(path));
    if (same) same.push(item);
    else like.set(fold(path), [item]);
  }
  return (path) => {
    const found = exact.get(path);
    const others = like.get(fold(path)) ?? [];
    return found ?? (others.length === 1 ? others[0] : undefined);
  };
}
