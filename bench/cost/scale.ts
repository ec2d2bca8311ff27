/**
 * Simulates the studio on Lambda: it sends the loads of scale-loads.ts through queue-simulation.ts with measured times and
 * Lambda's documented rules. It is not a load test; the same input gives the same figures.
 */
import { requestsUsd, runTimeUsd } from '../../core/lambda-price.ts';
import { type FunctionArchitecture, pricesReadOn, pricesRegion } from '../../core/prices.ts';
import { quantile } from '../../core/quantile.ts';
import type { Cell, Findings, Table } from '../report/report.ts';
import { spreadOf } from '../report/statistics.ts';
import { defaultSizesMb } from './cost.ts';
import { lambda, type StageModel, type TroubleModel } from './lambda-model.ts';
import { cpuShareOfMemory, type MeasuredTimes, timeAt } from './measured-times.ts';
import { footprint, usdBesideLambda } from './photo-footprint.ts';
import { type SimulationResult, simulateQueue } from './queue-simulation.ts';
import { seeded } from './random.ts';
import { drawArrivals, type Load, loads } from './scale-loads.ts';

const seed = 20261125;

/**
 * Start of an image function until its first photo can begin. Matting: 4.4 to 5.8 s were reported of a container image of this
 * kind (github.com/mbeher2200/DarkHours, issue 20, read 2026-11-20). Compose has no models to read; its figure is assumed, not measured.
 */
const coldStartsMs = { matting: [4400, 5800], compose: [1000, 2000] } as const;
/** Assumed: one run of a thousand fails for the moment, one photo of ten thousand for good. */
const trouble: TroubleModel = { failingRuns: 0.001, failingPhotos: 0.0001 };

/** S3 takes so many writes a second below one prefix (S3 user guide, "Best practices design patterns", read 2026-11-25). */
const s3WritesPerSecond = 3500;

function stagesFor(times: MeasuredTimes, slower = 1): readonly [StageModel, StageModel] {
  const sizes = defaultSizesMb();
  const spread = spreadOf(times.slowest, times.photos);
  const stage = (name: 'matting' | 'compose', runSpread: number): StageModel => ({
    ...{ memoryMb: sizes[name], runSpread, coldStartMs: coldStartsMs[name] },
    runMs: timeAt(times[name], cpuShareOfMemory(sizes[name])) * slower,
  });
  return [stage('matting', spread), stage('compose', spread)];
}

/** The input of the simulation. A test compares docs and results with it. */
export function inputTable(times: MeasuredTimes): Table {
  const [matting, compose] = stagesFor(times);
  const rows: Cell[][] = [matting, compose].map((stage, at) => [
    ...[at === 0 ? 'matting' : 'compose', stage.memoryMb, Math.round(stage.runMs), Number(stage.runSpread.toFixed(3))],
    stage.coldStartMs.join(' to '),
  ]);
  const columns = ['function', 'memory MB', 'warm run ms', 'spread (log)', 'cold start ms, assumed'];
  return { title: 'What was put in', columns, rows };
}

interface Played {
  readonly load: Load;
  readonly result: SimulationResult;
  /** Sorted, s, without the photos that only warmed up and those given up. */
  readonly tookS: Float64Array;
}

/** @param say how far it is. */
export function benchScale(times: MeasuredTimes, isQuick: boolean, say: (line: string) => void): Findings {
  const played = loads
    .filter(({ isLong }) => !(isQuick && isLong))
    .map((load) => {
      say(`${load.name}, ${load.accountConcurrency} at once`);
      return play(load, times);
    });
  return describe(played, times);
}

export function play(load: Load, times: MeasuredTimes): Played {
  const result = simulateQueue({
    ...{ arrivalsMs: drawArrivals(load, seeded(seed)), stages: stagesFor(times, load.slower), trouble, seed },
    cloud: { ...lambda, accountConcurrency: load.accountConcurrency },
  });
  const tookS = result.tookMs
    .slice(load.warmUp ?? 0)
    .filter((ms) => !Number.isNaN(ms))
    .map((ms) => ms / 1000);
  return { load, result, tookS: tookS.sort() };
}

function usdOf({ load, result }: Played, times: MeasuredTimes, architecture: FunctionArchitecture): number {
  const stages = stagesFor(times, load.slower);
  const gbSeconds = result.stages.reduce(
    (sum, { billedMs }, at) => sum + (billedMs / 1000) * (stages[at].memoryMb / 1024),
    0,
  );
  return runTimeUsd(gbSeconds, architecture) + requestsUsd(result.stages[0].runs + result.stages[1].runs);
}

function rowOf(played: Played, times: MeasuredTimes): Cell[] {
  const { load, result, tookS } = played;
  const { retriesExhausted, eventAgeExceeded } = result.deadLetters;
  const [matting, compose] = result.stages;
  const beside = usdBesideLambda(load.photos);
  return [
    ...[load.name, load.accountConcurrency, tookS.length + (load.warmUp ?? 0), retriesExhausted, eventAgeExceeded],
    ...[seconds(quantile(tookS, 0.5)), seconds(quantile(tookS, 0.99)), seconds(result.endedMs / 1000)],
    ...[
      matting.coldStarts + compose.coldStarts,
      result.mostAtOnce,
      result.mostWaiting,
      matting.throttled + compose.throttled,
    ],
    result.mostPerSecond,
    ...[
      usd(usdOf(played, times, 'x86_64')),
      usd(usdOf(played, times, 'arm64')),
      usd(usdOf(played, times, 'x86_64') + beside),
    ],
  ];
}

const seconds = (value: number) => Number(value.toPrecision(3));
const usd = (value: number) => value.toFixed(value < 0.1 ? 5 : 2);

function describe(played: readonly Played[], times: MeasuredTimes): Findings {
  const columns = [
    ...['load', 'account limit', 'done', 'dead letters: failed', 'dead letters: too old'],
    ...['p50 s', 'p99 s', 'all over after s', 'cold starts', 'most at once', 'most waiting', 'turned away'],
    ...['most writes/s to cutouts/', 'Lambda USD x86_64', 'Lambda USD arm64', 'USD in all, x86_64'],
  ];
  return {
    title: 'How far it scales',
    method: [
      `A simulation, seed ${seed}. ${times.source}`,
      `Rules of Lambda as documented: ${lambda.startsAtOnce} starts at once and ${lambda.startsPerSecond} a second more for a function,`,
      `events turned away come back after 1 s doubling to 5 min, failed ones after 1 and 2 min, and are given up after two retries or six hours.`,
      `Time is from the upload to the finished photo. Prices of ${pricesRegion}, read ${pricesReadOn}; nothing free subtracted.`,
    ],
    tables: [{ title: 'Loads', columns, rows: played.map((one) => rowOf(one, times)) }, inputTable(times)],
    notes: [
      'Cold starts, failures and how long an instance stays warm (5 min) are assumptions: bench/cost/scale.ts and bench/cost/lambda-model.ts say whence.',
      `S3 takes ${s3WritesPerSecond} writes a second below one prefix before it splits it; a photo writes one object below cutouts/ of ${footprint.writes} in all.`,
      'Lambda reads a deep queue more slowly than this and may drop events under overload; a real burst takes longer, not less.',
    ],
    plot: {
      title: 'From the upload to the finished photo',
      ...{ unit: 's, logarithmic', isLogarithmic: true },
      bars: played.flatMap(({ load, tookS }) => [
        { label: `${load.label} @${load.accountConcurrency}`, value: seconds(quantile(tookS, 0.5)), series: 'p50' },
        { label: '', value: seconds(quantile(tookS, 0.99)), series: 'p99' },
      ]),
    },
  };
}
