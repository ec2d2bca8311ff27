/** Writes results.csv: one row for each photo and for each wrong row of the roster. */
import { join } from 'node:path';
import { replaceGeneratedFile } from '../../files/atomic-file.ts';
import { failureText, reasonText } from '../closing-table.ts';
import type { WrongRow } from '../input/roster.ts';
import type { PhotoResult } from '../photo-result.ts';

const header = ['name', 'file', 'verdict', 'notes', 'seconds', 'results'];

/** Returns the path of the file. The file begins with a BOM, so that Excel reads it as UTF-8. */
export async function writeResultsCsv(
  outDir: string,
  results: readonly PhotoResult[],
  wrong: readonly WrongRow[],
): Promise<string> {
  const rows = [
    ...results.map(rowOf),
    ...wrong.map(({ line, name, file, reason }) => [name, file, 'wrong-row', `${line}: ${reason}`, '', '']),
  ];
  const path = join(outDir, 'results.csv');
  await replaceGeneratedFile(
    path,
    `\ufeff${[header, ...rows].map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`,
  );
  return path;
}

function rowOf(result: PhotoResult): string[] {
  const { name, source, status, verdict, outputs, timings } = result;
  const reasons = outputs.flatMap((output) => output.reasons.map(reasonText));
  const notes = status === 'done' ? [...new Set(reasons)].join(' | ') : failureText(result);
  const seconds = (timings.totalMs / 1000).toFixed(2);
  return [name ?? '', source, verdict ?? status, notes, seconds, outputs.map(({ path }) => path).join(' | ')];
}

/**
 * Quotes a cell. Spreadsheets calculate cells that begin with these signs, so a name such as `=1+1` gets an apostrophe.
 */
export function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
