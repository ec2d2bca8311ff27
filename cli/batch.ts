/** Sends photos to a studio, several at once, and downloads the finished files. A bad file does not stop the others. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Check } from '../core/checks.ts';
import { PhotoRejected } from '../core/errors.ts';
import type { Output } from '../core/photo-record.ts';
import { replaceGeneratedFile } from '../files/atomic-file.ts';
import type { StudioClient } from '../local/studio/client.ts';
import type { BatchItem } from './batch-item.ts';
import type { DeadPhoto } from './dead-photos.ts';
import { explainFileError, isDiskOver } from './file-errors.ts';
import { type Journal, journalKey } from './journal.ts';
import type { FetchedOutput, OpenCheck, PhotoResult } from './photo-result.ts';

export interface BatchOptions {
  /** Starts the studio at the first call. A batch whose photos are all in the journal needs none. */
  readonly client: () => Promise<StudioClient>;
  readonly outDir: string;
  readonly journal: Journal;
  /** What the results depend on beside photo and order (journalSetting). */
  readonly setting: readonly string[];
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Larger files are rejected before they are uploaded. */
  readonly maxBytes: number;
  /** Photos that were given up so far, by id. The caller adds them when the studio reports a dead letter. */
  readonly dead: ReadonlyMap<string, DeadPhoto>;
  /** @param finished the number of finished photos, this one included. */
  readonly onResult: (result: PhotoResult, finished: number) => void;
}

/** Photos in work at the same time: enough to keep every instance busy, few enough to keep the object server small. */
const photosAtOnce = 8;

/**
 * Makes the photos of all items. When the disk is full or the signal is aborted, no further photo is begun, and photos
 * in work are given up.
 * @returns one result for each photo that was settled, in the order of `items`.
 */
export async function runBatch(items: readonly BatchItem[], options: BatchOptions): Promise<readonly PhotoResult[]> {
  const results: PhotoResult[] = [];
  let [next, finished, isFull] = [0, 0, false];
  const worker = async () => {
    while (next < items.length && !isFull && !options.signal.aborted) {
      const index = next++;
      const result = await runOrReuse(items[index], options);
      if (result === null) return;
      results[index] = result;
      isFull ||= isDiskOver(result.code);
      options.onResult(result, ++finished);
    }
  };
  await Promise.all(Array.from({ length: Math.min(photosAtOnce, items.length) }, worker));
  return results.filter(Boolean);
}

/** Takes the result from the journal, or makes the photo and adds it. @returns null when the signal was aborted. */
async function runOrReuse(item: BatchItem, options: BatchOptions): Promise<PhotoResult | null> {
  const { journal, setting, signal } = options;
  const key = await journalKey(item, setting).catch(() => null);
  const earlier = key === null ? null : await journal.find(key, item);
  if (earlier) return earlier;
  const result = await runOne(item, await options.client(), options);
  if (signal.aborted && result.status === 'failed') return null;
  if (key !== null) await journal.add(key, item, result);
  return result;
}

async function runOne(item: BatchItem, client: StudioClient, options: BatchOptions): Promise<PhotoResult> {
  const { path: file, name, place, order } = item;
  const { dead, signal } = options;
  // A random id keeps the person's name out of keys and logs. The extension helps people who list the bucket.
  const photoId = `${randomBytes(16).toString('hex')}${extname(file).toLowerCase()}`;
  const started = performance.now();
  const resultOf = (
    status: PhotoResult['status'],
    code: string | null,
    message: string | null,
    more = {},
  ): PhotoResult => {
    const timings = { totalMs: Math.round(performance.now() - started) };
    const nothing = { facts: {}, verdict: null, checks: [], outputs: [], degraded: [] };
    return { source: file, name, photoId, status, code, message, ...nothing, timings, earlier: false, ...more };
  };
  try {
    const { size } = await stat(file);
    if (size > options.maxBytes)
      throw new PhotoRejected('too-large', `The file has ${size} bytes; the limit is ${options.maxBytes}.`);
    await client.upload(photoId, { path: file, sizeBytes: size }, order);
    const record = await client.waitForRecord(photoId, () => signal.aborted || dead.has(photoId));
    const totalMs = Math.round(performance.now() - started);
    if (!record) {
      const reason = dead.get(photoId);
      return resultOf('failed', reason?.code ?? 'failed', reason?.message ?? 'The event of the photo was given up.');
    }
    if (record.rejection) {
      const { code, message, advice, facts } = record.rejection;
      return resultOf('rejected', code, `${message} ${advice}`, { facts });
    }
    const outputs = await fetchOutputs(record.outputs, client, join(options.outDir, place));
    const checks = openChecks(record.checks);
    const { verdict, degraded } = record;
    return resultOf('done', null, null, {
      verdict,
      checks,
      outputs,
      degraded,
      timings: { totalMs, ...record.timings },
    });
  } catch (error) {
    if (error instanceof PhotoRejected) {
      const { code, message, advice, facts } = error;
      return resultOf('rejected', code, `${message} ${advice}`, { facts });
    }
    const message = explainFileError(error) ?? (error as Error).message;
    return resultOf('failed', (error as NodeJS.ErrnoException).code ?? 'failed', message);
  }
}

async function fetchOutputs(outputs: readonly Output[], client: StudioClient, start: string): Promise<FetchedOutput[]> {
  const fetched: FetchedOutput[] = [];
  for (const output of outputs) {
    const { key, kind, standard, profile, backdrop, widthPx, heightPx, densityDpi, sizeBytes } = output;
    const { edits, verdict, reasons, notChecked } = output;
    const path = `${start}-${basename(key)}`;
    await replaceGeneratedFile(path, await client.fetchResult(key));
    fetched.push({
      ...{ path, kind, standard, profile, backdrop, widthPx, heightPx, densityDpi, sizeBytes },
      ...{ edits, verdict, reasons, notChecked },
      notes: output.notes.map(({ code }) => code),
      checks: openChecks(output.checks),
    });
  }
  return fetched;
}

function openChecks(checks: readonly Check[]): OpenCheck[] {
  return checks
    .filter(({ result }) => result !== 'pass')
    .map(({ code, result, message }) => ({ code, result, message }));
}
