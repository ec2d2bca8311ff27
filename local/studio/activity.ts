/**
 * Keeps the latest invocations of the studio's functions and makes the answer of `/api/instances` from them. It gets
 * reports and log lines from the function host; the function URL server reads the answer.
 */
import * as z from 'zod';
import type { Instances } from '../../core/instances-api.ts';
import { priceRuns } from '../../core/lambda-price.ts';
import { lambdaPrices, pricesReadOn, pricesRegion } from '../../core/prices.ts';
import type { FunctionHost, FunctionSpec, InvocationReport } from '../lambda/host.ts';
import { defaultIdleMs } from '../lambda/spec.ts';

type Invocation = Instances['invocations'][number];

/** The number of invocations of each function that the page can show. A waiting page calls the API several times a second. */
const keptInvocations = 100;
/** The log line of an invocation may come before its report. This is more than one photo for each instance. */
const keptPhotos = 200;

/** The prices are those of Lambda's default processor, whatever processor this machine has. */
const architecture = 'x86_64';
const price: Instances['price'] = {
  usdPerGbSecond: lambdaPrices.perGbSecond[architecture],
  usdPerRequest: lambdaPrices.perMillionRequests / 1e6,
  source: `AWS Lambda pricing, ${architecture}, ${pricesRegion}, read ${pricesReadOn}`,
};

/** The fields of a function's log line (functions/runtime/log.ts) that name the photo of an invocation. */
const photoLine = z.object({ requestId: z.string(), photo: z.string() });

/** The latest invocations and the totals since the start of the studio. */
export class Activity {
  readonly #invocations: Invocation[] = [];
  /** Digests of photos by request id. */
  readonly #photos = new Map<string, string>();
  #totals: Instances['totals'] = { invocations: 0, gbSeconds: 0, priceUsd: 0 };

  /** Adds a line that a function wrote. Lines that do not name a photo are ignored. */
  addLine(line: string): void {
    if (!line.startsWith('{')) return;
    const parsed = photoLine.safeParse(parseJson(line));
    if (!parsed.success) return;
    this.#photos.set(parsed.data.requestId, parsed.data.photo);
    const [oldest] = this.#photos.keys();
    if (this.#photos.size > keptPhotos && oldest !== undefined) this.#photos.delete(oldest);
  }

  /** Adds the report of one invocation. */
  addReport(report: InvocationReport): void {
    const { priceUsd } = priceRuns([report], architecture);
    const { invocations, gbSeconds, priceUsd: sum } = this.#totals;
    this.#totals = {
      invocations: invocations + 1,
      gbSeconds: gbSeconds + report.gbSeconds,
      priceUsd: sum + priceUsd,
    };
    this.#invocations.push(invocationOf(report, priceUsd));
    const isOfSame = ({ functionName }: Invocation) => functionName === report.functionName;
    if (this.#invocations.filter(isOfSame).length <= keptInvocations) return;
    this.#invocations.splice(this.#invocations.findIndex(isOfSame), 1);
  }

  /**
   * Returns the answer of `/api/instances`. Photos are looked up here, because the log lines of an invocation come over
   * a pipe and may arrive after its report.
   */
  view(host: FunctionHost, specs: readonly FunctionSpec[]): Instances {
    return {
      enforcement: host.enforcement,
      isolation: host.isolation,
      price,
      functions: specs.map(({ name, memoryMb, maxConcurrency, idleMs = defaultIdleMs }) => {
        return { name, memoryMb, maxConcurrency, idleMs, queued: host.queueDepth(name) };
      }),
      instances: host.instances().map(({ id, functionName, state, startedAt, lastUsedAt, ...instance }) => ({
        ...{ id, functionName, state: state === 'idle' ? 'warm' : state },
        ...{ startedAtMs: startedAt, lastUsedAtMs: lastUsedAt, invocations: instance.invocations },
        ...{ memoryMb: instance.memoryMb, peakMemoryMb: instance.peakMemoryMb },
      })),
      invocations: this.#invocations.map((invocation) => ({
        ...invocation,
        photo: this.#photos.get(invocation.requestId) ?? null,
      })),
      totals: this.#totals,
      nowMs: Date.now(),
    };
  }
}

function invocationOf(report: InvocationReport, priceUsd: number): Invocation {
  const { requestId, functionName, status, coldStart, startedAtMs, durationMs, initMs = null } = report;
  const { billedMs, memoryMb, maxMemoryUsedMb: peakMemoryMb, gbSeconds } = report;
  return {
    ...{ requestId, functionName, photo: null, status, coldStart, startedAtMs, durationMs, initMs },
    ...{ billedMs, memoryMb, peakMemoryMb, gbSeconds, priceUsd },
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
