/**
 * Stores the logs of the local functions: one file per function and day, one JSON line per event. The function host
 * adds events; cloudwatch-logs.ts reads them.
 */
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The same time as results are kept (local/studio/expiry.ts). The stack's log groups keep 30 days. */
const keepDays = 7;
/**
 * More events of one function and day are dropped, so that a function that writes without end does not fill the disk.
 */
const dayLimitBytes = 64 * 1024 * 1024;
const dayMs = 24 * 60 * 60 * 1000;

/** One line that a function wrote. */
export interface LogEvent {
  /** Epoch ms. */
  readonly timestamp: number;
  readonly message: string;
}

/** The position of an event in the log files. It never changes. */
export interface LogPlace {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** The line in the file of the day, from 0. */
  readonly line: number;
}

/** An event with its position. */
export interface PlacedLogEvent extends LogEvent {
  readonly place: LogPlace;
}

interface DayFile {
  readonly path: string;
  /** True when the folder exists, older days are removed and the bytes of an earlier start are counted. */
  isReady: boolean;
  sizeBytes: number;
  /** Lines that are not written yet. */
  pending: string;
}

/** The log files of all functions of one studio. */
export class FunctionLogs {
  readonly #dir: string;
  readonly #onWriteError: (error: unknown) => void;
  readonly #files = new Map<string, DayFile>();
  #writing: Promise<void> | undefined;

  /** @param onWriteError is called when a file cannot be written. */
  constructor(dir: string, onWriteError: (error: unknown) => void = () => undefined) {
    this.#dir = dir;
    this.#onWriteError = onWriteError;
  }

  /**
   * Adds an event without waiting. It never throws: a full disk stops the log, but not the function.
   * @param now epoch ms.
   */
  add(functionName: string, message: string, now = Date.now()): void {
    const name = `${functionName}/${dayOf(now)}`;
    let file = this.#files.get(name);
    if (!file) {
      file = { path: join(this.#dir, `${name}.jsonl`), isReady: false, sizeBytes: 0, pending: '' };
      this.#files.set(name, file);
    }
    const line = `${JSON.stringify({ timestamp: now, message } satisfies LogEvent)}\n`;
    const sizeBytes = Buffer.byteLength(line);
    if (file.sizeBytes + sizeBytes > dayLimitBytes) return;
    file.sizeBytes += sizeBytes;
    file.pending += line;
    this.#writing ??= this.#write().catch(this.#onWriteError);
  }

  /** Resolves when all added events are written. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /** Returns the names of the functions that have log files, sorted. */
  async functionNames(): Promise<readonly string[]> {
    await this.flush();
    return (await readdir(this.#dir).catch(() => [])).toSorted();
  }

  /**
   * Yields the events from position `from` on, in the order of writing. Incomplete lines, left by a crash, are skipped.
   */
  async *read(functionName: string, from: LogPlace): AsyncIterable<PlacedLogEvent> {
    await this.flush();
    const dir = join(this.#dir, functionName);
    const days = (await readdir(dir).catch(() => [])).map((name) => name.slice(0, -'.jsonl'.length)).toSorted();
    for (const day of days.filter((one) => one >= from.day)) {
      let line = 0;
      for await (const text of createInterface({ input: createReadStream(join(dir, `${day}.jsonl`)) })) {
        const place = { day, line };
        line += 1;
        const event = day > from.day || place.line >= from.line ? parseEvent(text) : undefined;
        if (event) yield { ...event, place };
      }
    }
  }

  async #write(): Promise<void> {
    // Waits for one turn of the event loop, so that lines that arrive together are written together.
    await new Promise(setImmediate);
    try {
      for (const [name, file] of this.#files) {
        if (file.pending !== '') await this.#append(name, file);
      }
    } finally {
      this.#writing = undefined;
    }
    if ([...this.#files.values()].some(({ pending }) => pending !== ''))
      this.#writing = this.#write().catch(this.#onWriteError);
  }

  async #append(name: string, file: DayFile): Promise<void> {
    const [functionName, day] = name.split('/');
    const text = file.pending;
    file.pending = '';
    if (!file.isReady) {
      await mkdir(join(this.#dir, functionName), { recursive: true, mode: 0o700 });
      await this.#removeOld(functionName, day);
      file.sizeBytes += (await stat(file.path).catch(() => ({ size: 0 }))).size;
      file.isReady = true;
    }
    await appendFile(file.path, text, { mode: 0o600 });
  }

  async #removeOld(functionName: string, today: string): Promise<void> {
    const oldest = dayOf(Date.parse(today) - keepDays * dayMs);
    const names = await readdir(join(this.#dir, functionName));
    for (const name of names.filter((one) => one < oldest)) {
      await rm(join(this.#dir, functionName, name), { force: true });
      this.#files.delete(`${functionName}/${name.slice(0, -'.jsonl'.length)}`);
    }
  }
}

/** Returns the UTC day of a time: `YYYY-MM-DD`. */
export function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

function parseEvent(text: string): LogEvent | undefined {
  try {
    return JSON.parse(text) as LogEvent;
  } catch {
    return undefined;
  }
}
