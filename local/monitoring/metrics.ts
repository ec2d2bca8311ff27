/**
 * The figures of a studio for Prometheus (`/metrics`). They are counted from the reports and log lines of the functions, and
 * read from the function host when they are asked for. No label holds a name, an id or a key.
 */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { rejections } from '../../core/errors.ts';
import { partsOfName } from '../../core/model-versions.ts';
import type { FunctionHost, FunctionSpec, InvocationReport } from '../lambda/host.ts';
import type { PhotoLine } from './photo-line.ts';

/** Upper bounds of the histograms, seconds. A warm photo takes a third of a second, a cold one two. */
const invocationSeconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];
const stepSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];
/** More steps than the stages have. */
const mostSteps = 80;
/** The outcomes that are none: a repeated event, a photo that was deleted or waits for its roster, and rosters. */
const withoutOutcome: ReadonlySet<string> = new Set([
  ...['composing', 'duplicate', 'gone', 'waiting', 'passed-over'],
  ...['roster', 'roster-in-work', 'roster-results'],
]);
/** The ends of an invocation by which the host has killed the process. */
const kills: ReadonlySet<string> = new Set(['timeout', 'out-of-memory', 'crash']);
const bytesPerMb = 1024 * 1024;

/** The states of an instance, so that each has a value at all times. */
const states = ['starting', 'busy', 'idle', 'ending'] as const;

/** The labels of a function. A function without versions has no label `version`. */
const ofFunction = ['function', 'version'] as const;

function labelsOf(hosted: string): { readonly function: string; readonly version?: string } {
  const { functionName, version } = partsOfName(hosted);
  return { function: functionName, ...(version !== null && { version }) };
}

/** The figures of one studio. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #steps = new Set<string>();
  readonly #photos = this.#counter('zerobooth_photos_total', 'Finished photos: done, or the code of a rejection.', [
    'outcome',
  ]);
  readonly #invocations = this.#counter('zerobooth_invocations_total', 'Invocations by their end.', [
    ...ofFunction,
    'status',
  ]);
  readonly #coldStarts = this.#counter('zerobooth_cold_starts_total', 'Invocations that started an instance.', [
    ...ofFunction,
  ]);
  readonly #kills = this.#counter('zerobooth_kills_total', 'Instances that ended in an invocation.', [
    ...ofFunction,
    'reason',
  ]);
  readonly #deadLetters = this.#counter('zerobooth_dead_letters_total', 'Events that failed for good.', [
    ...ofFunction,
  ]);
  readonly #durations = new Histogram({
    ...{ name: 'zerobooth_invocation_seconds', help: 'Run time of invocations, without their start.' },
    ...{ labelNames: [...ofFunction], buckets: invocationSeconds, registers: [this.#registry] },
  });
  readonly #stepTimes = new Histogram({
    ...{ name: 'zerobooth_step_seconds', help: 'Run time of the steps of a photo.' },
    ...{ labelNames: [...ofFunction, 'step'], buckets: stepSeconds, registers: [this.#registry] },
  });
  readonly #queued = this.#gauge('zerobooth_queue_length', 'Events that wait or run.', [...ofFunction]);
  readonly #age = this.#gauge('zerobooth_queue_oldest_seconds', 'Age of the work that waits longest; 0: none waits.', [
    ...ofFunction,
  ]);
  readonly #instances = this.#gauge('zerobooth_instances', 'Instances by state.', [...ofFunction, 'state']);
  readonly #limit = this.#gauge('zerobooth_instance_memory_limit_bytes', 'Memory size of one instance.', [
    ...ofFunction,
  ]);
  readonly #peak = this.#gauge(
    'zerobooth_instance_memory_peak_bytes',
    'The most memory that a running instance has used.',
    [...ofFunction],
  );
  readonly #resident = this.#gauge('zerobooth_host_memory_bytes', 'Memory of the process of the studio itself.', []);

  constructor() {
    this.#photos.inc({ outcome: 'done' }, 0);
  }

  addReport({ functionName, status, durationMs, coldStart }: InvocationReport): void {
    this.#invocations.inc({ ...labelsOf(functionName), status });
    this.#durations.observe({ ...labelsOf(functionName) }, durationMs / 1000);
    if (coldStart) this.#coldStarts.inc({ ...labelsOf(functionName) });
    if (kills.has(status)) this.#kills.inc({ ...labelsOf(functionName), reason: status });
  }

  addPhoto(functionName: string, { outcome, timings }: PhotoLine): void {
    const isRejection = Object.hasOwn(rejections, outcome);
    if (!withoutOutcome.has(outcome)) {
      this.#photos.inc({ outcome: outcome === 'done' || isRejection ? outcome : 'other' });
    }
    for (const [step, ms] of Object.entries(timings)) {
      if (this.#steps.size < mostSteps) this.#steps.add(step);
      if (this.#steps.has(step)) this.#stepTimes.observe({ ...labelsOf(functionName), step }, ms / 1000);
    }
  }

  addDeadLetter(functionName: string): void {
    this.#deadLetters.inc({ ...labelsOf(functionName) });
  }

  /** Returns the figures in the text format of Prometheus. */
  async text(host: FunctionHost, specs: readonly FunctionSpec[]): Promise<string> {
    const views = host.instances();
    for (const { name, memoryMb } of specs) {
      const own = views.filter(({ functionName }) => functionName === name);
      const since = host.waitingSince(name);
      this.#queued.set({ ...labelsOf(name) }, host.queueDepth(name));
      this.#age.set({ ...labelsOf(name) }, since === null ? 0 : Math.max(0, Date.now() - since) / 1000);
      this.#limit.set({ ...labelsOf(name) }, memoryMb * bytesPerMb);
      this.#peak.set({ ...labelsOf(name) }, Math.max(0, ...own.map(({ peakMemoryMb }) => peakMemoryMb)) * bytesPerMb);
      for (const state of states) {
        this.#instances.set({ ...labelsOf(name), state }, own.filter((instance) => instance.state === state).length);
      }
    }
    this.#resident.set(process.memoryUsage.rss());
    return this.#registry.metrics();
  }

  /** The content type of {@link text}. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  #counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #gauge(name: string, help: string, labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.#registry] });
  }
}
