/** Reads a roster: a CSV file with a row for each person (docs/guide/shops.md). */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { say } from '../arguments/language.ts';
import { UsageError } from '../usage.ts';

/** A row with a person. */
export interface RosterRow {
  /** The line in the file, from 1; the header is usually line 1. */
  readonly line: number;
  /** Empty: none is given. */
  readonly name: string;
  /** Path of the photo. */
  readonly path: string;
  /** As in the options --standard and --backdrop; empty: those of the command line. */
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
  readonly reason: string;
}

export interface Roster {
  readonly rows: readonly RosterRow[];
  readonly wrong: readonly WrongRow[];
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

/** Reads the file. @throws UsageError when it is no CSV in UTF-8 or has no column for the files. */
export async function readRoster(path: string): Promise<Roster> {
  const records = recordsOf(path, decode(path, await readFile(path).catch((error) => refuse(path, unreadable(error)))));
  const [header, ...rest] = records;
  const columns = columnsOf(path, header?.record ?? []);
  const read = await Promise.all(rest.map(({ record, line }) => readRow(dirname(path), columns, record, line)));
  return {
    rows: read.filter((row): row is RosterRow => 'path' in row),
    wrong: read.filter((row): row is WrongRow => 'reason' in row),
  };
}

function refuse(path: string, reason: string): never {
  throw new UsageError(`${path}: ${reason}`);
}

function unreadable({ code }: NodeJS.ErrnoException): string {
  return say({ en: `the roster cannot be read (${code}).`, zh: `无法读取名单（${code}）。` });
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const texts = {
      en: 'the roster is not in UTF-8. Save it again as «CSV UTF-8».',
      zh: '名单不是 UTF-8 编码。请另存为“CSV UTF-8”。',
    };
    return refuse(path, say(texts));
  }
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly line: number;
}

/** The separator is the one that stands most often in the first line. */
function separatorOf(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1);
  const count = (sign: string) => first.split(sign).length;
  return [',', ';', '\t'].toSorted((one, other) => count(other) - count(one))[0];
}

function recordsOf(path: string, text: string): CsvRecord[] {
  try {
    const options = { delimiter: separatorOf(text), bom: true, trim: true, relax_column_count: true };
    const found: unknown = parse(text, { ...options, info: true, skip_empty_lines: true });
    const records = found as { record: string[]; info: { lines: number } }[];
    return records
      .map(({ record, info }) => ({ record, line: info.lines }))
      .filter(({ record }) => record.some((cell) => cell !== ''));
  } catch (error) {
    const reason = (error as Error).message;
    return refuse(path, say({ en: `the roster is no CSV file: ${reason}.`, zh: `名单不是 CSV 文件：${reason}。` }));
  }
}

/** Returns the index of each column; -1: the roster does not have it. */
function columnsOf(path: string, header: readonly string[]): Readonly<Record<Column, number>> {
  const titles = header.map((title) => title.trim().toLowerCase());
  const at = (column: Column) => titles.findIndex((title) => columnNames[column].includes(title));
  const columns = {
    ...{ name: at('name'), file: at('file'), standard: at('standard') },
    ...{ backdrop: at('backdrop'), copies: at('copies') },
  };
  const known: readonly number[] = Object.values(columns);
  const odd = header.filter((title, index) => title !== '' && !known.includes(index));
  if (columns.file < 0) {
    const texts = {
      en: `the first line must name the columns: file, and if wanted name, standard, backdrop, copies. It is ${JSON.stringify(header.join(','))}.`,
      zh: `第一行必须是列名：文件，以及可选的 姓名、证件、背景、份数。现在是 ${JSON.stringify(header.join(','))}。`,
    };
    refuse(path, say(texts));
  }
  if (odd.length > 0) {
    const list = odd.join(', ');
    const texts = {
      en: `there is no column ${list}; the columns are name, file, standard, backdrop, copies.`,
      zh: `没有列 ${list}；可用的列：姓名、文件、证件、背景、份数。`,
    };
    refuse(path, say(texts));
  }
  return columns;
}

async function readRow(
  folder: string,
  columns: Readonly<Record<Column, number>>,
  record: readonly string[],
  line: number,
): Promise<RosterRow | WrongRow> {
  const cell = (column: Column) => record[columns[column]] ?? '';
  const list = (column: Column) =>
    cell(column)
      .split(/[,，、]/)
      .map((word) => word.trim())
      .filter(Boolean);
  const [name, file, copies] = [cell('name'), cell('file'), cell('copies')];
  const wrong = (reason: string): WrongRow => ({ line, name, file, reason });
  if (file === '') return wrong(say({ en: 'it names no file', zh: '没有文件名' }));
  const path = join(folder, file.replaceAll('\\', '/'));
  const entry = await stat(path).catch(() => null);
  if (!entry?.isFile()) return wrong(say({ en: `there is no file ${path}`, zh: `没有文件 ${path}` }));
  const count = copies === '' ? null : Number(copies);
  if (count !== null && !(Number.isInteger(count) && count >= 1 && count <= mostCopies)) {
    const texts = {
      en: `copies must be a whole number from 1 to ${mostCopies}, not ${JSON.stringify(copies)}`,
      zh: `份数必须是 1 到 ${mostCopies} 的整数，不能是 ${JSON.stringify(copies)}`,
    };
    return wrong(say(texts));
  }
  return { line, name, path, standards: list('standard'), backdrops: list('backdrop'), copies: count };
}
