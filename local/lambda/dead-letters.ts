/**
 * Events that were given up, one file each, in the shape of the record that Lambda sends to an on-failure destination
 * (developer guide, "retaining records of asynchronous invocations", read 2026-11-20). The dispatcher adds them; people
 * read them and queue them again.
 */
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile, unfinishedPrefix } from '../../files/atomic-file.ts';

export interface DeadLetter {
  readonly version: '1.0';
  /** ISO 8601. */
  readonly timestamp: string;
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
    readonly approximateInvokeCount: number;
  };
  readonly requestPayload: unknown;
  /** Of the last try; missing when the event grew too old without one. */
  readonly responseContext?: {
    readonly statusCode: number;
    readonly executedVersion: string;
    readonly functionError: string;
  };
  readonly responsePayload?: unknown;
}

export class DeadLetters {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Writes one for good; a second one of the same request replaces the first. */
  async add(deadLetter: DeadLetter): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    await replaceFile(this.#path(deadLetter.requestContext.requestId), `${JSON.stringify(deadLetter, null, 2)}\n`);
  }

  /** All of them, oldest first. Files that somebody damaged are left out. */
  async list(): Promise<DeadLetter[]> {
    const names = await readdir(this.#dir).catch(() => []);
    const deadLetters: DeadLetter[] = [];
    for (const name of names.filter((one) => one.endsWith('.json') && !one.startsWith(unfinishedPrefix))) {
      const deadLetter = await readFile(join(this.#dir, name), 'utf8').then(parseDeadLetter, () => undefined);
      if (deadLetter) deadLetters.push(deadLetter);
    }
    return deadLetters.sort((one, other) => one.timestamp.localeCompare(other.timestamp));
  }

  /**
   * Takes a letter out while `requeue` puts its event back into the queue. It is set aside first, so that a new letter
   * of the same request, written while this runs, is not the one removed; a crash in between leaves it listed.
   */
  async redrive(requestId: string, requeue: () => Promise<void>): Promise<void> {
    const aside = this.#asidePath(requestId);
    await rename(this.#path(requestId), aside).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await requeue();
    await rm(aside, { force: true });
  }

  /** Removes letters for good, those that are being redriven too. @returns how many. */
  async forget(isMeant: (deadLetter: DeadLetter) => boolean): Promise<number> {
    const meant = (await this.list()).filter(isMeant);
    for (const { requestContext } of meant) {
      for (const path of [this.#path(requestContext.requestId), this.#asidePath(requestContext.requestId)]) {
        await rm(path, { force: true });
      }
    }
    return meant.length;
  }

  #path(requestId: string): string {
    return join(this.#dir, `${requestId}.json`);
  }

  #asidePath(requestId: string): string {
    return join(this.#dir, `${requestId}.redriven.json`);
  }
}

function parseDeadLetter(text: string): DeadLetter | undefined {
  try {
    return JSON.parse(text) as DeadLetter;
  } catch {
    return undefined;
  }
}
