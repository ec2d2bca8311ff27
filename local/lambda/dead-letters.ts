/**
 * Stores events that failed for good, one file each, in the shape of the record that Lambda sends to an on-failure
 * destination (developer guide, «Retaining records of asynchronous invocations», read 2026-11-20).
 */
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile, unfinishedPrefix } from '../../files/atomic-file.ts';

/** Lambda's record of an event that failed for good. */
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
  /** The result of the last try; missing when the event grew too old before it ran. */
  readonly responseContext?: {
    readonly statusCode: number;
    readonly executedVersion: string;
    readonly functionError: string;
  };
  readonly responsePayload?: unknown;
}

/** The dead letters of a host, in one folder. */
export class DeadLetters {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Stores a dead letter durably; it replaces an older one with the same request id. */
  async add(deadLetter: DeadLetter): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    await replaceFile(this.#path(deadLetter.requestContext.requestId), `${JSON.stringify(deadLetter, null, 2)}\n`);
  }

  /** Returns all dead letters, oldest first. Damaged files are left out. */
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
   * Removes a dead letter after `requeue` has put its event back into the queue. The file is renamed first, so that a new
   * dead letter of the same request, written in the meantime, is not removed. After a crash in between it is still listed.
   */
  async redrive(requestId: string, requeue: () => Promise<void>): Promise<void> {
    const redriven = this.#redrivenPath(requestId);
    await rename(this.#path(requestId), redriven).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await requeue();
    await rm(redriven, { force: true });
  }

  /** Removes the dead letters that match, also those that are being redriven. @returns their number. */
  async remove(matches: (deadLetter: DeadLetter) => boolean): Promise<number> {
    const removed = (await this.list()).filter(matches);
    for (const { requestContext } of removed) {
      for (const path of [this.#path(requestContext.requestId), this.#redrivenPath(requestContext.requestId)]) {
        await rm(path, { force: true });
      }
    }
    return removed.length;
  }

  #path(requestId: string): string {
    return join(this.#dir, `${requestId}.json`);
  }

  #redrivenPath(requestId: string): string {
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
