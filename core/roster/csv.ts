/**
 * Parses CSV as spreadsheets write it (RFC 4180). Our own few lines, because the same text is read by the command line,
 * the functions and the page, and the packages for browsers bring a copy of Node's Buffer.
 */

/** A record with the line on which it begins, from 1. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Thrown for a quote that does not end, or that is followed by text. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  /** The line of the record. */
  readonly line: number;

  constructor(line: number) {
    super(`a quote is wrong in line ${line}`);
    this.line = line;
  }
}

/**
 * Returns the records that have text. The separator is the comma, semicolon or tab that stands most often in the first
 * line. Space around a cell is removed. @throws CsvError.
 */
export function parseCsv(text: string): CsvRecord[] {
  const plain = text.replace(/^\ufeff/, '');
  const separator = separatorOf(plain);
  const records: CsvRecord[] = [];
  let [at, line] = [0, 1];
  while (at < plain.length) {
    const cells: string[] = [];
    const first = line;
    let isOpen = true;
    while (isOpen) {
      const cell = readCell(plain, at, separator, first);
      cells.push(cell.text);
      line += cell.lines;
      at = cell.end;
      isOpen = plain[at] === separator;
      if (isOpen) at += 1;
    }
    if (plain[at] === '\r' && plain[at + 1] === '\n') at += 1;
    at += 1;
    line += 1;
    if (cells.some((cell) => cell !== '')) records.push({ cells, line: first });
  }
  return records;
}

function separatorOf(text: string): string {
  const [first = ''] = text.split(/[\r\n]/, 1);
  const count = (sign: string) => first.split(sign).length;
  const [most] = [',', ';', '\t'].sort((one, other) => count(other) - count(one));
  return most;
}

interface Cell {
  readonly text: string;
  /** The index of the separator or end of line behind it. */
  readonly end: number;
  /** The number of line ends inside. */
  readonly lines: number;
}

function readCell(text: string, start: number, separator: string, line: number): Cell {
  const quoted = /[^\S\r\n\t]*"((?:[^"]|"")*)"[^\S\r\n\t]*/y;
  quoted.lastIndex = start;
  const [whole, inside] = quoted.exec(text) ?? [];
  if (whole !== undefined && inside !== undefined) {
    const end = start + whole.length;
    if (end < text.length && text[end] !== separator && !/[\r\n]/.test(text[end])) throw new CsvError(line);
    return { text: inside.replaceAll('""', '"').trim(), end, lines: inside.split(/\r\n|[\r\n]/).length - 1 };
  }
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\r' && text[end] !== '\n') end += 1;
  const cell = text.slice(start, end).trim();
  if (cell.startsWith('"')) throw new CsvError(line);
  return { text: cell, end, lines: 0 };
}
