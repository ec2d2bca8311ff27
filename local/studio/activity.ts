/**
 * Remembers what the studio's functions did and shows it with what there is of them now, as `/api/instances` answers.
 * Between the function host, whose reports and log lines it hears, and the front door.
 */
import * as z from 'zod';
import type { Instances } from '../../core/instances-api.ts';
import { priceRuns } from '../../core/lambda-price.ts';
import { lambdaPrices, pricesReadOn, pricesRegion } from '../../core/prices.ts';
import type { FunctionHost, FunctionSpec, InvocationReport } from '../lambda/host.ts';
import { defaultIdleMs } from '../lambda/spec.ts';

type Invocation = Instances['invocations'][number];

/** As many as a page can show. */
const keptInvocations = 100;
/** Photos of invocations whose report is still to come: one for each instance, and some to spare. */
const keptPhotos = 200;

/** Here as on Lambda by default. */
const architecture = 'x86_64';
const price: Instances['price'] = {
  usdPerGbSecond: lambdaPrices.perGbSecond[architecture],
  usdPerRequest: lambdaPrices.perMillionRequests / 1e6,
  source: `AWS Lambda pricing, ${architecture}, ${pricesRegion}, read ${pricesReadOn}`,
};

/** The part of a function's log line (functions/runtime/log.ts) that says which photo an invocation was about. */
const photoLine = z.object({ requestId: z.string(), photo: z.string() });

export class Activity {
  readonly #invocations: Invocation[] = [];
  readonly #photos = new Map<string, string>();
  #totals: Instances['totals'] = { invocations: 0, gbSeconds: 0, priceUsd: 0 };

  /** Every line that a function writes. */
  addLine(line: string): void {
    if (!line.startsWith('{')) return;
    const parsed = photoLine.safeParse(parseJson(line));
    if (!parsed.success) return;
    this.#photos.set(parsed.data.requestId, parsed.data.photo);
    const [oldest] = this.#photos.keys();
    if (this.#photos.size > keptPhotos && oldest !== undefined) this.#photos.delete(oldest);
  }

  addReport(report: InvocationReport): void {
    const { priceUsd } = priceRuns([report], architecture);
    const { invocations, gbSeconds, priceUsd: sum } = this.#totals;
    this.#totals = {
      invocations: invocations + 1,
      gbSeconds: gbSeconds + report.gbSeconds,
      priceUsd: sum + priceUsd,
    };
    this.#invocations.push(invocationOf(report, priceUsd));
    if (this.#invocations.length > keptInvocations) this.#invocations.shift();
  }

  /** The lines of an invocation come over a pipe and may be read after its report: photos are looked up here. */
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
      invocations: this.#invocations.map((each) => ({ ...each, photo: this.#photos.get(each.requestId) ?? null })),
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
