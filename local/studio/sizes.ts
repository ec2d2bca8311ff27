/** Shares out the memory and the CPUs that the studio may use, such as the limits of its container, among its functions. */

import { pictureFunctionTable } from '../../core/functions.ts';

/** Memory size and CPU share of one instance of a function. */
export interface FunctionSize {
  readonly memoryMb: number;
  /** CPUs of time. */
  readonly cpuShare: number;
}

/** The size of each function, and the highest number of matting instances. */
export interface StudioSizes {
  readonly matting: FunctionSize;
  readonly compose: FunctionSize;
  readonly api: FunctionSize;
  readonly concurrency: number;
}

/** Sizes with a reserve. The CPU shares suit a small server. */
const usual = {
  matting: pictureFunctionTable.matting,
  compose: pictureFunctionTable.compose,
  api: { memoryMb: 256, cpuShare: 1 },
} as const;

/** The smallest sizes. In 256 MB matting made 50 mixed photos without a kill, and compose held less than 140 MB (bench/results/quota.md). */
const leastMb = { matting: 256, compose: 192, api: 112 } as const;

/** Matting and compose get at least this much before a further matting instance is worth it. */
const furtherMb = 1024 + 256;
/** CPUs for each matting instance: it gets 1.5, and compose and the rest of the studio share the others. */
const cpusPerMatting = 2;

/** Parts of the memory: matting gets four times as much as compose, as in the usual sizes. */
const composePart = 1 / 5;
const apiPart = 1 / 12;

/**
 * Returns the sizes for the memory of all instances together. One instance of each function fits into it where that is
 * possible; below about 560 MB the function host runs matting and compose one after the other.
 * @param budgetMb MB. @param cpus CPUs of time.
 * @param wanted number of matting instances. Default: as many as the CPUs can use and the memory can hold.
 */
export function sizesFor(budgetMb: number, cpus: number, wanted?: number): StudioSizes {
  const apiMb = between(leastMb.api, budgetMb * apiPart, usual.api.memoryMb);
  // Two instances of the API, so that a page does not wait, where there is more than the least.
  const restMb = budgetMb - (apiMb > leastMb.api ? 2 : 1) * apiMb;
  const most = Math.min(Math.floor(cpus / cpusPerMatting), Math.floor(restMb / furtherMb));
  const concurrency = wanted ?? Math.max(1, most);
  const eachMb = restMb / concurrency;
  const composeMb = between(leastMb.compose, eachMb * composePart, usual.compose.memoryMb);
  const mattingMb = between(leastMb.matting, eachMb - composeMb, usual.matting.memoryMb);
  const sizeOf = (name: keyof typeof usual, memoryMb: number): FunctionSize => {
    return { memoryMb, cpuShare: Math.min(usual[name].cpuShare, cpus) };
  };
  return {
    matting: sizeOf('matting', mattingMb),
    compose: sizeOf('compose', composeMb),
    api: sizeOf('api', apiMb),
    concurrency,
  };
}

/** Returns the nearest whole number of MB within the bounds. */
const between = (least: number, mb: number, most: number) => Math.max(least, Math.min(most, Math.floor(mb)));
