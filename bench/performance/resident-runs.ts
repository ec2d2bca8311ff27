/** The measured part of the bench resident: real handlers under real quotas, on demand and always on. resident.ts derives days from it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { InvocationReport } from '../../local/lambda/host.ts';
import { defaultSizesMb } from '../cost/cost.ts';
import { cpuShareOfMemory } from '../cost/measured-times.ts';
import type { Workbench } from '../workbench.ts';
import { drawnPhoto, fullHd, withOwnBytes } from './photos.ts';
import { describeQuota, type StudioRun, sendPhoto, successesOf, withStudio } from './studio-run.ts';

/** The small container that always runs: one CPU and 2 GB for both functions, one photo of each at a time. */
export const container = { cpus: 1, memoryMb: 2048 } as const;

const names = ['matting', 'compose'] as const;
type StageName = (typeof names)[number];

/** The times of one function, ms, and the most memory that it held, MB. */
export interface StageRuns {
  readonly memoryMb: number;
  readonly warmMs: readonly number[];
  readonly coldRunMs: readonly number[];
  readonly initMs: readonly number[];
  readonly heldMb: number;
}

export interface WayRuns {
  readonly stages: Readonly<Record<StageName, StageRuns>>;
  /** From the upload to the finished record, ms: a photo alone. */
  readonly warmMs: readonly number[];
  readonly coldMs: readonly number[];
  /** The same for each photo of a burst, which began cold on demand. */
  readonly burstMs: readonly number[];
  readonly burstColdStarts: number;
}

export interface ResidentRuns {
  readonly onDemand: WayRuns;
  readonly alwaysOn: WayRuns;
  readonly burst: number;
  readonly quota: string;
}

const order = { standards: ['cn-1-inch'] };
/** Longer waits count as failed. */
const patienceMs = 180_000;

export async function measureWays(bench: Workbench): Promise<ResidentRuns> {
  const { matting, compose } = defaultSizesMb();
  const ofMemory = (memoryMb: number) => ({ memoryMb, cpuShare: cpuShareOfMemory(memoryMb) });
  const onLambda = { matting: ofMemory(matting), compose: ofMemory(compose) };
  const share = { memoryMb: container.memoryMb / 2, cpuShare: container.cpus };
  const burst = bench.options.quick ? 6 : 10;
  const onDemand = await measureWay(bench, { sizes: onLambda, concurrency: 2, startsCold: true, burst });
  const alwaysOn = await measureWay(bench, {
    sizes: { matting: share, compose: share },
    concurrency: 1,
    startsCold: false,
    burst,
  });
  return { onDemand: onDemand.runs, alwaysOn: alwaysOn.runs, burst, quota: onDemand.quota };
}

interface Way {
  readonly sizes: Readonly<Record<StageName, { readonly memoryMb: number; readonly cpuShare: number }>>;
  readonly concurrency: number;
  readonly startsCold: boolean;
  readonly burst: number;
}

async function measureWay({ options, modelDir, say }: Workbench, { sizes, concurrency, startsCold, burst }: Way) {
  say(startsCold ? 'on demand' : 'always on');
  const jpeg = await drawnPhoto('demo', fullHd);
  return withStudio({ modelDir, sizes, concurrency }, async (run) => {
    const send = (text: string) => sendPhoto(run, withOwnBytes(jpeg, text), order);
    await send('first');
    const [warm, cold] = [[await send('warm')], [] as Awaited<ReturnType<typeof send>>[]];
    for (let round = 0; round < options.runs; round++) {
      warm.push(await send(`warm ${round}`));
      if (!startsCold) continue;
      await run.studio.host.reclaimAll();
      cold.push(await send(`cold ${round}`));
    }
    if (startsCold) await run.studio.host.reclaimAll();
    const reported = run.reports.length;
    const burstMs = await timeBurst(run, jpeg, burst);
    const inBurst = run.reports.slice(reported);
    const stages = Object.fromEntries(
      names.map((name) => [name, stageOf(name, sizes[name].memoryMb, warm.slice(1), cold, run.reports)]),
    ) as Record<StageName, StageRuns>;
    const runs: WayRuns = {
      ...{ stages, burstMs, burstColdStarts: inBurst.filter(({ coldStart }) => coldStart).length },
      warmMs: warm.slice(1).map(({ wallMs }) => wallMs),
      coldMs: cold.map(({ wallMs }) => wallMs),
    };
    return { runs, quota: describeQuota(run.studio) };
  });
}

type Reported = { readonly reports: readonly InvocationReport[] };

function stageOf(
  name: StageName,
  memoryMb: number,
  warm: readonly Reported[],
  cold: readonly Reported[],
  all: readonly InvocationReport[],
): StageRuns {
  // Compose is called twice in a cold photo: to wake it while matting is at work, and for the photo.
  const sums = (sent: readonly Reported[], field: 'initMs' | 'durationMs') =>
    sent.map(({ reports }) => successesOf(reports, name).reduce((sum, { [field]: ms = 0 }) => sum + ms, 0));
  return {
    memoryMb,
    ...{ warmMs: sums(warm, 'durationMs'), coldRunMs: sums(cold, 'durationMs'), initMs: sums(cold, 'initMs') },
    heldMb: Math.max(...successesOf(all, name).map(({ maxMemoryUsedMb }) => maxMemoryUsedMb)),
  };
}

/** Sends photos at the same moment. @returns the time of each from its upload to its record, ms, ascending; no time of a photo that is not done. */
async function timeBurst(run: StudioRun, jpeg: Uint8Array, count: number): Promise<readonly number[]> {
  const begun = performance.now();
  const times = Array.from({ length: count }, async (_, at) => {
    await run.client.upload(`cn-1-inch/burst-${at}.jpg`, withOwnBytes(jpeg, `burst ${at}`));
    const isTooLong = () => performance.now() - begun > patienceMs;
    const record = await run.client.waitForRecord(`cn-1-inch/burst-${at}.jpg`, isTooLong);
    return record?.status === 'done' ? performance.now() - begun : null;
  });
  const sorted = (await Promise.all(times)).filter((ms) => ms !== null).toSorted((a, b) => a - b);
  await run.studio.host.idle();
  await delay(100);
  return sorted;
}
