/**
 * Computes the cost of a thousand photos by memory size and architecture from the times of the quota bench. It runs nothing. docs/cost.md shows the tables (cost-document.ts).
 */
import { requestsUsd, runTimeUsd } from '../../core/lambda-price.ts';
import { type FunctionArchitecture, pricesReadOn, pricesRegion } from '../../core/prices.ts';
import { readOptions } from '../../infra/options.ts';
import { gbSecondsOf } from '../../local/lambda/billing.ts';
import type { Cell, Findings, Table } from '../report/report.ts';
import { cpuShareOfMemory, type MeasuredTimes, originOf, timeAt } from './measured-times.ts';
import { pricesBesideLambda, usdBesideLambda } from './photo-footprint.ts';

/** MB: those of the quota bench, one and two vCPUs, and the most that a new account and the default take. */
const memorySizesMb = [512, 768, 1024, 1536, 1769, 2048, 2560, 3008, 3538];
const thousand = 1000;
/** Matting and compose. */
const requestsPerPhoto = 2;

export interface SizeCost {
  readonly memoryMb: number;
  readonly mattingMs: number;
  readonly mattingGbSeconds: number;
  readonly origin: ReturnType<typeof originOf>;
  readonly fits: boolean;
  /** Run time and requests of both functions for a thousand warm photos. */
  readonly usd: Readonly<Record<FunctionArchitecture, number>>;
}

/** The default memory sizes of `cdk deploy`. */
export function defaultSizesMb(): { readonly matting: number; readonly compose: number } {
  const { mattingMemoryMb, composeMemoryMb } = readOptions(() => undefined);
  return { matting: mattingMemoryMb, compose: composeMemoryMb };
}

function composeGbSeconds(times: MeasuredTimes, memoryMb: number): number {
  return gbSecondsOf({ billedMs: timeAt(times.compose, cpuShareOfMemory(memoryMb)), memoryMb });
}

export function costsBySize(times: MeasuredTimes): readonly SizeCost[] {
  const defaults = defaultSizesMb();
  const compose = composeGbSeconds(times, defaults.compose);
  const sizes = [...new Set([...memorySizesMb, defaults.matting])].sort((one, other) => one - other);
  return sizes.map((memoryMb) => {
    const cpuShare = cpuShareOfMemory(memoryMb);
    const mattingMs = timeAt(times.matting, cpuShare);
    const mattingGbSeconds = gbSecondsOf({ billedMs: mattingMs, memoryMb });
    const usdOn = (architecture: FunctionArchitecture) =>
      runTimeUsd((mattingGbSeconds + compose) * thousand, architecture) + requestsUsd(thousand * requestsPerPhoto);
    return {
      ...{ memoryMb, mattingMs, mattingGbSeconds },
      ...{ origin: originOf(times.matting, cpuShare), fits: memoryMb >= times.smallestMb },
      usd: { x86_64: usdOn('x86_64'), arm64: usdOn('arm64') },
    };
  });
}

const origins: Readonly<Record<SizeCost['origin'], string>> = {
  measured: 'measured',
  between: 'between two measured',
  beyond: 'beyond the measured',
};

export function sizeTable(times: MeasuredTimes): Table {
  const { matting, compose } = defaultSizesMb();
  const composed = composeGbSeconds(times, compose);
  const rows = costsBySize(times).map(({ memoryMb, mattingMs, mattingGbSeconds, origin, fits, usd }): Cell[] => [
    memoryMb === matting ? `${memoryMb} (default)` : String(memoryMb),
    ...[cpuShareOfMemory(memoryMb).toFixed(2), Math.round(mattingMs), origins[origin], fits ? 'yes' : 'no'],
    ...[`${mattingGbSeconds.toFixed(2)} + ${composed.toFixed(2)}`, usd.x86_64.toFixed(4), usd.arm64.toFixed(4)],
  ]);
  return {
    title: `A thousand photos by matting's memory, compose in ${compose} MB`,
    columns: [
      ...['matting MB', 'vCPU', 'matting ms', 'time is', 'mixed photos fit'],
      ...['GB-s a photo, matting + compose', 'USD x86_64', 'USD arm64, if as fast'],
    ],
    rows,
  };
}

export function besideTable(): Table {
  const rows = pricesBesideLambda(thousand).map(({ what, howMuch, usd }): Cell[] => [what, howMuch, usd.toFixed(4)]);
  rows.push(['together', '', usdBesideLambda(thousand).toFixed(4)]);
  return { title: 'What a thousand photos cost beside Lambda', columns: ['what', 'how much', 'USD'], rows };
}

export function describeCost(times: MeasuredTimes): Findings {
  const costs = costsBySize(times);
  const { matting } = defaultSizesMb();
  const curve = (architecture: FunctionArchitecture) =>
    costs.map(({ memoryMb, usd }) => ({ x: memoryMb, y: usd[architecture] }));
  return {
    title: 'What a thousand photos cost',
    method: [
      `Derived, not run. ${times.source} On Lambda memory decides the CPU share (1,769 MB = one vCPU).`,
      `List prices of ${pricesRegion}, first tier, read ${pricesReadOn}, nothing free subtracted, warm instances.`,
    ],
    tables: [sizeTable(times), besideTable()],
    notes: [
      `Smallest size in which every mixed photo was finished: ${times.smallestMb} MB.`,
      'arm64 was not measured: its price is taken with the times of x86_64.',
    ],
    plot: {
      title: 'USD for a thousand photos on Lambda by memory of matting',
      ...{ xLabel: 'memory of matting, MB', yLabel: 'USD for 1,000 photos' },
      curves: [
        { name: 'x86_64', points: curve('x86_64') },
        { name: 'arm64, if as fast', points: curve('arm64') },
      ],
      mark: { x: matting, label: 'default' },
    },
  };
}
