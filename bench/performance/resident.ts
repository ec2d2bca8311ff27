/**
 * Compares functions on demand with a process that always runs. Starts, runs, memory and a burst are measured with real
 * processes under real quotas (resident-runs.ts); days and prices are derived from them (cost/resident-day.ts).
 */
import { loadavg } from 'node:os';
import { containerPrices, pricesReadOn } from '../../core/prices.ts';
import { quantile } from '../../core/quantile.ts';
import { defaultSizesMb } from '../cost/cost.ts';
import type { StageModel } from '../cost/lambda-model.ts';
import { cpuShareOfMemory, type MeasuredTimes, readMeasuredTimes, timeAt } from '../cost/measured-times.ts';
import {
  arrivalsOfDay,
  breakEvenPhotos,
  containerUsdPerDay,
  type DayResult,
  dayAlwaysOn,
  dayOnDemand,
  type Stages,
} from '../cost/resident-day.ts';
import { usualOutDir } from '../options.ts';
import { busyRemarks } from '../report/machine.ts';
import type { Cell, Findings, Table } from '../report/report.ts';
import { mean, median } from '../report/statistics.ts';
import type { Workbench } from '../workbench.ts';
import { container, measureWays, type ResidentRuns, type StageRuns, type WayRuns } from './resident-runs.ts';

const photosADay = [1, 100, 1000, 10_000] as const;
/** Container images on Lambda were reported to need this long for a first photo (cost/scale.ts has the source), ms. */
const reportedColdMs = { matting: [4400, 5800], compose: [1000, 2000] } as const;
/** One photo after another differs little: all are of one size. The spread of mixed photos is in the bench quota. */
const spread = 0.1;
const quickRemark = 'A quick run: three photos of each kind and a burst of six.';

export async function benchResident(bench: Workbench): Promise<Findings> {
  const [busyBefore] = loadavg();
  const runs = await measureWays(bench);
  return describe(runs, await readMeasuredTimes(usualOutDir), [
    ...(bench.options.quick ? [quickRemark] : []),
    ...busyRemarks(busyBefore),
  ]);
}

/** The times of the bench quota, which were taken at rest, at the CPU shares of both ways. */
function stagesAtRest(times: MeasuredTimes): Readonly<Record<'onDemand' | 'alwaysOn', Stages>> {
  const sizes = defaultSizesMb();
  const stage = (name: 'matting' | 'compose', memoryMb: number, cpuShare: number, coldStartMs: ColdStart) => {
    return { memoryMb, runMs: timeAt(times[name], cpuShare), runSpread: spread, coldStartMs };
  };
  const onDemand = (name: 'matting' | 'compose') =>
    stage(name, sizes[name], cpuShareOfMemory(sizes[name]), reportedColdMs[name]);
  const alwaysOn = (name: 'matting' | 'compose') => stage(name, container.memoryMb / 2, container.cpus, [0, 0]);
  return {
    onDemand: [onDemand('matting'), onDemand('compose')],
    alwaysOn: [alwaysOn('matting'), alwaysOn('compose')],
  };
}

type ColdStart = StageModel['coldStartMs'];

function modelOf({ memoryMb, warmMs }: StageRuns, coldStartMs: ColdStart): StageModel {
  return { memoryMb, runMs: mean(warmMs), runSpread: spread, coldStartMs };
}

/** What a cold start adds to a warm run: the init, and the slower first run. */
function measuredCold({ initMs, coldRunMs, warmMs }: StageRuns): ColdStart {
  const added = initMs.map((ms, at) => ms + Math.max(0, coldRunMs[at] - median(warmMs)));
  return [Math.min(...added), Math.max(...added)];
}

function stagesOf({ stages }: WayRuns, coldOf: (name: 'matting' | 'compose') => ColdStart): Stages {
  return [modelOf(stages.matting, coldOf('matting')), modelOf(stages.compose, coldOf('compose'))];
}

function describe(runs: ResidentRuns, times: MeasuredTimes, conditions: readonly string[]): Findings {
  const { onDemand, alwaysOn } = runs;
  const resident = stagesOf(alwaysOn, () => [0, 0]);
  const measured = daysOf([
    ['on demand', dayOnDemand, stagesOf(onDemand, (name) => measuredCold(onDemand.stages[name]))],
    ['always on', dayAlwaysOn, resident],
  ]);
  const rest = stagesAtRest(times);
  const atRest = daysOf([
    ['on demand, cold start as reported of Lambda', dayOnDemand, rest.onDemand],
    ['always on', dayAlwaysOn, rest.alwaysOn],
  ]);
  const even = breakEvenOf(atRest, rest.alwaysOn);
  return {
    title: 'Functions on demand and a process that always runs',
    method: [
      'MEASURED with real handlers in child processes under real quotas: a photo alone (1080x1620, cn-1-inch) warm and cold, the memory held, and a burst.',
      `On demand: the default sizes of the stack with the CPU that Lambda gives them. Always on: one container of ${container.cpus} CPU and ${container.memoryMb} MB, half of the memory for each function, one photo of each at a time; matting and compose may overlap there and then use two CPUs.`,
      'DERIVED: the days, once with the times of the bench quota, which were taken at rest, and once with those of this run. Half of the photos come between 8 and 20 hours, half in bursts of ten within ten seconds. Long idle stretches are computed, not slept. Lambda keeps an idle instance for five minutes (observed by people, not documented) and bills no idle time.',
      `Prices: Lambda x86_64 read ${pricesReadOn}, Fargate read ${containerPrices.readOn}, us-east-1, nothing free subtracted, without storage, requests to S3, public address and load balancer.`,
    ],
    tables: [
      measuredTable(runs),
      stageTable(runs),
      dayTable('Derived from the times of the bench quota: a day', atRest),
      ratioTable('Derived from the times of the bench quota: on demand beside always on', atRest),
      dayTable('Derived from this run: a day', measured),
    ],
    notes: [
      ...conditions,
      `Break-even with the times of the bench quota: ${even.text}`,
      `With those of this run: ${breakEvenOf(measured, resident).text}`,
      times.source,
      runs.quota,
    ],
    plot: {
      title: 'USD a day by photos a day, times of the bench quota',
      ...{ xLabel: 'photos a day', yLabel: 'USD a day' },
      curves: priceCurves(even.usdPerPhoto, even.photos),
      mark: { x: even.photos, label: `break-even, ${even.photos}` },
    },
  };
}

