/** Measures the time of the first photo when no process runs and the models are on the disk. */

import type { Bar } from '../report/plot.ts';
import { type Findings, formatRatio, type Table } from '../report/report.ts';
import { median } from '../report/statistics.ts';
import type { Workbench } from '../workbench.ts';
import { startOurCutter } from './bundle.ts';
import type { Cutter } from './cutter.ts';
import { dropFromPageCache } from './page-cache.ts';
import { drawnPhoto, fullHd, savePhoto, withOwnBytes } from './photos.ts';
import { studioSizes } from './speed.ts';
import { describeQuota, type Sent, sendPhoto, successesOf, withStudio } from './studio-run.ts';

const targetMs = 1500;
const order = { standards: ['cn-1-inch'] };

interface ColdRuns {
  /** Model files in the system's page cache. */
  readonly cached: readonly Sent[];
  /** Model files dropped from it; empty where that cannot be done. */
  readonly uncached: readonly Sent[];
  readonly quota: string;
}

export async function benchCold(bench: Workbench): Promise<Findings> {
  const runs = await coldPhotos(bench);
  const alone = await coldCutters(bench);
  const rows = [rowOf('models in the page cache', runs.cached)];
  if (runs.uncached.length > 0) rows.push(rowOf('models read from the disk', runs.uncached));
  const columns = [
    ...['models', 'from upload to record ms', 'target ms', 'ratio to target'],
    ...['matting init ms', 'matting ms', 'compose init ms', 'compose ms'],
  ];
  const bars: Bar[] = [
    { label: 'studio, from upload to record', value: medianWall(runs.cached) / 1000, series: 'studio, 1.5 CPU' },
    ...alone.bars,
  ];
  return {
    title: 'The first photo of a cold studio',
    method: [
      'Medians. Every instance was reclaimed before each photo (1080x1620 JPEG, cn-1-inch, 2,048 MB and 1.5 CPU);',
      'the time runs from the upload to the finished record, over the starts of both functions.',
      'Without a studio: from the start of a process to its first cutout, no quota, contestants taking turns.',
    ],
    tables: [{ title: 'Studio', columns, rows }, alone.table],
    notes: [runs.quota, ...(bench.peer ? [`The peer is ${bench.peer.label} on our sharp and onnxruntime.`] : [])],
    plot: { title: 'First photo, cold', unit: 's', bars, target: { value: targetMs / 1000, label: 'target 1.5 s' } },
  };
}

const medianWall = (photos: readonly Sent[]) => median(photos.map(({ wallMs }) => wallMs));

function rowOf(label: string, photos: readonly Sent[]): Table['rows'][number] {
  const wall = medianWall(photos);
  // Compose is called twice: to wake it while matting is at work, and for the photo.
  const of = (name: string, field: 'initMs' | 'durationMs') =>
    median(photos.map(({ reports }) => sumOf(reports, name, field)));
  return [
    ...[label, wall, targetMs, formatRatio(wall, targetMs)],
    ...[of('matting', 'initMs'), of('matting', 'durationMs'), of('compose', 'initMs'), of('compose', 'durationMs')],
  ];
}

const sumOf = (reports: Sent['reports'], name: string, field: 'initMs' | 'durationMs') =>
  successesOf(reports, name).reduce((sum, { [field]: ms = 0 }) => sum + ms, 0);

async function coldPhotos({ options, modelDir, say }: Workbench): Promise<ColdRuns> {
  say('cold studio');
  const jpeg = await drawnPhoto('demo', fullHd);
  return withStudio({ modelDir, sizes: studioSizes, concurrency: 1 }, async (run) => {
    const cached: Sent[] = [];
    const uncached: Sent[] = [];
    await sendPhoto(run, withOwnBytes(jpeg, 'first'), order);
    for (let round = 0; round < options.runs; round++) {
      await run.studio.host.reclaimAll();
      cached.push(await sendPhoto(run, withOwnBytes(jpeg, `cached ${round}`), order));
      await run.studio.host.reclaimAll();
      if (await dropFromPageCache(modelDir)) {
        uncached.push(await sendPhoto(run, withOwnBytes(jpeg, `uncached ${round}`), order));
      }
    }
    return { cached, uncached, quota: describeQuota(run.studio) };
  });
}

async function coldCutters({ options, ourCutter, modelDir, peer, workDir, say }: Workbench) {
  say('cold processes');
  const path = await savePhoto(workDir, 'cold.jpg', await drawnPhoto('demo', fullHd));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < options.runs; round++) {
    ours.push(await firstCut(() => startOurCutter(ourCutter, modelDir), path));
    if (peer) theirs.push(await firstCut(() => peer.start(), path));
  }
  const [own, other] = [median(ours), peer ? median(theirs) : null];
  const table: Table = {
    title: 'One process, from its start to the first cutout, no quota',
    columns: ['photo', 'ours ms', 'peer ms', 'faster by'],
    rows: [['1080x1620', own, other, formatRatio(other, own)]],
  };
  const bars: Bar[] = [{ label: 'process start to first cutout', value: own / 1000, series: 'ours, no quota' }];
  if (other !== null)
    bars.push({ label: 'process start to first cutout', value: other / 1000, series: 'peer, no quota' });
  return { table, bars };
}

async function firstCut(start: () => Promise<Cutter>, path: string): Promise<number> {
  const begun = performance.now();
  const cutter = await start();
  try {
    await cutter.cut({ path });
    return performance.now() - begun;
  } finally {
    await cutter.close();
  }
}
