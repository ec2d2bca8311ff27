/** Measures the time of a photo in a warm studio, matting and compose apart, and matting alone beside the peer. */

import type { Bar } from '../report/plot.ts';
import { type Findings, formatRatio, type Table } from '../report/report.ts';
import { interleave, median } from '../report/statistics.ts';
import type { Workbench } from '../workbench.ts';
import { startOurCutter } from './bundle.ts';
import type { Cutter } from './cutter.ts';
import { drawnPhoto, fullHd, megapixels24, type PhotoSize, savePhoto, withOwnBytes } from './photos.ts';
import { describeQuota, type Sent, type StudioRun, sendPhoto, successesOf, withStudio } from './studio-run.ts';

/** The quota that the workshop's 16-19 s were taken at. */
export const studioSizes = {
  matting: { memoryMb: 2048, cpuShare: 1.5 },
  compose: { memoryMb: 2048, cpuShare: 1.5 },
} as const;

/** A person after the other, so that no single drawing is what was measured. */
const people = ['demo', 'short', 'green-wall'];
/** Another office and backdrop than the photo's first order. */
const reorders = ['us-passport', 'schengen-visa', 'cn-2-inch'];

export async function benchSpeed(bench: Workbench): Promise<Findings> {
  const studio = await timeStudio(bench);
  const alone = await timeMatting(bench);
  return {
    title: 'Speed of a warm photo',
    method: [
      'Medians.',
      'Studio: real handlers in child processes under 2,048 MB and 1.5 CPU each, durations as the function host reports them;',
      'from upload to record includes queue, storage and the 50 ms between looks at the record.',
      'Matting alone: one process each, no quota, from the path of a JPEG to the encoded PNG in memory, second picture on, contestants taking turns.',
    ],
    tables: [studio.table, studio.steps, alone.table],
    notes: [studio.quota, ...(bench.peer ? [`The peer is ${bench.peer.label} on our sharp and onnxruntime.`] : [])],
    plot: { title: 'Warm photo', unit: 's', bars: [...studio.bars, ...alone.bars] },
  };
}

async function timeStudio({ options, modelDir, say }: Workbench) {
  say('studio: warm photos');
  const jpegs = await Promise.all(people.map((person) => drawnPhoto(person, fullHd)));
  return withStudio({ modelDir, sizes: studioSizes, concurrency: 1 }, async (run) => {
    const send = (round: number) =>
      sendPhoto(run, withOwnBytes(jpegs[round % jpegs.length], `${round}`), { standards: ['cn-1-inch'] });
    // Not counted: cold starts, and what a first photo leaves compiled. Later files than the counted rounds'.
    await send(options.runs);
    await send(options.runs + 1);
    const photos: Sent[] = [];
    const again: number[] = [];
    for (let round = 0; round < options.runs; round++) {
      const sent = await send(round);
      photos.push(sent);
      again.push(await timeReorder(run, sent, reorders[round % reorders.length]));
    }
    return describeStudio(photos, again, describeQuota(run.studio));
  });
}

/** Compose alone, as the API starts it for a new order on the same photo. */
async function timeReorder({ studio, reports }: StudioRun, { photoId }: Sent, standard: string): Promise<number> {
  const reported = reports.length;
  const order = { standards: [standard], backdrops: ['#3a7bd5'] };
  const result = await studio.host.invoke('compose', { photoId, placedAt: new Date().toISOString(), order });
  if (result.functionError) throw new Error(`compose failed: ${Buffer.from(result.payload).toString()}`);
  return sumMs(reports.slice(reported), 'compose');
}

const sumMs = (reports: Sent['reports'], name: string) =>
  successesOf(reports, name).reduce((sum, { durationMs }) => sum + durationMs, 0);

function describeStudio(photos: readonly Sent[], again: readonly number[], quota: string) {
  const matting = median(photos.map(({ reports }) => sumMs(reports, 'matting')));
  const compose = median(photos.map(({ reports }) => sumMs(reports, 'compose')));
  const both = median(photos.map(({ reports }) => sumMs(reports, 'matting') + sumMs(reports, 'compose')));
  const wall = median(photos.map(({ wallMs }) => wallMs));
  const reorder = median(again);
  const table: Table = {
    title: 'Studio, 1080x1620 JPEG to a finished cn-1-inch photo, 2,048 MB and 1.5 CPU',
    columns: ['what', 'ms', 'target ms', 'ratio to target'],
    rows: [
      ['matting + compose', both, 600, formatRatio(both, 600)],
      ['matting', matting, null, '-'],
      ['compose', compose, null, '-'],
      ['from upload to record', wall, null, '-'],
      ['compose alone: another standard and backdrop', reorder, 120, formatRatio(reorder, 120)],
    ],
  };
  const bars: Bar[] = [
    { label: 'matting + compose, 1.5 CPU', value: both / 1000, series: 'studio' },
    { label: 'compose alone, 1.5 CPU', value: reorder / 1000, series: 'studio' },
  ];
  return { table, steps: stepTable(photos), bars, quota };
}

/** The time of each step, as the functions measure it. */
function stepTable(photos: readonly Sent[]): Table {
  const rows = (['matting', 'compose'] as const).flatMap((name) => {
    const steps = Object.keys(photos[0]?.record.timings[name] ?? {});
    return steps.map((step) => [name, step, median(photos.map(({ record }) => record.timings[name][step] ?? 0))]);
  });
  return { title: 'Steps', columns: ['function', 'step', 'ms'], rows };
}

async function timeMatting(bench: Workbench) {
  const { options, peer } = bench;
  const sizes = [
    { size: fullHd, target: 10 },
    { size: megapixels24, target: 15 },
  ];
  const cutters = [await startOurCutter(bench.ourCutter, bench.modelDir), ...(peer ? [await peer.start()] : [])];
  try {
    const rows: Table['rows'][number][] = [];
    const bars: Bar[] = [];
    for (const { size, target } of sizes) {
      const [ours, theirs = null] = await timeSize(bench, cutters, size, options.runs);
      const name = `${size.widthPx}x${size.heightPx}`;
      rows.push([name, ours, theirs, formatRatio(theirs, ours), `>= ${target}x`]);
      bars.push({ label: `matting alone, ${name}`, value: ours / 1000, series: 'ours' });
      if (theirs !== null) bars.push({ label: `matting alone, ${name}`, value: theirs / 1000, series: 'peer' });
    }
    const columns = ['photo', 'ours ms', 'peer ms', 'faster by', 'target'];
    const table: Table = { title: 'Matting alone, no quota', columns, rows };
    return { table, bars };
  } finally {
    await Promise.all(cutters.map((cutter) => cutter.close()));
  }
}

/** @returns the median ms of each cutter. */
async function timeSize(bench: Workbench, cutters: readonly Cutter[], size: PhotoSize, runs: number) {
  const name = `${size.widthPx}x${size.heightPx}`;
  bench.say(`matting alone: ${name}`);
  const path = await savePhoto(bench.workDir, `${name}.jpg`, await drawnPhoto(people[0], size));
  for (const cutter of cutters) await cutter.cut({ path });
  const timed = cutters.map((cutter) => async () => {
    const { ms, rejected } = await cutter.cut({ path });
    if (rejected) throw new Error(`${cutter.name} refused the picture: ${rejected}`);
    return ms;
  });
  return (await interleave(runs, timed)).map(median);
}
