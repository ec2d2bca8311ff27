/**
 * Measures the memory that a network takes for each pixel of its input, once, when the model is prepared. It runs at two
 * small sizes; the difference has neither weights nor libraries in it. A thread reads the memory of the process meanwhile,
 * because a run blocks this one.
 */
import { Worker } from 'node:worker_threads';
import type { ModelMemory } from '../../../core/model-card.ts';
import { openModel } from '../../../functions/inference/model.ts';
import type { ManifestEntry } from '../manifest.ts';

/** The sides of the two runs, px. A network of 4 KB for each pixel then takes 400 MB at most. */
const smallPx = 128;
const largePx = 320;

/** Returns whether a forecast needs the figure, and the entry does not say it. */
export const needsMemory = ({ task, memory }: Pick<ManifestEntry, 'task' | 'memory'>): boolean =>
  task === 'comic' && memory === undefined;

/** @throws Fault `model-corrupt`, `model-failed` for a graph that cannot be run. */
export async function measureMemory(
  { input: { size } }: Pick<ManifestEntry, 'input'>,
  { inputName }: { readonly inputName: string },
  path: string,
): Promise<ModelMemory> {
  const model = await openModel(path, { threads: 1 });
  const run = async (widthPx: number, heightPx: number) => {
    const dims = [1, 3, heightPx, widthPx];
    const data = new Float32Array(3 * widthPx * heightPx);
    return peakDuring(() => model.run({ [inputName]: { data, dims } }));
  };
  try {
    if (size.kind === 'fixed') {
      const { widthPx, heightPx } = size;
      const before = process.memoryUsage.rss();
      return perPixel((await run(widthPx, heightPx)) - before, widthPx * heightPx);
    }
    const [small, large] = [smallPx, largePx].map((px) => Math.max(1, Math.round(px / size.ofPx)) * size.ofPx);
    // The first run also brings in the weights.
    await run(small, small);
    const least = await run(small, small);
    return perPixel((await run(large, large)) - least, Math.max(1, large ** 2 - small ** 2));
  } finally {
    await model.close();
  }
}

/** Input and output alone take this much, bytes. */
const leastPerPixel = 24;

const perPixel = (bytes: number, pixels: number): ModelMemory => ({
  bytesPerPixel: Math.max(leastPerPixel, Math.ceil(bytes / pixels)),
});

/** Writes the highest resident memory into the second field until the first one is set, and counts its looks in the third. */
const watcher = `
const { workerData } = require('node:worker_threads');
const shared = new Int32Array(workerData);
while (Atomics.load(shared, 0) === 0) {
  const kb = Math.round(process.memoryUsage.rss() / 1024);
  if (kb > Atomics.load(shared, 1)) Atomics.store(shared, 1, kb);
  Atomics.store(shared, 2, Atomics.load(shared, 2) + 1);
  Atomics.notify(shared, 2);
}`;

/** @returns the highest resident memory of the process while the work ran, bytes. */
async function peakDuring(work: () => Promise<unknown>): Promise<number> {
  const buffer = new SharedArrayBuffer(12);
  const shared = new Int32Array(buffer);
  const worker = new Worker(watcher, { eval: true, workerData: buffer });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.once('online', resolve);
      worker.once('error', reject);
    });
    Atomics.wait(shared, 2, 0, 1_000);
    Atomics.store(shared, 1, 0);
    await work();
    return Atomics.load(shared, 1) * 1024;
  } finally {
    Atomics.store(shared, 0, 1);
    await worker.terminate();
  }
}
