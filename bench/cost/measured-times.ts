/**
 * Reads the times of matting and compose by CPU share from bench/results/quota.json, and converts them to Lambda, where the
 * memory decides the share. cost.ts and scale.ts use them.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { memoryMbPerCpu } from '../../local/lambda/billing.ts';
import { quotaColumns } from '../performance/quota-columns.ts';
import type { MachineFacts } from '../report/machine.ts';
import { median } from '../report/statistics.ts';

export interface MeasuredTime {
  readonly cpuShare: number;
  readonly ms: number;
}

export interface MeasuredTimes {
  /** Warm runs: means over mixed photos. Ascending by CPU share, at least one. */
  readonly matting: readonly MeasuredTime[];
  readonly compose: readonly MeasuredTime[];
  /** The slowest photo's time as a multiple of the mean. */
  readonly slowest: number;
  /** The number of photos of which this was the slowest. */
  readonly photos: number;
  /** Smallest size in which matting finished every photo, MB. */
  readonly smallestMb: number;
  /** The source of the figures, one sentence. */
  readonly source: string;
  /** Null for the figures of {@link knownTimes}. */
  readonly machine: MachineFacts | null;
}

/** The figures without a quota bench: twenty photos of up to 3.7 MB on two shared x86-64 cores, one output each, 2026-11-21. */
export const knownTimes: MeasuredTimes = {
  matting: [
    { cpuShare: 1, ms: 940 },
    { cpuShare: 1.16, ms: 860 },
    { cpuShare: 1.7, ms: 580 },
  ],
  compose: [{ cpuShare: 0.29, ms: 300 }],
  ...{ slowest: 2.5, photos: 20, smallestMb: 768, machine: null },
  source: 'No quota bench was there; these are medians of twenty photos of up to 3.7 MB, taken on 2026-11-21.',
};

const tableSchema = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.number(), z.string(), z.null()]))),
});
const reportSchema = z.object({
  machine: z.custom<MachineFacts>((value) => typeof value === 'object'),
  tables: z.array(tableSchema),
});

/** @param resultsDir of the benches. Falls back to {@link knownTimes} when there is no complete `quota.json`. */
export async function readMeasuredTimes(resultsDir: string): Promise<MeasuredTimes> {
  const text = await readFile(join(resultsDir, 'quota.json'), 'utf8').catch(() => undefined);
  return (text && timesOf(JSON.parse(text))) || knownTimes;
}

/** So many of the largest memory sizes are taken. */
const roomySizes = 3;

interface Cell {
  readonly memoryMb: number;
  readonly cpuShare: number;
  readonly done: number;
  readonly failures: number;
  readonly mattingMs: number;
  readonly slowestMs: number;
  readonly composeMs: number;
}

/** @param report as the quota bench writes it; undefined when it holds no figure of use. */
export function timesOf(report: unknown): MeasuredTimes | undefined {
  const parsed = reportSchema.safeParse(report);
  const table = parsed.data?.tables[0];
  if (!parsed.success || !table) return undefined;
  const cells = table.rows.map((row) => readCell(table.columns, row));
  const unsafe = new Set(cells.filter(({ failures }) => failures > 0).map(({ memoryMb }) => memoryMb));
  const safe = cells.filter(
    ({ memoryMb, mattingMs, composeMs }) => !unsafe.has(memoryMb) && mattingMs > 0 && composeMs > 0,
  );
  if (safe.length === 0) return undefined;
  // CPU decides the time as long as there is memory to spare; several sizes together are steadier than one.
  const sizes = [...new Set(safe.map(({ memoryMb }) => memoryMb))]
    .sort((one, other) => other - one)
    .slice(0, roomySizes);
  const used = safe.filter(({ memoryMb }) => sizes.includes(memoryMb));
  const shares = [...new Set(used.map(({ cpuShare }) => cpuShare))].sort((one, other) => one - other);
  const timesBy = (figure: 'mattingMs' | 'composeMs') =>
    shares.map((cpuShare) => ({
      cpuShare,
      ms: median(used.filter((cell) => cell.cpuShare === cpuShare).map((cell) => cell[figure])),
    }));
  const { day, cpuModel, cpus } = parsed.data.machine;
  return {
    ...{ matting: timesBy('mattingMs'), compose: timesBy('composeMs') },
    slowest: median(used.map(({ slowestMs, mattingMs }) => slowestMs / mattingMs)),
    photos: Math.max(...used.map(({ done }) => done)),
    smallestMb: Math.min(...safe.map(({ memoryMb }) => memoryMb)),
    source: `Measured by the quota bench in ${sizes.toReversed().join(', ')} MB (medians) on ${cpus} CPUs (${cpuModel}), ${day}.`,
    machine: parsed.data.machine,
  };
}

function readCell(columns: readonly string[], row: readonly (string | number | null)[]): Cell {
  const figure = (name: string) => Number(row[columns.indexOf(name)] ?? Number.NaN);
  return {
    ...{ memoryMb: figure(quotaColumns.memoryMb), cpuShare: figure(quotaColumns.cpuShare) },
    done: figure(quotaColumns.done),
    failures: figure(quotaColumns.kills) + figure(quotaColumns.otherFailures),
    mattingMs: figure(quotaColumns.secondsPerPhoto) * 1000,
    slowestMs: figure(quotaColumns.slowestMs),
    composeMs: figure(quotaColumns.composeMs),
  };
}

/** CPU share that Lambda gives to a memory size. */
export const cpuShareOfMemory = (memoryMb: number): number => memoryMb / memoryMbPerCpu;

/**
 * Time at a CPU share: between two measured shares the time changes in a straight line over the inverse share, which is what
 * work bound by CPU does; below the least share it grows with the inverse, above the greatest it stays.
 * @param times ascending by share, at least one.
 */
export function timeAt(times: readonly MeasuredTime[], cpuShare: number): number {
  const [least, greatest] = [times[0], times[times.length - 1]];
  if (cpuShare <= least.cpuShare) return (least.ms * least.cpuShare) / cpuShare;
  if (cpuShare >= greatest.cpuShare) return greatest.ms;
  const above = times.findIndex((time) => time.cpuShare >= cpuShare);
  const [one, other] = [times[above - 1], times[above]];
  const way = (1 / one.cpuShare - 1 / cpuShare) / (1 / one.cpuShare - 1 / other.cpuShare);
  return one.ms + (other.ms - one.ms) * way;
}

/** The origin of a figure of {@link timeAt}. */
export function originOf(times: readonly MeasuredTime[], cpuShare: number): 'measured' | 'between' | 'beyond' {
  if (times.some((time) => Math.abs(time.cpuShare - cpuShare) < 0.01)) return 'measured';
  const isInside = cpuShare > times[0].cpuShare && cpuShare < times[times.length - 1].cpuShare;
  return isInside ? 'between' : 'beyond';
}
