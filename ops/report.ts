/** `ops report`: time, memory and cost of each function, and of each version of a function by itself, from their logs. */
import { requestsUsd, runTimeUsd } from '../core/lambda-price.ts';
import { quantile } from '../core/quantile.ts';
import type { Filter, Line } from './filter.ts';
import { tailLogs } from './tail.ts';
import type { OpsTarget } from './target.ts';

/** The figures of a function or of one of its versions. */
export interface FunctionReport {
  /** `objects`, or `objects@mine` for a version. */
  readonly functionName: string;
  /** Pictures, orders or requests that it worked on. */
  readonly pictures: number;
  /** Tries that ended with an error. */
  readonly failures: number;
  /** Time of a picture: the median, and the time that 95 of 100 do not exceed, ms; null without pictures. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** The most memory that an instance held, MB. */
  readonly peakMb: number;
  /** The memory size of the newest runs, MB; null when no run was reported. */
  readonly memoryMb: number | null;
  /** All billed runs, starts and failures included. */
  readonly gbSeconds: number;
  /** Price of a thousand pictures on Lambda, requests included and without storage, USD; null without pictures. */
  readonly usdPerThousand: number | null;
}

/** The processor whose prices are shown. */
const architecture = 'x86_64';

/** Outcomes without work: the event of a picture that is gone, a repeated event, and one that another version gets. */
const withoutWork: ReadonlySet<string> = new Set(['gone', 'duplicate', 'handed-on']);

/** What is counted of one function while its lines are read. */
interface Tally {
  readonly times: number[];
  failures: number;
  requests: number;
  peakMb: number;
  memoryMb: number | null;
  gbSeconds: number;
}

/** Returns one report for each function and version with lines that pass the filter, by name. */
export async function reportFunctions(target: OpsTarget, filter: Filter): Promise<readonly FunctionReport[]> {
  const tallies = new Map<string, Tally>();
  const { signal } = new AbortController();
  for await (const { line } of tailLogs(target, { filter, follow: false, signal })) {
    if (!line) continue;
    const tally = tallies.get(line.functionName) ?? emptyTally();
    tallies.set(line.functionName, tally);
    addLine(tally, line);
  }
  return [...tallies]
    .map(([name, tally]) => reportOf(name, tally))
    .sort((one, other) => one.functionName.localeCompare(other.functionName));
}

const emptyTally = (): Tally => ({
  ...{ times: [], failures: 0, requests: 0 },
  ...{ peakMb: 0, memoryMb: null, gbSeconds: 0 },
});

/** Counts a line: our own of a picture or a failure, or Lambda's report of a run. */
function addLine(tally: Tally, { status, codes, details }: Line): void {
  const figure = (name: string) => (typeof details[name] === 'number' ? details[name] : 0);
  if (status === 'report') {
    tally.requests += 1;
    tally.memoryMb = figure('memoryMb') || tally.memoryMb;
    tally.gbSeconds += (figure('billedMs') / 1000) * (figure('memoryMb') / 1024);
    tally.peakMb = Math.max(tally.peakMb, figure('peakMemoryMb'));
    if (codes.includes('error')) tally.failures += 1;
    return;
  }
  if (codes.includes('photo') && !withoutWork.has(status)) tally.times.push(figure('ms'));
}

function reportOf(functionName: string, { times, requests, ...counted }: Tally): FunctionReport {
  const sorted = times.toSorted((one, other) => one - other);
  const msAt = (share: number) => (sorted.length > 0 ? quantile(sorted, share) : null);
  const usd = runTimeUsd(counted.gbSeconds, architecture) + requestsUsd(requests);
  return {
    ...{ functionName, pictures: times.length, ...counted },
    ...{ p50Ms: msAt(0.5), p95Ms: msAt(0.95) },
    usdPerThousand: times.length > 0 ? (usd / times.length) * 1000 : null,
  };
}
