/** Measures the time of a photo in a warm studio, matting and compose apart, and matting alone beside the peer. */

import type { PhotoOrderInput } from '../../core/order.ts';
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

/** A new order on a photo that is cut out. */
interface Reorder {
  readonly what: string;
  readonly targetMs: number;
  readonly orderOf: (round: number) => PhotoOrderInput;
}

/** Another office and backdrop than the photo's first order. */
const otherStandards = ['us-passport', 'schengen-visa', 'cn-2-inch'];
const asBefore = { standards: ['cn-1-inch'] };
const reorders: readonly Reorder[] = [
  {
    what: 'another standard and backdrop',
    targetMs: 120,
    orderOf: (round) => ({ standards: [otherStandards[round % otherStandards.length]], backdrops: ['#3a7bd5'] }),
  },
  {
    what: 'the head adjusted by hand',
    targetMs: 120,
    orderOf: (round) => ({ ...asBefore, adjust: { right: 0.02, scale: 1.05, turnDeg: (round % 5) - 2 } }),
  },
  {
    what: 'six strokes of the brush',
    targetMs: 250,
    orderOf: (round) => ({ ...asBefore, strokes: [0, 1, 2, 3, 4, 5].map((at) => strokeAcross(at, round)) }),
  },
];

/** Returns a stroke of 24 points across the person. */
function strokeAcross(at: number, round: number): NonNullable<PhotoOrderInput['strokes']>[number] {
  const points = Array.from({ length: 24 }, (_, step): [number, number] => [
    0.25 + step / 48,
    0.3 + at / 10 + (step % 2) / 50 + (round % 5) / 200,
  ]);
  return { kind: at % 2 === 0 ? 'remove' : 'keep', radius: 0.02, points };
}

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
    const again = reorders.map((): number[] => []);
    for (let round = 0; round < options.runs; round++) {
      const sent = await send(round);
      photos.push(sent);
      for (const [at, { orderOf }] of reorders.entries()) again[at].push(await timeReorder(run, sent, orderOf(round)));
    }
    return describeStudio(photos, again, describeQuota(run.studio));
  });
}

/** Compose alone, as the API starts it for a new order on the same photo. */
async function timeReorder({ studio, reports }: StudioRun, { photoId }: Sent, order: PhotoOrderInput): Promise<number> {
  const reported = reports.length;
  const result = await studio.host.invoke('compose', { photoId, placedAt: new Date().toISOString(), order });
  if (result.functionError) throw new Error(`compose failed: ${Buffer.from(result.payload).toString()}`);
  return sumMs(reports.slice(reported), 'compose');
}

const sumMs = (reports: Sent['reports'], name: string) =>
  successesOf(reports, name).reduce((sum, { durationMs }) => sum + durationMs, 0);

function describeStudio(photos: readonly Sent[], again: readonly (readonly number[])[], quota: string) {
  const matting = median(photos.map(({ reports }) => sumMs(reports, 'matting')));
  const compose = median(photos.map(({ reports }) => sumMs(reports, 'compose')));
  const both = median(photos.map(({ reports }) => sumMs(reports, 'matting') + sumMs(reports, 'compose')));
  const wall = median(photos.map(({ wallMs }) => wallMs));
  const composeAlone = reorders.map(({ what, targetMs }, at) => ({ what, targetMs, ms: median(again[at]) }));
  const table: Table = {
    title: 'Studio, 1080x1620 JPEG to a finished cn-1-inch photo, 2,048 MB and 1.5 CPU',
    columns: ['what', 'ms', 'target ms', 'ratio to target'],
    rows: [
      ['matting + compose', both, 600, formatRatio(both, 600)],
      ['matting', matting, null, '-'],
      ['compose', compose, null, '-'],
      ['from upload to record', wall, null, '-'],
      ...composeAlone.map(({ what, targetMs, ms }) => [
        `compose alone: ${what}`,
        ms,
        targetMs,
        formatRatio(ms, targetMs),
      ]),
    ],
  };
  const bars: Bar[] = [
    { label: 'matting + compose, 1.5 CPU', value: both / 1000, series: 'studio' },
    ...composeAlone.map(({ what, ms }): Bar => ({ label: `compose: ${what}`, value: ms / 1000, series: 'studio' })),
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
