/** Plays a day of photos through functions on demand and through one container that always runs. It computes; nothing is run. */
import { requestsUsd, runTimeUsd } from '../../core/lambda-price.ts';
import { containerPrices } from '../../core/prices.ts';
import { lambda, type StageModel } from './lambda-model.ts';
import { simulateQueue } from './queue-simulation.ts';
import { type Random, seeded } from './random.ts';

const secondMs = 1000;
const hourMs = 3600 * secondMs;
const dayMs = 24 * hourMs;
const seed = 20261130;
/** Half of the photos come in bursts of this many within ten seconds. */
const burstSize = 10;
const burstMs = 10 * secondMs;

export type Stages = readonly [StageModel, StageModel];

export interface DayResult {
  /** From arrival to the finished photo, s, ascending. */
  readonly tookS: Float64Array;
  readonly coldStarts: number;
  /** Memory size times the time for which it was held, GB s. On demand Lambda bills it; always on it is the whole day. */
  readonly gbSeconds: number;
  readonly usd: number;
}

/** Returns a moment between eight and twenty hours, most around two in the afternoon, ms. */
const byDay = (random: Random) => (8 + 6 * (random.next() + random.next())) * hourMs;

/** Returns the arrivals of a day, ms, ascending: half by day, half in bursts. A single photo comes alone. */
export function arrivalsOfDay(photos: number): Float64Array {
  const random = seeded(seed);
  const inBursts = photos < burstSize ? 0 : Math.floor(photos / 2 / burstSize);
  const times = Array.from({ length: photos - inBursts * burstSize }, () => byDay(random));
  for (let burst = 0; burst < inBursts; burst++) {
    const begun = byDay(random);
    for (let at = 0; at < burstSize; at++) times.push(begun + random.next() * burstMs);
  }
  return Float64Array.from(times).sort();
}

const noTrouble = { failingRuns: 0, failingPhotos: 0 };

export function dayOnDemand(arrivalsMs: Float64Array, stages: Stages): DayResult {
  const cloud = { ...lambda, accountConcurrency: 1000 };
  const result = simulateQueue({ arrivalsMs, stages, cloud, trouble: noTrouble, seed });
  const [matting, compose] = result.stages;
  const gbSeconds = [matting, compose].reduce(
    (sum, { billedMs }, at) => sum + (billedMs / 1000) * (stages[at].memoryMb / 1024),
    0,
  );
  return {
    tookS: result.tookMs.map((ms) => ms / 1000).sort(),
    coldStarts: matting.coldStarts + compose.coldStarts,
    gbSeconds,
    usd: runTimeUsd(gbSeconds, 'x86_64') + requestsUsd(matting.runs + compose.runs),
  };
}

export interface ContainerSize {
  readonly cpus: number;
  readonly memoryMb: number;
}

/** Returns the price of a container for a day, USD. */
export function containerUsdPerDay({ cpus, memoryMb }: ContainerSize): number {
  return 24 * (cpus * containerPrices.perVcpuHour + (memoryMb / 1024) * containerPrices.perGbHour);
}

/** One process for each stage, one photo at a time, in the order of arrival. */
export function dayAlwaysOn(arrivalsMs: Float64Array, stages: Stages, size: ContainerSize): DayResult {
  const random = seeded(seed);
  const freeMs = [0, 0];
  const tookS = arrivalsMs.map((arrivalMs) => {
    let nowMs = arrivalMs;
    for (const [at, { runMs, runSpread }] of stages.entries()) {
      const run = runMs * Math.exp(runSpread * random.normal() - runSpread ** 2 / 2);
      nowMs = Math.max(nowMs, freeMs[at]) + run;
      freeMs[at] = nowMs;
    }
    return (nowMs - arrivalMs) / 1000;
  });
  const gbSeconds = (dayMs / 1000) * (size.memoryMb / 1024);
  return { tookS: tookS.sort(), coldStarts: 0, gbSeconds, usd: containerUsdPerDay(size) };
}

/** Returns the number of photos a day from which the container is cheaper. @param usdPerPhoto on demand, in a busy day. */
export function breakEvenPhotos(size: ContainerSize, usdPerPhoto: number): number {
  return containerUsdPerDay(size) / usdPerPhoto;
}
