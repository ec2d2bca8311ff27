/**
 * The work that waits for one function: synchronous calls, and events from its queue with what follows from their
 * outcomes: another try, or a dead letter. The dispatcher (function-dispatch.ts) asks each lane for its next job.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '../../core/errors.ts';
import type { DeadLetter, DeadLetters } from './dead-letters.ts';
import type { AsyncEvent, EventQueue, QueuedEvent } from './event-queue.ts';
import type { Instance, Work } from './instance.ts';
import type { InvocationOutcome } from './report.ts';
import { type FunctionSpec, newTraceId } from './spec.ts';

export interface FunctionQueueOptions {
  readonly spec: FunctionSpec;
  readonly queue: EventQueue;
  readonly deadLetters: DeadLetters;
  /** Waiting times before the second, third, ... try; their number is the number of retries. */
  readonly retryDelaysMs: readonly number[];
  readonly maxEventAgeMs: number;
  /** Runs one request on an instance and reports it. */
  readonly run: (instance: Instance, work: Work, attempt: number) => Promise<InvocationOutcome>;
  /** Keeps count of work that goes on in the background, and of its failure. */
  readonly follow: (task: Promise<void>) => void;
  readonly onDeadLetter: (deadLetter: DeadLetter) => void;
}

/** A synchronous call that waits for an instance. */
interface WaitingCall {
  readonly work: Work;
  readonly sinceUs: number;
  readonly resolve: (outcome: InvocationOutcome) => void;
  readonly reject: (error: Error) => void;
}

interface LoadedEvent {
  readonly queued: QueuedEvent;
  readonly event: AsyncEvent;
}

export class FunctionQueue {
  readonly spec: FunctionSpec;
  readonly queue: EventQueue;
  readonly calls: WaitingCall[] = [];
  readonly #options: FunctionQueueOptions;
  /** The only event whose content is in memory before it runs. */
  #next: LoadedEvent | undefined;
  readonly #running = new Set<LoadedEvent>();
  /**
   * Request ids of work whose photo went meanwhile. What was running then and breaks off is tried again, as on Lambda,
   * because only then it removes what it had made; but it leaves no dead letter.
   */
  readonly #forgotten = new Set<string>();
  #closed = false;

  constructor(options: FunctionQueueOptions) {
    this.spec = options.spec;
    this.queue = options.queue;
    this.#options = options;
  }

  /** Epoch us of the oldest work that waits; undefined: none does. Gives up events that have grown too old meanwhile. */
  waitingSinceUs(): number | undefined {
    this.#load();
    const times = [this.calls[0]?.sinceUs, this.#next?.queued.acceptedAtUs].filter((time) => time !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Runs the next job on an instance, calls before events. Only after {@link waitingSinceUs} gave a time. */
  async runNext(instance: Instance): Promise<void> {
    const call = this.calls.shift();
    if (call) return call.resolve(await this.#options.run(instance, call.work, 1));
    const loaded = this.#next;
    this.#next = undefined;
    if (loaded) await this.#runEvent(instance, loaded);
  }

  /** Drops every event whose payload `concerns` it. @returns how many; one in the works counts. */
  async forget(concerns: (payload: unknown) => boolean): Promise<number> {
    let forgotten = 0;
    const next = this.#next;
    if (next && concerns(next.event.payload)) {
      this.#next = undefined;
      await this.queue.done(next.queued);
      forgotten += 1;
    }
    for (const loaded of this.#running) {
      if (!concerns(loaded.event.payload)) continue;
      this.#forgotten.add(loaded.event.requestId);
      forgotten += 1;
    }
    return forgotten + (await this.queue.forget(concerns));
  }

  /** Stops giving out jobs; queued events stay on the disk. */
  close(error: Error): void {
    this.#closed = true;
    this.queue.close();
    for (const { reject } of this.calls.splice(0)) reject(error);
  }

  #load(): void {
    if (this.#next && this.#isTooOld(this.#next.queued)) {
      this.#giveUpTooOld(this.#next);
      this.#next = undefined;
    }
    while (!this.#next && !this.#closed) {
      const queued = this.queue.take();
      if (!queued) return;
      const loaded = this.#read(queued);
      if (loaded && this.#isTooOld(queued)) this.#giveUpTooOld(loaded);
      else this.#next = loaded;
    }
  }

  #read(queued: QueuedEvent): LoadedEvent | undefined {
    try {
      return { queued, event: this.queue.read(queued) };
    } catch (cause) {
      const trouble = new Fault('bad-event', `the queued event ${queued.requestId} cannot be read`, { cause });
      this.#options.follow(this.queue.setAside(queued).then(() => Promise.reject(trouble)));
      return undefined;
    }
  }

  #isTooOld({ acceptedAtUs }: QueuedEvent): boolean {
    return Date.now() - acceptedAtUs / 1000 > this.#options.maxEventAgeMs;
  }

  #giveUpTooOld(loaded: LoadedEvent): void {
    this.#options.follow(this.#giveUp(loaded, 'EventAgeExceeded', loaded.queued.failures));
  }

