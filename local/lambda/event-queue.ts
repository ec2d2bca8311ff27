/**
 * Stores the asynchronous events of one function on disk, one file each, so that a restart loses no accepted event.
 * Memory holds only the file names.
 */
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile, unfinishedPrefix } from '../../files/atomic-file.ts';

/** An event as it was accepted. */
export interface AsyncEvent {
  readonly requestId: string;
  /** The ARN that the caller used, with its alias or version. */
  readonly functionArn: string;
  readonly payload: unknown;
  readonly traceId?: string;
  /** JSON text. */
  readonly clientContext?: string;
}

/** A queued event without its content. */
export interface QueuedEvent {
  readonly requestId: string;
  /** When the event was accepted, epoch us. No two events of a queue have the same value, so it gives their order. */
  readonly acceptedAtUs: number;
  /** Number of tries that have failed so far. */
  readonly failures: number;
}

/** A queue, first in first out. A failed event waits for its delay and then queues again behind the others. */
export class EventQueue {
  readonly #dir: string;
  readonly #onReady: () => void;
  readonly #ready = new Map<string, QueuedEvent>();
  readonly #delayed = new Map<string, { readonly event: QueuedEvent; readonly timer: NodeJS.Timeout }>();
  #inFlight = 0;
  #lastAcceptedAtUs = 0;
  #closed = false;

  private constructor(dir: string, onReady: () => void) {
    this.#dir = dir;
    this.#onReady = onReady;
  }

  /**
   * Opens the queue with the events that an earlier run did not finish, in the order in which they were accepted. An event
   * that was running then runs again.
   * @param dir folder of this function only. @param onReady called when an event can be taken.
   */
  static async open(dir: string, onReady: () => void): Promise<EventQueue> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const queue = new EventQueue(dir, onReady);
    const names = await readdir(dir);
    await Promise.all(
      names.filter((name) => name.startsWith(unfinishedPrefix)).map((name) => rm(join(dir, name), { force: true })),
    );
    const stored = names
      .flatMap((name) => parseName(name) ?? [])
      .sort((one, other) => one.acceptedAtUs - other.acceptedAtUs);
    for (const event of stored) queue.#ready.set(event.requestId, event);
    queue.#lastAcceptedAtUs = stored.at(-1)?.acceptedAtUs ?? 0;
    return queue;
  }

  /** Number of unfinished events: ready, waiting for another try, and running. */
  get depth(): number {
    return this.#ready.size + this.#delayed.size + this.#inFlight;
  }

  /** When the next event was accepted, epoch us; undefined when none is ready. */
  get waitingSinceUs(): number | undefined {
    return this.#ready.values().next().value?.acceptedAtUs;
  }

  /** Adds an event; resolves when it is durable on disk. */
  async push(event: AsyncEvent): Promise<void> {
    // The clock may stand still or jump back; the order of events must stay.
    this.#lastAcceptedAtUs = Math.max(Date.now() * 1000, this.#lastAcceptedAtUs + 1);
    const queued = { requestId: event.requestId, acceptedAtUs: this.#lastAcceptedAtUs, failures: 0 };
    await replaceFile(this.#path(queued), JSON.stringify(event));
    if (this.#closed) return;
    this.#ready.set(queued.requestId, queued);
    this.#onReady();
  }

  /** Takes the next event; its file stays until {@link done}. @returns undefined when none is ready. */
  take(): QueuedEvent | undefined {
    const event = this.#ready.values().next().value;
    if (!event) return undefined;
    this.#ready.delete(event.requestId);
    this.#inFlight += 1;
    return event;
  }

  /** Returns the content of a taken event. @throws SyntaxError or a file error when the file is damaged. */
  read(event: QueuedEvent): AsyncEvent {
    return JSON.parse(readFileSync(this.#path(event), 'utf8')) as AsyncEvent;
  }

  /** Removes a taken event that needs no further try. */
  async done(event: QueuedEvent): Promise<void> {
    this.#inFlight -= 1;
    await rm(this.#path(event), { force: true });
  }

  /** Records a failure of a taken event on disk, and queues the event again behind the others after the delay. */
  async retry(event: QueuedEvent, delayMs: number): Promise<void> {
    const failed = { ...event, failures: event.failures + 1 };
    await rename(this.#path(event), this.#path(failed)).finally(() => {
      this.#inFlight -= 1;
    });
    if (this.#closed) return;
    const queueAgain = () => {
      this.#delayed.delete(failed.requestId);
      this.#ready.set(failed.requestId, failed);
      this.#onReady();
    };
    this.#delayed.set(failed.requestId, { event: failed, timer: setTimeout(queueAgain, delayMs) });
  }

  /** Renames the damaged file of a taken event, so that it is no longer read as an event. */
  async setAside(event: QueuedEvent): Promise<void> {
    this.#inFlight -= 1;
    await rename(this.#path(event), `${this.#path(event)}.damaged`);
  }

  /** Discards the events that wait (ready or for another try) and whose payload matches. @returns their number. */
  async discard(matches: (payload: unknown) => boolean): Promise<number> {
    let discarded = 0;
    for (const event of [...this.#ready.values(), ...[...this.#delayed.values()].map((one) => one.event)]) {
      const text = await readFile(this.#path(event), 'utf8').catch(() => '');
      if (text !== '' && matches(payloadOf(text)) && (await this.drop(event.requestId))) discarded += 1;
    }
    return discarded;
  }

  /** Discards one waiting event. @returns false when no such event waits. */
  async drop(requestId: string): Promise<boolean> {
    const delayed = this.#delayed.get(requestId);
    const event = this.#ready.get(requestId) ?? delayed?.event;
    if (!event) return false;
    clearTimeout(delayed?.timer);
    this.#delayed.delete(requestId);
    this.#ready.delete(requestId);
    await rm(this.#path(event), { force: true });
    return true;
  }

  /** Stops giving out events; the files stay. */
  close(): void {
    this.#closed = true;
    for (const { timer } of this.#delayed.values()) clearTimeout(timer);
    this.#delayed.clear();
    this.#ready.clear();
  }

  #path({ acceptedAtUs, requestId, failures }: QueuedEvent): string {
    return join(this.#dir, `${acceptedAtUs}.${requestId}.${failures}.json`);
  }
}

/** Parses a file name, which holds everything that memory keeps of an event. @returns undefined for other files. */
function parseName(name: string): QueuedEvent | undefined {
  const [, acceptedAtUs, requestId, failures] = /^(\d+)\.([\w-]+)\.(\d+)\.json$/.exec(name) ?? [];
  if (!acceptedAtUs || !requestId) return undefined;
  return { requestId, acceptedAtUs: Number(acceptedAtUs), failures: Number(failures) };
}

/** Returns the payload in a file; undefined for a damaged file, which is set aside when it is taken. */
function payloadOf(text: string): unknown {
  try {
    return (JSON.parse(text) as AsyncEvent).payload;
  } catch {
    return undefined;
  }
}
