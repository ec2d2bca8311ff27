/** Which memory size and CPU share a deployer needs: mixed photos under real control groups, kills counted. */
import type { InvocationReport } from '../../local/lambda/host.ts';
import { openQuota } from '../../local/sandbox/quota.ts';
import type { Bar } from '../report/plot.ts';
import type { Findings, Table } from '../report/report.ts';
import { mean } from '../report/statistics.ts';
import type { Workbench } from '../workbench.ts';
import { dropFromPageCache } from './page-cache.ts';
import { mixedPhotos, type Photo } from './photos.ts';
import { type CellResult, quotaColumns } from './quota-columns.ts';
import { describeQuota, dropPhotos, successesOf, withStudio } from './studio-run.ts';

const whole = { memoriesMb: [256, 384, 512, 768, 1024, 2048], cpuShares: [0.5, 1, 1.5, 2] };
const part = { memoriesMb: [384, 512, 1024], cpuShares: [1, 2] };
/** The memory in which compose must work, MB; the matrix varies matting. */
const composeMb = 256;

const uncharged = 'Model files were in the page cache already, so the sizes may be too small by what of them is mapped';

const fields = Object.keys(quotaColumns) as (keyof CellResult)[];

export async function benchQuota(bench: Workbench): Promise<Findings> {
  const { options, say } = bench;
  const count = options.count ?? (options.quick ? 6 : 50);
  const refusal = await whyNoQuota();
  if (refusal) return skipped(refusal);
  const photos = await mixedPhotos(count, options.photosDir);
  const { memoriesMb, cpuShares } = options.quick ? part : whole;
  const cells: CellResult[] = [];
  let enforcement = '';
  for (const memoryMb of memoriesMb) {
    for (const cpuShare of cpuShares) {
      say(`${count} photos in ${memoryMb} MB and ${cpuShare} CPU`);
      const { cell, quota } = await runCell(bench.modelDir, photos, memoryMb, cpuShare);
      cells.push(cell);
      enforcement = quota;
    }
  }
  return describe(cells, count, enforcement);
}

/** The figures mean nothing on a machine that enforces no limits. */
async function whyNoQuota(): Promise<string | null> {
  const quota = await openQuota();
  await quota.close();
  const { memory, cpu, reason } = quota.enforcement;
  return memory === 'watched' || cpu === 'none' ? reason : null;
}

async function runCell(modelDir: string, photos: readonly Photo[], memoryMb: number, cpuShare: number) {
  const sizes = { matting: { memoryMb, cpuShare }, compose: { memoryMb: composeMb, cpuShare } };
  return withStudio({ modelDir, sizes, concurrency: 1 }, async (run) => {
    const isCharged = await dropFromPageCache(modelDir);
    const { reports, done, refused } = await dropPhotos(run, photos, 'cn-1-inch');
    const [matting, compose] = ['matting', 'compose'].map((name) => reports.filter((one) => one.functionName === name));
    const matted = successesOf(reports, 'matting');
    const warm = warmTimes(matted);
    const cell: CellResult = {
      ...{ memoryMb, cpuShare, done, kills: killsIn(matting), composeKills: killsIn(compose) },
      otherFailures: reports.filter(({ status }) => status !== 'success').length - killsIn(reports),
      refused,
      initMs: longestInit(matting),
      secondsPerPhoto: mean(warm) / 1000,
      slowestMs: Math.max(...warm, 0),
      peakMb: peakOf(matting),
      composeMs: mean(warmTimes(successesOf(reports, 'compose'))),
      composeInitMs: longestInit(compose),
      composePeakMb: peakOf(compose),
      gbSecondsPerThousand: (reports.reduce((sum, { gbSeconds }) => sum + gbSeconds, 0) / Math.max(1, done)) * 1000,
    };
    const charge = isCharged ? 'Model files were dropped from the page cache before each row' : uncharged;
    return { cell, quota: `${describeQuota(run.studio)} ${charge}.` };
  });
}

const warmTimes = (reports: readonly InvocationReport[]) =>
  reports.filter(({ coldStart }) => !coldStart).map(({ durationMs }) => durationMs);

const longestInit = (reports: readonly InvocationReport[]) =>
  Math.max(0, ...reports.flatMap(({ initMs }) => initMs ?? []));

const killsIn = (reports: readonly InvocationReport[]) =>
  reports.filter(({ status }) => status === 'out-of-memory').length;

const peakOf = (reports: readonly InvocationReport[]) =>
  Math.max(0, ...reports.map(({ maxMemoryUsedMb }) => maxMemoryUsedMb));

function describe(cells: readonly CellResult[], count: number, enforcement: string): Findings {
  const columns = Object.values(quotaColumns);
  const rows = cells.map((cell): Table['rows'][number] => fields.map((field) => cell[field]));
  const bars = cells.map(({ memoryMb, cpuShare, secondsPerPhoto, kills }): Bar => {
    const killed = kills > 0 && { remark: `${kills} killed` };
    return { label: `${memoryMb} MB, ${cpuShare} CPU`, value: secondsPerPhoto, series: `${cpuShare} CPU`, ...killed };
  });
  const unsafe = new Set(cells.filter((cell) => cell.kills + cell.otherFailures > 0).map(({ memoryMb }) => memoryMb));
  const safe = cells.map(({ memoryMb }) => memoryMb).filter((memoryMb) => !unsafe.has(memoryMb));
  const smallest = safe.length > 0 ? `${Math.min(...safe)} MB` : 'none of these';
  return {
    title: 'Matting under memory sizes and CPU shares',
    method: [
      `${count} photos of mixed sizes, one of 24 MP among them, through the whole studio, one matting instance, nothing tried again;`,
      `compose in ${composeMb} MB with the same CPU share. Time is of warm matting invocations; GB-seconds are of both functions with their starts, for the photos that were finished.`,
    ],
    tables: [{ title: 'Memory size and CPU share', columns, rows }],
    notes: [
      `Smallest memory size without a kill or failure: ${smallest}.`,
      'Peaks are resident sets with the mapped pages of the model files, which the system may take back when memory is short: they can be above the size.',
      enforcement,
    ],
    plot: { title: 'Warm matting by memory size and CPU share', unit: 's a photo', bars },
  };
}

function skipped(reason: string): Findings {
  return {
    title: 'Matting under memory sizes and CPU shares',
    method: ['Not measured.'],
    tables: [],
    notes: [`Control groups cannot hold memory and CPU here: ${reason}.`],
    plot: { title: 'Not measured', unit: '-', bars: [] },
  };
}
