/** `npm run ops -- report`: prints time, memory and cost of each function and of each of its versions. */
import { stdout } from 'node:process';
import { type FunctionReport, reportFunctions } from '../ops/report.ts';
import type { OpsTarget } from '../ops/target.ts';
import type { OpsOptions } from './ops-options.ts';

const heads = ['function', 'pictures', 'failed', 'p50 ms', 'p95 ms', 'peak MB', 'of MB', 'GB-s', 'USD for 1,000'];

/** @returns 0. */
export async function runReport(target: OpsTarget, { filter, json }: OpsOptions): Promise<number> {
  const reports = await reportFunctions(target, filter);
  if (json) for (const report of reports) stdout.write(`${JSON.stringify(report)}\n`);
  else for (const row of tableOf([heads, ...reports.map(cellsOf)])) stdout.write(`${row}\n`);
  return 0;
}

function cellsOf(report: FunctionReport): string[] {
  const { functionName, pictures, failures, p50Ms, p95Ms, peakMb, memoryMb, gbSeconds, usdPerThousand } = report;
  return [
    ...[functionName, String(pictures), String(failures), p50Ms?.toFixed(1) ?? '-', p95Ms?.toFixed(1) ?? '-'],
    ...[peakMb.toFixed(0), memoryMb === null ? '-' : String(memoryMb)],
    ...[gbSeconds.toFixed(3), usdPerThousand?.toFixed(5) ?? '-'],
  ];
}

/** Returns the rows with aligned columns, the first to the left. */
function tableOf(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = heads.map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  return rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  '),
  );
}
