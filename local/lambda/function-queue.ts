/**
 * The work that waits for one function: synchronous calls, and events from its event queue. After the run of an event it
 * removes the event, queues it for another try, or stores a dead letter. The dispatcher calls it for the next work.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { DeadLetter, DeadLetters } from './dead-letters.ts';
import type { AsyncEvent, EventQueue, QueuedEvent } from './event-queue.ts';
import { HostError } from './host-error.ts';
import type { Instance, Work } from './instance.ts';
import type { InvocationOutcome } from './report.ts';
import { type FunctionSpec, newTraceId } from './spec.ts';

export interface FunctionQueueOptions {
  readonly spec: FunctionSpec;
  readonly events: EventQueue;
  readonly deadLetters: DeadLetters;
  /** Waiting times before the second, third, ... try, ms. Their number is the number of retries. */
  readonly retryDelaysMs: readonly number[];
  readonly maxEventAgeMs: number;
  /** Runs one request on an instance and reports it. */
  readonly run: (instance: Instance, work: Work, attempt: number) => Promise<InvocationOutcome>;
  /** Registers a background task, whose error the host reports. */
  readonly track: (task: Promise<void>) => void;
  readonly onDeadLetter: (deadLetter: DeadLetter) => void;
}

/** A synchronous call that waits for an instance. */
interface WaitingCall {
  readonly work: Work;
  /** Epoch us. */
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
  readonly events: EventQueue;
  readonly calls: WaitingCall[] = [];
  readonly #options: FunctionQueueOptions;
  /** The next event. No other event has its content in memory before it runs. */
  #next: LoadedEvent | undefined;
  readonly #running = new Set<LoadedEvent>();
  /**
   * Request ids of events that were discarded while they ran. If such an event fails, it is still retried, as on Lambda,
   * because only a retry removes what the failed try had made. It leaves no dead letter.
   */
  readonly #discarded = new Set<string>();
  #closed = false;

  constructor(options: FunctionQueueOptions) {
    this.spec = options.spec;
    this.events = options.events;
    this.#options = options;
  }

  /**
   * Returns since when the oldest work waits, epoch us; undefined when no work waits. Events that have grown too old
   * become dead letters here.
   */
  waitingSinceUs(): number | undefined {
    this.#loadNext();
    const times = [this.calls[0]?.sinceUs, this.#next?.queued.acceptedAtUs].filter((time) => time !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Runs the next work on an instance, calls before events. Call it only after {@link waitingSinceUs} gave a time. */
  async runNext(instance: Instance): Promise<void> {
    const call = this.calls.shift();
    if (call) return call.resolve(await this.#options.run(instance, call.work, 1));
    const loaded = this.#next;
    this.#next = undefined;
    if (loaded) await this.#runEvent(instance, loaded);
  }

  /** Discards the events whose payload matches. @returns their number, running events included. */
  async discard(matches: (payload: unknown) => boolean): Promise<number> {
    let discarded = 0;
    const next = this.#next;
    if (next && matches(next.event.payload)) {
      this.#next = undefined;
      await this.events.done(next.queued);
      discarded += 1;
    }
    for (const loaded of this.#running) {
      if (!matches(loaded.event.payload)) continue;
      this.#discarded.add(loaded.event.requestId);
      discarded += 1;
    }
    return discarded + (await this.events.discard(matches));
  }

  /** Stops giving out work and rejects waiting calls with `error`; queued events stay on disk. */
  close(error: Error): void {
    this.#closed = true;
    this.events.close();
    for (const { reject } of this.calls.splice(0)) reject(error);
  }

  #loadNext(): void {
    if (this.#next && this.#isTooOld(this.#next.queued)) {
      this.#giveUpTooOld(this.#next);
      this.#next = undefined;
    }
    while (!this.#next && !this.#closed) {
      const queued = this.events.take();
      if (!queued) return;
      const loaded = this.#read(queued);
      if (loaded && this.#isTooOld(queued)) this.#giveUpTooOld(loaded);
      else this.#next = loaded;
    }
  }

  /** Reads the content of an event; a damaged file is set aside and reported. */
  #read(queued: QueuedEvent): LoadedEvent | undefined {
    try {
      return { queued, event: this.events.read(queued) };
    } catch (cause) {
      const error = new HostError('bad-event', `the queued event ${queued.requestId} cannot be read`, { cause });
      this.#options.track(this.events.setAside(queued).then(() => Promise.reject(error)));
      return undefined;
    }
  }

  #isTooOld({ acceptedAtUs }: QueuedEvent): boolean {
    return Date.now() - acceptedAtUs / 1000 > this.#options.maxEventAgeMs;
  }

  #giveUpTooOld(loaded: LoadedEvent): void {
    this.#options.track(this.#giveUp(loaded, 'EventAgeExceeded', loaded.queued.failures));
  }

  async #runEvent(instance: Instance, loaded: LoadedEvent): Promise<void> {
    // It counts as running until all that follows the run is on disk, so that a discard at any moment finds it somewhere.
    this.#running.add(loaded);
    try {
      const { queued, event } = loaded;
      const { payload, ...rest } = event;
      const work = { traceId: newTraceId(), ...rest, payload: Buffer.from(JSON.stringify(payload)) };
      const tries = queued.failures + 1;
      const outcome = await this.#options.run(instance, work, tries);
      const wasDiscarded = this.#discarded.has(queued.requestId);
      await this.#conclude(loaded, tries, outcome);
      // An event that is discarded after its run needs no retry.
      if (this.#discarded.has(queued.requestId) && !wasDiscarded) await this.#drop(queued);
    } finally {
      this.#running.delete(loaded);
    }
  }

  /** Removes, retries or gives up an event after its run. */
  async #conclude(loaded: LoadedEvent, tries: number, outcome: InvocationOutcome): Promise<void> {
    const { queued } = loaded;
    if (outcome.status === 'success') return this.#finish(queued);
    // A host that closes kills its instances. That is no failure of the event; the next start runs it again.
    if (this.#closed) return;
    const delayMs = this.#options.retryDelaysMs[queued.failures];
    if (delayMs !== undefined) return this.events.retry(queued, delayMs);
    if (this.#discarded.has(queued.requestId)) return this.#finish(queued);
    await this.#giveUp(loaded, 'RetriesExhausted', tries, outcome);
  }

  async #drop(queued: QueuedEvent): Promise<void> {
    this.#discarded.delete(queued.requestId);
    await this.events.drop(queued.requestId);
  }

  async #finish(queued: QueuedEvent): Promise<void> {
    this.#discarded.delete(queued.requestId);
    await this.events.done(queued);
  }

  /** Stores the dead letter first and removes the event after it: a crash in between repeats the event and loses nothing. */
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
    const isDiscarded = this.#discarded.has(event.requestId);
    if (isDiscarded) await deadLetters.remove(({ requestContext }) => requestContext.requestId === event.requestId);
    await this.#finish(queued);
    if (!isDiscarded) onDeadLetter(deadLetter);
  }

  /**
   * Repeats a write until it succeeds, because a full disk may get free space again. Without the dead letter the event
   * would neither wait nor be given up until the next start.
   */
  async #untilWritten(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (this.#closed) throw error;
        this.#options.track(Promise.reject(error));
        await delay(writeRetryMs);
      }
    }
  }
}

/** Time between two tries to write a dead letter, ms. */
const writeRetryMs = 500;

type Condition = DeadLetter['requestContext']['condition'];

function jsonOrText(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return payload.toString();
  }
}
