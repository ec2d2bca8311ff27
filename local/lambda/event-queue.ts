/**
 * The asynchronous events of one function, on disk: one file per event, so that nothing that was accepted is lost by a
 * restart. Memory holds only the files' names. The Lambda API puts events in; the dispatcher takes them out.
 */
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile, unfinishedPrefix } from '../../files/atomic-file.ts';

/** An event as it was accepted. */
export interface AsyncEvent {
  readonly requestId: string;
  /** As the caller named the function, alias included. */
  readonly functionArn: string;
  readonly payload: unknown;
  readonly traceId?: string;
  /** JSON text. */
  readonly clientContext?: string;
}

/** An event in the queue, without its content. */
export interface QueuedEvent {
  readonly requestId: string;
  /** Epoch us of its acceptance; no two events of a queue have the same, so it is their order too. */
  readonly acceptedAtUs: number;
  /** Tries that have failed so far. */
  readonly failures: number;
}

/** First in, first out; an event that failed waits on its own and queues again behind the others. */
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
   * Goes on with what an earlier run left, in the order of its acceptance; what was in the works then runs again.
   * @param dir the function's own folder. @param onReady an event can be taken.
   */
  static async open(dir: string, onReady: () => void): Promise<EventQueue> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const queue = new EventQueue(dir, onReady);
    const names = await readdir(dir);
    await Promise.all(
      names.filter((name) => name.startsWith(unfinishedPrefix)).map((name) => rm(join(dir, name), { force: true })),
    );
    const left = names
      .flatMap((name) => parseName(name) ?? [])
      .sort((one, other) => one.acceptedAtUs - other.acceptedAtUs);
    for (const event of left) queue.#ready.set(event.requestId, event);
    queue.#lastAcceptedAtUs = left.at(-1)?.acceptedAtUs ?? 0;
    return queue;
  }

  /** Events not finished: waiting, waiting for another try, and in the works. */
  get depth(): number {
    return this.#ready.size + this.#delayed.size + this.#inFlight;
  }

  /** Epoch us of the acceptance of the event that is next; undefined when none is ready. */
  get waitingSinceUs(): number | undefined {
    return this.#ready.values().next().value?.acceptedAtUs;
  }

  /** Resolves when the event is on the disk for good. */
  async push(event: AsyncEvent): Promise<void> {
    // The clock may stand still or jump back; the order must not.
    this.#lastAcceptedAtUs = Math.max(Date.now() * 1000, this.#lastAcceptedAtUs + 1);
    const queued = { requestId: event.requestId, acceptedAtUs: this.#lastAcceptedAtUs, failures: 0 };
    await replaceFile(this.#path(queued), JSON.stringify(event));
    if (this.#closed) return;
    this.#ready.set(queued.requestId, queued);
    this.#onReady();
  }

  /** Takes the next event out; it stays on the disk until {@link done}. */
  take(): QueuedEvent | undefined {
    const event = this.#ready.values().next().value;
    if (!event) return undefined;
    this.#ready.delete(event.requestId);
    this.#inFlight += 1;
    return event;
  }

  /** The content of an event that was taken. @throws SyntaxError or a file error when somebody damaged it. */
  read(event: QueuedEvent): AsyncEvent {
    return JSON.parse(readFileSync(this.#path(event), 'utf8')) as AsyncEvent;
  }

  /** It needs no further try. */
  async done(event: QueuedEvent): Promise<void> {
    this.#inFlight -= 1;
    await rm(this.#path(event), { force: true });
  }

  /** It failed: the failure is noted on the disk, and after the delay it queues again behind the others. */
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

  /** Sets a damaged file aside, where nobody takes it for an event. */
  async setAside(event: QueuedEvent): Promise<void> {
    this.#inFlight -= 1;
    await rename(this.#path(event), `${this.#path(event)}.damaged`);
  }

  /**
   * Drops waiting events, whether ready or waiting for another try; those in the works are the caller's to drop.
   * @param concerns says of a payload whether its event is to go. @returns how many went.
   */
  async forget(concerns: (payload: unknown) => boolean): Promise<number> {
    let forgotten = 0;
    for (const event of [...this.#ready.values(), ...[...this.#delayed.values()].map((one) => one.event)]) {
      const text = await readFile(this.#path(event), 'utf8').catch(() => '');
      if (text !== '' && concerns(payloadOf(text)) && (await this.drop(event.requestId))) forgotten += 1;
    }
    return forgotten;
  }

  /** Takes one event out for good. @returns false when it does not wait (any more). */
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

  /** Hands out nothing more; the files stay. */
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

/** Everything the host keeps in memory of an event stands in its file's name. */
function parseName(name: string): QueuedEvent | undefined {
  const [, acceptedAtUs, requestId, failures] = /^(\d+)\.([\w-]+)\.(\d+)\.json$/.exec(name) ?? [];
  if (!acceptedAtUs || !requestId) return undefined;
  return { requestId, acceptedAtUs: Number(acceptedAtUs), failures: Number(failures) };
}

/** Undefined for a damaged file: whose it was cannot be told, and whoever takes it sets it aside. */
function payloadOf(text: string): unknown {
  try {
    return (JSON.parse(text) as AsyncEvent).payload;
  } catch {
    return undefined;
  }
}
