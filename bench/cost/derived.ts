/** Runs the benches that compute on measured times, writes their reports, and brings docs/cost.md up to date. */

import { type BenchOptions, type DerivedName, usualOutDir } from '../options.ts';
import { writeReport } from '../report/write-report.ts';
import { describeCost } from './cost.ts';
import { refreshCostDocument } from './cost-document.ts';
import { readMeasuredTimes } from './measured-times.ts';
import { benchScale } from './scale.ts';

/** The reports name the machine that the times were taken on: where the computing was done does not matter. */
export async function runDerived(
  name: DerivedName,
  { outDir, quick }: BenchOptions,
  say: (line: string) => void,
): Promise<void> {
  const times = await readMeasuredTimes(outDir);
  const findings = name === 'cost' ? describeCost(times) : benchScale(times, quick, say);
  await writeReport(name, findings, times.machine, outDir);
  // A quick run, or one that goes elsewhere, is somebody's own.
  if (outDir === usualOutDir && !quick) await refreshCostDocument('docs/cost.md', outDir);
}
