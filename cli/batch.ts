/** Sends photos to a studio, several at once, and downloads the finished files. A bad file does not stop the others. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Check } from '../core/checks.ts';
import { PhotoRejected, type RejectionFacts } from '../core/errors.ts';
import type { PhotoOrder } from '../core/order.ts';
import type { Output, PhotoRecord } from '../core/photo-record.ts';
import type { Verdict } from '../core/verdict.ts';
import { replaceGeneratedFile } from '../files/atomic-file.ts';
import type { StudioClient } from '../local/studio/client.ts';
import type { DeadPhoto } from './dead-photos.ts';
import { explainFileError, isDiskOver } from './file-errors.ts';

/** The result for one source file, in the shape that `--json` prints. */
export interface PhotoResult {
  readonly source: string;
  readonly photoId: string;
  readonly status: 'done' | 'rejected' | 'failed';
  readonly code: string | null;
  readonly message: string | null;
  /** Figures and names of a rejection, such as the height of a small face; empty otherwise. */
  readonly facts: RejectionFacts;
  /** The verdict of the worst output; null unless the status is `done`. */
  readonly verdict: Verdict | null;
  /** Checks of the uploaded photo. */
  readonly checks: readonly OpenCheck[];
  readonly outputs: readonly FetchedOutput[];
  /** In ms: the time from upload to record, and the steps of the functions. */
  readonly timings: { readonly totalMs: number } & Partial<PhotoRecord['timings']>;
}

type ShownField =
  | 'kind'
  | 'standard'
  | 'backdrop'
  | 'widthPx'
  | 'heightPx'
  | 'densityDpi'
  | 'sizeBytes'
  | 'edits'
  | 'verdict'
  | 'reasons'
  | 'notChecked';

/** A finished file that was downloaded, with the fields of its entry in the record. */
export interface FetchedOutput extends Pick<Output, ShownField> {
  readonly path: string;
  /** Codes of the notes. */
  readonly notes: readonly string[];
  readonly checks: readonly OpenCheck[];
}

/** A check that did not pass. */
export type OpenCheck = Pick<Check, 'code' | 'result' | 'message'>;

export interface BatchOptions {
  readonly client: StudioClient;
  readonly outDir: string;
  /** Larger files are rejected before they are uploaded. */
  readonly maxBytes: number;
  /** Photos that were given up so far, by id. The caller adds them when the studio reports a dead letter. */
  readonly dead: ReadonlyMap<string, DeadPhoto>;
  /** @param finished the number of finished photos, this one included. */
  readonly onResult: (result: PhotoResult, finished: number) => void;
}

/** Photos in work at the same time: enough to keep every instance busy, few enough to keep the object server small. */
const photosAtOnce = 8;

/** One source file and what is made of it. */
export interface BatchItem {
  readonly file: string;
  readonly order: PhotoOrder;
}

/**
 * Makes the photos of all files. When the disk is full, no further photo is begun.
 * @returns one result for each file that was begun, in the order of `items`.
 */
export async function runBatch(items: readonly BatchItem[], options: BatchOptions): Promise<readonly PhotoResult[]> {
  const names = outputStems(items.map(({ file }) => file));
  const results: PhotoResult[] = [];
  let [next, finished, isFull] = [0, 0, false];
  const worker = async () => {
    while (next < items.length && !isFull) {
      const index = next++;
      const result = await runOne(items[index], names[index], options);
      results[index] = result;
      isFull ||= isDiskOver(result.code);
      options.onResult(result, ++finished);
    }
  };
  await Promise.all(Array.from({ length: Math.min(photosAtOnce, items.length) }, worker));
  return results.filter(Boolean);
}

/** Returns the start of the output names: the name of the source, with a number when two sources have the same name. */
function outputStems(files: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return files.map((file) => {
    const stem = basename(file, extname(file));
    const count = (seen.get(stem) ?? 0) + 1;
    seen.set(stem, count);
    return count === 1 ? stem : `${stem}-${count}`;
  });
}

async function runOne({ file, order }: BatchItem, stem: string, options: BatchOptions): Promise<PhotoResult> {
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
    const nothing = { facts: {}, verdict: null, checks: [], outputs: [] };
    return { source: file, photoId, status, code, message, ...nothing, timings, ...more };
  };
  try {
    const { size } = await stat(file);
    if (size > options.maxBytes)
      throw new PhotoRejected('too-large', `The file has ${size} bytes; the limit is ${options.maxBytes}.`);
    await options.client.upload(photoId, { path: file, sizeBytes: size }, order);
    const record = await options.client.waitForRecord(photoId, () => options.dead.has(photoId));
    const totalMs = Math.round(performance.now() - started);
    if (!record) {
      const reason = options.dead.get(photoId);
      return resultOf('failed', reason?.code ?? 'failed', reason?.message ?? 'The event of the photo was given up.');
    }
    if (record.rejection) {
      const { code, message, advice, facts } = record.rejection;
      return resultOf('rejected', code, `${message} ${advice}`, { facts });
    }
    const outputs = await fetchOutputs(record.outputs, stem, options);
    const checks = openChecks(record.checks);
    const { verdict } = record;
    return resultOf('done', null, null, { verdict, checks, outputs, timings: { totalMs, ...record.timings } });
  } catch (error) {
    if (error instanceof PhotoRejected) {
      const { code, message, advice, facts } = error;
      return resultOf('rejected', code, `${message} ${advice}`, { facts });
    }
    const message = explainFileError(error) ?? (error as Error).message;
    return resultOf('failed', (error as NodeJS.ErrnoException).code ?? 'failed', message);
  }
}

async function fetchOutputs(
  outputs: readonly Output[],
  stem: string,
  { client, outDir }: BatchOptions,
): Promise<FetchedOutput[]> {
  const fetched: FetchedOutput[] = [];
  for (const output of outputs) {
    const { key, kind, standard, backdrop, widthPx, heightPx, densityDpi, sizeBytes } = output;
    const { edits, verdict, reasons, notChecked } = output;
    const path = join(outDir, `${stem}-${basename(key)}`);
    await replaceGeneratedFile(path, await client.fetchResult(key));
    fetched.push({
      ...{ path, kind, standard, backdrop, widthPx, heightPx, densityDpi, sizeBytes },
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
