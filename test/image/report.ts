/** Formats the output of image-test.ts: sizes with their limits, and times and memory of photos. */
import type { Layer } from './buildah.ts';
import type { ContainerRun } from './container-run.ts';
import { type ImageName, imageNames } from './image-studio.ts';
import type { PhotoRun } from './photo-run.ts';

export type ImageSizes = Readonly<Record<ImageName, readonly Layer[]>>;

/** Limits of the uncompressed layers above the base, in MB of 1,000,000 bytes. */
const limitsMb: Readonly<Record<ImageName, number>> = { matting: 350, compose: 150, objects: 150 };

const layerNames: Readonly<Record<ImageName, readonly string[]>> = {
  matting: ['models', 'packages', 'bundle'],
  compose: ['packages', 'bundle'],
  objects: ['models', 'packages', 'bundle'],
};

/** Returns a table of the layers, and one sentence for each image above its limit. */
export function describeImages(images: ImageSizes): { text: string; failures: readonly string[] } {
  const failures: string[] = [];
  const rows = imageNames.flatMap((name) => {
    const totalMb = megabytes(images[name].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
    const limitMb = limitsMb[name];
    if (totalMb > limitMb)
      failures.push(`${name} is ${totalMb.toFixed(1)} MB above the base; ${limitMb} MB are allowed`);
    const layers = images[name].map(({ digest, sizeBytes }, at) =>
      row([name, layerNames[name][at] ?? 'unknown', megabytes(sizeBytes).toFixed(1), digest.slice(7, 19)]),
    );
    return [...layers, row([name, 'all', totalMb.toFixed(1), `of ${limitMb} MB`])];
  });
  return { text: ['', row(['image', 'layer', 'MB', 'digest']), ...rows, ''].join('\n'), failures };
}

/** Returns a table of the invocations, and the times of the two photos. */
export function describeRun({ enforcement, photos, reports }: PhotoRun): string {
  const lines = reports.map(({ functionName, coldStart, initMs, durationMs, memoryMb, maxMemoryUsedMb }) =>
    row([
      functionName,
      coldStart ? 'cold' : 'warm',
      initMs === undefined ? '-' : initMs.toFixed(0),
      durationMs.toFixed(0),
      `${maxMemoryUsedMb.toFixed(0)} of ${memoryMb}`,
    ]),
  );
  const [cold, warm] = photos;
  return [
    '',
    row(['function', 'start', 'init ms', 'run ms', 'peak MB']),
    ...lines,
    '',
    `From upload to photo of ${cold.widthPx} x ${cold.heightPx} px: ${seconds(cold.waitedMs)} cold, ${seconds(warm.waitedMs)} warm.`,
    `Memory: ${enforcement.memory}; CPU: ${enforcement.cpu}. Read-only except /tmp, user 993, only the loopback interface.`,
    '',
  ].join('\n');
}

/** Returns a table of the containers of the studio, and what their starts said. */
export function describeContainers(runs: readonly ContainerRun[]): string {
  const heads = ['container', '', 'ready s', 'first photo', 'second', 'peak MB', 'processes', 'stop s'];
  const lines = runs.map(({ memoryMb, cpus, readyMs, photoMs, peakMb, processesMb, stopMs }) =>
    row([
      ...[`${memoryMb} MB`, cpus, ...[readyMs, ...photoMs].map((ms) => (ms / 1000).toFixed(2))],
      ...[peakMb.toFixed(0), processesMb.toFixed(0), (stopMs / 1000).toFixed(2)],
    ]),
  );
  return ['', row(heads), ...lines, '', ...runs.flatMap((run) => run.lines), ''].join('\n');
}

const row = (cells: readonly string[]) =>
  cells.map((cell, at) => (at < 2 ? cell.padEnd(9) : cell.padStart(13))).join(' ');
const megabytes = (bytes: number) => bytes / 1e6;
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
