/** Measures the peak memory of matting beside the peer. */

import type { Bar } from '../report/plot.ts';
import { type Findings, formatRatio, type Table } from '../report/report.ts';
import { median } from '../report/statistics.ts';
import type { Workbench } from '../workbench.ts';
import { startOurCutter } from './bundle.ts';
import type { Cutter } from './cutter.ts';
import { drawnPhoto, fullHd, megapixels24, savePhoto, withOwnBytes } from './photos.ts';
import { studioSizes } from './speed.ts';
import { sendPhoto, withStudio } from './studio-run.ts';

const sizes = [
  { size: fullHd, targetMb: 450 },
  { size: megapixels24, targetMb: 600 },
];

/** The second photo of a process may find memory that the first has left in pieces. */
const photosPerProcess = 3;

export async function benchMemory(bench: Workbench): Promise<Findings> {
  const rows: Table['rows'][number][] = [];
  const bars: Bar[] = [];
  for (const { size, targetMb } of sizes) {
    const name = `${size.widthPx}x${size.heightPx}`;
    bench.say(`memory: ${name}`);
    const jpeg = await drawnPhoto('demo', size);
    const path = await savePhoto(bench.workDir, `${name}.jpg`, jpeg);
    const handler = await handlerPeaks(bench, jpeg);
    const { ours, theirs } = await cutterPeaks(bench, path);
    rows.push([name, handler.matting, ours, theirs, formatRatio(handler.matting, theirs), targetMb, handler.compose]);
    bars.push({ label: `matting function, ${name}`, value: handler.matting, series: 'ours' });
    if (theirs !== null) bars.push({ label: `whole call, ${name}`, value: theirs, series: 'peer' });
  }
  const columns = [
    'photo',
    'matting function MB',
    'stage alone MB',
    'peer MB',
    'ratio to peer',
    'target MB',
    'compose MB',
  ];
  return {
    title: 'Peak resident memory',
    method: [
      `High-water mark of the resident set (VmHWM) after ${photosPerProcess} photos of one size in a fresh process; medians over processes.`,
      'Matting function: the real handler with SDK clients, under 2,048 MB, as the function host reports it. Stage alone: the same stage without them, as the peer runs.',
    ],
    tables: [{ title: 'Peak resident memory', columns, rows }],
    notes: bench.peer ? [`The peer is ${bench.peer.label} on our sharp and onnxruntime.`] : [],
    plot: { title: 'Peak resident memory', unit: 'MB', bars },
  };
}

/** Every process is fresh; contestants take turns. */
async function cutterPeaks({ options, ourCutter, modelDir, peer }: Workbench, path: string) {
  const peaks: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round < Math.min(3, options.runs); round++) {
    peaks.ours.push(await peakOf(await startOurCutter(ourCutter, modelDir), path));
    if (peer) peaks.theirs.push(await peakOf(await peer.start(), path));
  }
  return { ours: median(peaks.ours), theirs: peer ? median(peaks.theirs) : null };
}

async function peakOf(cutter: Cutter, path: string): Promise<number> {
  try {
    let peakMb = 0;
    for (let at = 0; at < photosPerProcess; at++) ({ peakMb } = await cutter.cut({ path }));
    return peakMb;
  } finally {
    await cutter.close();
  }
}

async function handlerPeaks({ modelDir }: Workbench, jpeg: Uint8Array) {
  return withStudio({ modelDir, sizes: studioSizes, concurrency: 1 }, async (run) => {
    for (let at = 0; at < photosPerProcess; at++) {
      await sendPhoto(run, withOwnBytes(jpeg, `${at}`), { standards: ['cn-1-inch'] });
    }
    const peakOfFunction = (name: string) =>
      Math.max(...run.reports.filter(({ functionName }) => functionName === name).map((one) => one.maxMemoryUsedMb));
    return { matting: peakOfFunction('matting'), compose: peakOfFunction('compose') };
  });
}
