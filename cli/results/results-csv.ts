/** Writes results.csv: one row for each photo and for each wrong row of the roster. */
import { join } from 'node:path';
import { type ResultRow, resultsCsv } from '../../core/roster/results-csv.ts';
import { replaceGeneratedFile } from '../../files/atomic-file.ts';
import { failureText, reasonText } from '../closing-table.ts';
import type { RefusedRow } from '../input/roster.ts';
import type { PhotoResult } from '../photo-result.ts';

/** Returns the path of the file. */
export async function writeResultsCsv(
  outDir: string,
  results: readonly PhotoResult[],
  wrong: readonly RefusedRow[],
): Promise<string> {
  const path = join(outDir, 'results.csv');
  await replaceGeneratedFile(path, resultsCsv([...results.map(rowOf), ...wrong.map(wrongRowOf)]));
  return path;
}

function rowOf(result: PhotoResult): ResultRow {
  const { name, source, status, verdict, outputs, timings } = result;
  const reasons = outputs.flatMap((output) => output.reasons.map(reasonText));
  return {
    name: name ?? '',
    file: source,
    verdict: verdict ?? status,
    notes: status === 'done' ? [...new Set(reasons)].join(' | ') : failureText(result),
    seconds: timings.totalMs / 1000,
    results: outputs.map(({ path }) => path),
  };
}

function wrongRowOf({ line, name, file, reason }: RefusedRow): ResultRow {
  return { name, file, verdict: 'wrong-row', notes: `${line}: ${reason}`, seconds: null, results: [] };
}
