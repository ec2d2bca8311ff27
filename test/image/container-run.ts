/**
 * Runs the container of the studio under the limits of docs/guide/container.md, makes a photo in it by one call, and prints
 * the results as one line of JSON. image-test.ts starts it as a process whose network has only the loopback interface. Its
 * argument is the path of a file that names the image.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { catalogue } from '../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';
import { type Container, type ContainerLimits, startContainer, userId } from './container.ts';
import type { MountedImage } from './image-studio.ts';

/** One condition under which the container must work. */
interface Condition extends ContainerLimits {
  /** What the start line must say. */
  readonly says: readonly RegExp[];
}

export interface ContainerRun {
  readonly memoryMb: number;
  /** CPUs of time, or the numbers of the CPUs. */
  readonly cpus: string;
  /** The lines of the start about limits and functions. */
  readonly lines: readonly string[];
  /** From the start of the container to an answer of /health, ms. */
  readonly readyMs: number;
  /** Seconds of two calls; the first starts the instances. */
  readonly photoMs: readonly number[];
  /** Highest memory of the group, and of its processes alone, MB. */
  readonly peakMb: number;
  readonly processesMb: number;
  readonly stopMs: number;
  readonly failures: readonly string[];
}

const conditions: readonly Condition[] = [
  {
    ...{ memoryMb: 2048, cpus: 1.5, ownGroups: true },
    says: [/^Limits +2048 MB and [\d.]+ CPUs .*1 matting of 1\d\d\d MB/m, /^Functions +Memory sizes: cgroup-v\d;/m],
  },
  {
    ...{ memoryMb: 512, cpus: 1.5, cpuset: '0', ownGroups: false },
    says: [/^Limits +512 MB and 1 CPUs .*1 matting of 256 MB/m, /^Functions +Memory sizes: watched;/m],
  },
];

const address = 'http://127.0.0.1:7860';
const readyWithinMs = 120_000;
const stopWithinMs = 10_000;
/** The size of us-passport, px. */
const sizePx = [600, 600] as const;

async function runCondition(image: MountedImage, condition: Condition): Promise<ContainerRun> {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-container-'));
  const begun = performance.now();
  const container = await startContainer(image, dir, condition);
  const failures: string[] = [];
  const check = (isRight: boolean, failure: string) =>
    void (isRight || failures.push(`${condition.memoryMb} MB: ${failure}`));
  try {
    await untilReady(container);
    const readyMs = performance.now() - begun;
    const watch = watchMemory(container);
    const photoMs = [await makePhoto(container, 'demo', check), await makePhoto(container, 'glasses', check)];
    const processesMb = await watch.end();
    const figures = await fetch(`${address}/metrics`, { headers: codeOf(container) }).then((response) =>
      response.text(),
    );
    check(/^zerobooth_photos_total\{outcome="done"\} 2$/m.test(figures), 'the figures do not have two photos');
    check(!/^zerobooth_kills_total\{/m.test(figures), 'an instance was killed');
    const { peakMb, kills: killed } = await container.memory();
    check(killed === 0, `the kernel killed ${killed} processes for their memory`);
    const processes = await container.processes();
    const others = processes.filter(({ uid }) => uid !== userId);
    check(processes.length > 1 && others.length === 0, `processes of other users: ${JSON.stringify(others)}`);
    const ended = processes.filter(({ state }) => state === 'Z');
    check(ended.length === 0, `ended processes stay: ${JSON.stringify(ended)}`);
    for (const text of condition.says) check(text.test(container.output()), `the start line does not say ${text}`);
    const { code, ms } = await container.stop();
    check(code === 0 && ms < stopWithinMs, `SIGTERM ended it with ${code} after ${ms.toFixed(0)} ms`);
    check(container.output().includes('\nStopped.'), 'it did not end by itself');
    const lines = container.output().match(/^(Limits|Functions) .*$/gm) ?? [];
    const { memoryMb, cpuset } = condition;
    const cpus = cpuset === undefined ? `${condition.cpus} CPU` : `CPU ${cpuset}`;
    if (failures.length > 0) failures.push(container.output().replaceAll(/^(Access code|AWS_).*$/gm, '$1 ...'));
    return { memoryMb, cpus, lines, readyMs, photoMs, peakMb, processesMb, stopMs: ms, failures };
  } finally {
    await container.remove();
    await rm(dir, { recursive: true, force: true });
  }
}

/** @throws Error with the output when the studio is not ready in time. */
async function untilReady(container: Container): Promise<void> {
  const deadline = performance.now() + readyWithinMs;
  while (performance.now() < deadline) {
    const isReady = await fetch(`${address}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady && /^Functions /m.test(container.output())) return;
    await delay(50);
  }
  throw new Error(`the container is not ready: ${container.output()}`);
}

/** Returns the header with the access code that the start has printed. */
const codeOf = (container: Container) => {
  return { authorization: `Bearer ${/^Access code (\S+)$/m.exec(container.output())?.[1]}` };
};

/** Makes a photo by one call. @returns the time, ms. */
async function makePhoto(
  container: Container,
  name: 'demo' | 'glasses',
  check: (isRight: boolean, failure: string) => void,
): Promise<number> {
  const jpeg = await encodeJpeg((await renderPortrait(catalogue[name])).photo);
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(jpeg)]), `${name}.jpg`);
  form.append('standard', 'us-passport');
  const begun = performance.now();
  const response = await fetch(`${address}/api/photo`, { method: 'POST', body: form, headers: codeOf(container) });
  const bytes = Buffer.from(await response.arrayBuffer());
  const ms = performance.now() - begun;
  check(response.status === 200, `${name}: ${response.status} ${bytes.subarray(0, 500)}`);
  if (response.status === 200) {
    const { width, height } = await sharp(bytes).metadata();
    check(width === sizePx[0] && height === sizePx[1], `${name} has ${width} x ${height} px`);
  }
  return ms;
}

/** Reads the memory of the processes ten times a second. `end` returns the highest value, MB. */
function watchMemory(container: Container): { end(): Promise<number> } {
  let isWatched = true;
  let mostMb = 0;
  const watching = (async () => {
    while (isWatched) {
      mostMb = Math.max(mostMb, (await container.memory()).processesMb || 0);
      await delay(100);
    }
  })();
  const end = async () => {
    isWatched = false;
    await watching;
    return mostMb;
  };
  return { end };
}

const image: MountedImage = JSON.parse(await readFile(argv[2], 'utf8'));
const runs: ContainerRun[] = [];
for (const condition of conditions) runs.push(await runCondition(image, condition));
stdout.write(`${JSON.stringify(runs)}\n`);
