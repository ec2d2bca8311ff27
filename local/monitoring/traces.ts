/**
 * Makes one trace of each photo: a span for the photo, for each function that worked on it, and for each step. A report and
 * a log line of an invocation may come in any order; the spans are made when both are there.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { InvocationReport } from '../lambda/host.ts';
import type { PhotoLine } from './photo-line.ts';

/** A part of a trace. Times are epoch ms. */
export interface Span {
  /** 32 hexadecimal digits. The same photo has the same trace in all functions. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly isError: boolean;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** Photos that are being worked on, and halves of invocations that wait for the other half. */
const mostKept = 1000;
/** The outcome of matting after which compose goes on with the photo. */
const handedOn = 'composing';

/** Returns a span id that is always the same for a text, or a random one. */
const spanIdOf = (text?: string): string =>
  text === undefined ? randomBytes(8).toString('hex') : digest(`span ${text}`).slice(0, 16);
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Collects what the functions report. */
export class PhotoTraces {
  readonly #onSpans: (spans: readonly Span[]) => void;
  readonly #reports = new Map<string, InvocationReport>();
  readonly #lines = new Map<string, PhotoLine[]>();
  /** When the work on a photo began, by digest. */
  readonly #begun = new Map<string, number>();

  constructor(onSpans: (spans: readonly Span[]) => void) {
    this.#onSpans = onSpans;
  }

  addReport(report: InvocationReport): void {
    const lines = this.#lines.get(report.requestId);
    this.#lines.delete(report.requestId);
    for (const line of lines ?? []) this.#emit(report, line);
    // A second photo of the same event may follow.
    keep(this.#reports, report.requestId, report);
  }

  addPhoto(line: PhotoLine): void {
    const report = this.#reports.get(line.requestId);
    if (report) this.#emit(report, line);
    else keep(this.#lines, line.requestId, [...(this.#lines.get(line.requestId) ?? []), line]);
  }

  #emit(report: InvocationReport, { photo, outcome, timings }: PhotoLine): void {
    const { functionName, startedAtMs, durationMs, initMs = 0, status, attempt, coldStart, maxMemoryUsedMb } = report;
    const traceId = digest(`photo ${photo}`).slice(0, 32);
    const photoSpanId = spanIdOf(`photo ${photo}`);
    const spanId = spanIdOf();
    const endMs = startedAtMs + initMs + durationMs;
    const begunMs = Math.min(this.#begun.get(photo) ?? startedAtMs, startedAtMs);
    const attributes = { 'zerobooth.outcome': outcome, 'zerobooth.attempt': attempt, 'faas.coldstart': coldStart };
    const invocation: Span = {
      ...{ traceId, spanId, parentSpanId: photoSpanId, name: functionName, startMs: startedAtMs, endMs },
      isError: status !== 'success',
      attributes: { ...attributes, 'zerobooth.memory_mb': Math.round(maxMemoryUsedMb) },
    };
    const steps = stepSpans(invocation, startedAtMs + initMs, timings);
    if (outcome === handedOn) {
      keep(this.#begun, photo, begunMs);
      this.#onSpans([invocation, ...steps]);
      return;
    }
    this.#begun.delete(photo);
    const whole: Span = {
      ...{ traceId, spanId: photoSpanId, name: 'photo', startMs: begunMs, endMs, isError: false },
      attributes: { 'zerobooth.outcome': outcome },
    };
    this.#onSpans([whole, invocation, ...steps]);
  }
}

/** The steps of an invocation follow one another, so their times add up. */
function stepSpans({ traceId, spanId }: Span, fromMs: number, timings: PhotoLine['timings']): Span[] {
  let startMs = fromMs;
  return Object.entries(timings).map(([name, ms]) => {
    const span = { traceId, spanId: spanIdOf(), parentSpanId: spanId, name, startMs, endMs: startMs + ms };
    startMs = span.endMs;
    return { ...span, isError: false, attributes: {} };
  });
}

/** Adds an entry, and removes the oldest one above the limit. */
function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > mostKept && oldest !== undefined) map.delete(oldest);
}