type Play = (arrivalsMs: Float64Array, stages: Stages, size: typeof container) => DayResult;

/** @param ways name, rules and times; first on demand, last always on. */
function daysOf(ways: readonly (readonly [string, Play, Stages])[]): Days {
  return photosADay.map((photos) => {
    const arrivals = arrivalsOfDay(photos);
    return { photos, ways: ways.map(([way, play, stages]) => [way, play(arrivals, stages, container)] as const) };
  });
}

/** Returns from how many photos a day the container is cheaper, by the price of a photo in the busiest day. */
function breakEvenOf(days: Days, resident: Stages) {
  const { photos: busiest, ways } = days[days.length - 1];
  const usdPerPhoto = ways[0][1].usd / busiest;
  const photos = Math.round(breakEvenPhotos(container, usdPerPhoto));
  const most = Math.round(86_400_000 / Math.max(...resident.map(({ runMs }) => runMs)));
  const text = `from some ${photos} photos a day the container is cheaper (${usdPerPhoto.toPrecision(3)} USD a photo on demand, ${containerUsdPerDay(container).toFixed(2)} USD a day always on). It makes at most some ${most} a day, evenly spread.`;
  return { photos, usdPerPhoto, text };
}

function priceCurves(usdPerPhoto: number, breakEven: number) {
  const step = 10 ** Math.floor(Math.log10(breakEven));
  const xs = Array.from({ length: 5 }, (_, at) => Math.ceil(breakEven / step) * step * (at / 3));
  const usd = containerUsdPerDay(container);
  return [
    { name: 'on demand (Lambda)', points: xs.map((x) => ({ x: Math.round(x), y: x * usdPerPhoto })) },
    { name: 'always on (Fargate, 1 vCPU, 2 GB)', points: xs.map((x) => ({ x: Math.round(x), y: usd })) },
  ];
}

const share = (values: readonly number[], at: number) =>
  quantile(
    values.toSorted((a, b) => a - b),
    at,
  ) / 1000;

function measuredTable({ onDemand, alwaysOn, burst }: ResidentRuns): Table {
  const rows = [
    ['on demand, cold', onDemand.coldMs, '-'],
    ['on demand, warm', onDemand.warmMs, '-'],
    ['always on', alwaysOn.warmMs, '-'],
    [`burst of ${burst}, on demand, from cold, two instances`, onDemand.burstMs, onDemand.burstColdStarts],
    [`burst of ${burst}, always on`, alwaysOn.burstMs, 0],
  ] as const;
  return {
    title: 'Measured: from the upload to the finished record, s',
    columns: ['way', 'photos', 'p50', 'p95', 'longest', 'cold starts'],
    rows: rows.map(([way, ms, starts]): Cell[] => [
      way,
      ms.length,
      share(ms, 0.5),
      share(ms, 0.95),
      share(ms, 1),
      starts,
    ]),
  };
}

function stageTable({ onDemand, alwaysOn }: ResidentRuns): Table {
  const rows = (['matting', 'compose'] as const).flatMap((name) => {
    const row = (way: string, stage: StageRuns): Cell[] => [
      ...[way, name, stage.memoryMb, median(stage.warmMs)],
      ...[stage.initMs.length > 0 ? median(stage.initMs) : null, stage.heldMb],
    ];
    return [row('on demand', onDemand.stages[name]), row('always on', alwaysOn.stages[name])];
  });
  return {
    title: 'Measured: each function',
    columns: ['way', 'function', 'memory size MB', 'warm run ms', 'init ms', 'most held MB'],
    rows,
  };
}

type Days = readonly { readonly photos: number; readonly ways: readonly (readonly [string, DayResult])[] }[];

function dayTable(title: string, days: Days): Table {
  const rows = days.flatMap(({ photos, ways }) =>
    ways.map(([way, { tookS, coldStarts, gbSeconds, usd }]): Cell[] => [
      ...[photos, way, quantile(tookS, 0.5), quantile(tookS, 0.95), quantile(tookS, 0.99)],
      ...[coldStarts, gbSeconds, usd.toPrecision(3)],
    ]),
  );
  return {
    title,
    columns: ['photos a day', 'way', 'p50 s', 'p95 s', 'p99 s', 'cold starts', 'GB s held', 'USD a day'],
    rows,
  };
}

/** The first way of each day is on demand, the last is always on. */
function ratioTable(title: string, days: Days): Table {
  const rows = days.map(({ photos, ways }): Cell[] => {
    const [onDemand, alwaysOn] = [ways[0][1], ways[ways.length - 1][1]];
    const less = 1 - onDemand.gbSeconds / alwaysOn.gbSeconds;
    return [photos, `${Number((alwaysOn.usd / onDemand.usd).toPrecision(3))}x`, `${(less * 100).toFixed(1)} %`];
  });
  return {
    title,
    columns: ['photos a day', 'work for the money', 'less memory held'],
    rows,
  };
}