  async #runEvent(instance: Instance, loaded: LoadedEvent): Promise<void> {
    // Until all that follows is on the disk: whoever forgets it in between must find it somewhere.
    this.#running.add(loaded);
    try {
      const { queued, event } = loaded;
      const { payload, ...rest } = event;
      const work = { traceId: newTraceId(), ...rest, payload: Buffer.from(JSON.stringify(payload)) };
      const tries = queued.failures + 1;
      const outcome = await this.#options.run(instance, work, tries);
      const wasForgotten = this.#forgotten.has(queued.requestId);
      await this.#conclude(loaded, tries, outcome);
      // Forgotten after its run, it has nothing to come back for.
      if (this.#forgotten.has(queued.requestId) && !wasForgotten) await this.#drop(queued);
    } finally {
      this.#running.delete(loaded);
    }
  }

  async #conclude(loaded: LoadedEvent, tries: number, outcome: InvocationOutcome): Promise<void> {
    const { queued } = loaded;
    if (outcome.status === 'success') return this.#finish(queued);
    // A host that closes kills its instances: no failure of the event, which the next start takes up again.
    if (this.#closed) return;
    const delayMs = this.#options.retryDelaysMs[queued.failures];
    if (delayMs !== undefined) return this.queue.retry(queued, delayMs);
    if (this.#forgotten.has(queued.requestId)) return this.#finish(queued);
    await this.#giveUp(loaded, 'RetriesExhausted', tries, outcome);
  }

  async #drop(queued: QueuedEvent): Promise<void> {
    this.#forgotten.delete(queued.requestId);
    await this.queue.drop(queued.requestId);
  }

  async #finish(queued: QueuedEvent): Promise<void> {
    this.#forgotten.delete(queued.requestId);
    await this.queue.done(queued);
  }

  /** The dead letter first, the queue's file after it: a crash in between repeats the event and loses nothing. */
  async #giveUp(loaded: LoadedEvent, condition: Condition, tries: number, last?: InvocationOutcome): Promise<void> {
    const { queued, event } = loaded;
    const deadLetter: DeadLetter = {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        ...{ requestId: event.requestId, functionArn: event.functionArn, condition, approximateInvokeCount: tries },
      },
      requestPayload: event.payload,
      ...(last && {
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: jsonOrText(last.payload),
      }),
    };
    const { deadLetters, onDeadLetter } = this.#options;
    await this.#untilWritten(() => deadLetters.add(deadLetter));
    const isForgotten = this.#forgotten.has(event.requestId);
    if (isForgotten) await deadLetters.forget(({ requestContext }) => requestContext.requestId === event.requestId);
    await this.#finish(queued);
    if (!isForgotten) onDeadLetter(deadLetter);
  }

  /** A full disk empties again: an event whose letter was not written would be neither waiting nor given up until the next start. */
  async #untilWritten(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (this.#closed) throw error;
        this.#options.follow(Promise.reject(error));
        await delay(fullDiskMs);
      }
    }
  }
}

/** Between two tries to write a dead letter. */
const fullDiskMs = 500;

type Condition = DeadLetter['requestContext']['condition'];

function jsonOrText(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return payload.toString();
  }
}
