/**
 * What the functions wrote, kept as CloudWatch keeps it in log groups: one file a function and day, one JSON line an event.
 * The function host adds to it; logs-api.ts reads it for whoever looks after the studio.
 */
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** As long as results are kept (expiry.ts); the stack's log groups keep 30 days. */
const keepDays = 7;
/** A function that writes without end must not fill the disk. */
const dayLimitBytes = 64 * 1024 * 1024;
const dayMs = 24 * 60 * 60 * 1000;

export interface LogEvent {
  /** Epoch ms. */
  readonly timestamp: number;
  readonly message: string;
}

/** Where an event stands: its day and line, which never change. */
export interface LogPlace {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly line: number;
}

export interface PlacedLogEvent extends LogEvent {
  readonly place: LogPlace;
}

interface DayFile {
  readonly path: string;
  /** Folder made, older days removed, size of what an earlier start wrote counted in. */
  isReady: boolean;
  sizeBytes: number;
  pending: string;
}

export class FunctionLogs {
  readonly #dir: string;
  readonly #onTrouble: (error: unknown) => void;
  readonly #files = new Map<string, DayFile>();
  #writing: Promise<void> | undefined;

  constructor(dir: string, onTrouble: (error: unknown) => void = () => undefined) {
    this.#dir = dir;
    this.#onTrouble = onTrouble;
  }

  /** Never waits and never throws: a full disk stops the log, not the function. */
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
    this.#writing ??= this.#write().catch(this.#onTrouble);
  }

  /** Resolves when everything added so far is in its file. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /** The functions that have ever written. */
  async functionNames(): Promise<readonly string[]> {
    await this.flush();
    return (await readdir(this.#dir).catch(() => [])).toSorted();
  }

  /** Events in the order of writing, from `from` on. Lines that a crash left unfinished are passed over. */
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
    // A whole turn of the loop gathers what comes together.
    await new Promise(setImmediate);
    try {
      for (const [name, file] of this.#files) {
        if (file.pending !== '') await this.#append(name, file);
      }
    } finally {
      this.#writing = undefined;
    }
    if ([...this.#files.values()].some(({ pending }) => pending !== ''))
      this.#writing = this.#write().catch(this.#onTrouble);
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
