/** Sends photos through a studio, several at once, and brings the finished files home. One bad file stops no other. */
import { randomBytes } from 'node:crypto';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Check } from '../core/checks.ts';
import { PhotoRejected } from '../core/errors.ts';
import type { PhotoOrder } from '../core/order.ts';
import type { Output, PhotoRecord } from '../core/photo-record.ts';
import type { StudioClient } from '../local/studio/client.ts';
import type { DeadPhoto } from './dead-photos.ts';

/** What became of one source file; the shape that `--json` prints. */
export interface PhotoResult {
  readonly source: string;
  readonly photoId: string;
  readonly status: 'done' | 'rejected' | 'failed';
  readonly code: string | null;
  readonly message: string | null;
  /** Of the picture itself, whatever is made of it. */
  readonly checks: readonly OpenCheck[];
  readonly outputs: readonly FetchedOutput[];
  /** ms: upload to record as seen from outside, and the functions' own steps. */
  readonly timings: { readonly totalMs: number } & Partial<PhotoRecord['timings']>;
}

export interface FetchedOutput
  extends Pick<Output, 'kind' | 'standard' | 'backdrop' | 'widthPx' | 'heightPx' | 'densityDpi' | 'sizeBytes'> {
  readonly path: string;
  readonly notes: readonly string[];
  readonly checks: readonly OpenCheck[];
}

/** A check that did not pass. */
export type OpenCheck = Pick<Check, 'code' | 'result' | 'message'>;

export interface BatchOptions {
  readonly client: StudioClient;
  readonly order: PhotoOrder;
  readonly outDir: string;
  readonly maxBytes: number;
  /** Photos that were given up so far, by id; filled by whoever watches the studio. */
  readonly dead: ReadonlyMap<string, DeadPhoto>;
  readonly onResult: (result: PhotoResult, finished: number) => void;
}

/** Uploads under way at once: enough to keep every instance fed, few enough to keep the object server's memory small. */
const window = 8;

/** @returns one result a file, in the order of `files`. */
export async function runBatch(files: readonly string[], options: BatchOptions): Promise<readonly PhotoResult[]> {
  await mkdir(options.outDir, { recursive: true });
  const names = outputStems(files);
  const results: PhotoResult[] = [];
  let [next, finished] = [0, 0];
  const worker = async () => {
    while (next < files.length) {
      const index = next++;
      const result = await runOne(files[index], names[index], options);
      results[index] = result;
      options.onResult(result, ++finished);
    }
  };
  await Promise.all(Array.from({ length: Math.min(window, files.length) }, worker));
  return results;
}

/** Names for the finished files: the source's own, numbered where two sources share it. */
function outputStems(files: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return files.map((file) => {
    const stem = basename(file, extname(file));
    const count = (seen.get(stem) ?? 0) + 1;
    seen.set(stem, count);
    return count === 1 ? stem : `${stem}-${count}`;
  });
}

async function runOne(file: string, stem: string, options: BatchOptions): Promise<PhotoResult> {
  // A random id keeps the person's name out of keys and logs; the extension is for people who look into the bucket.
  const photoId = `${randomBytes(16).toString('hex')}${extname(file).toLowerCase()}`;
  const started = performance.now();
  const close = (
    status: PhotoResult['status'],
    code: string | null,
    message: string | null,
    more = {},
  ): PhotoResult => {
    const timings = { totalMs: Math.round(performance.now() - started) };
    return { source: file, photoId, status, code, message, checks: [], outputs: [], timings, ...more };
  };
  try {
    const { size } = await stat(file);
    if (size > options.maxBytes)
      throw new PhotoRejected('too-large', `It has ${size} bytes; the limit is ${options.maxBytes}.`);
    await options.client.upload(photoId, { path: file, sizeBytes: size }, options.order);
    const record = await options.client.waitForRecord(photoId, () => options.dead.has(photoId));
    const totalMs = Math.round(performance.now() - started);
    if (!record) {
      const reason = options.dead.get(photoId);
      return close('failed', reason?.code ?? 'failed', reason?.message ?? 'It was given up.');
    }
    if (record.rejection)
      return close('rejected', record.rejection.code, `${record.rejection.message} ${record.rejection.advice}`);
    const outputs = await fetchOutputs(record.outputs, stem, options);
    const checks = openChecks(record.checks);
    return close('done', null, null, { checks, outputs, timings: { totalMs, ...record.timings } });
  } catch (error) {
    if (error instanceof PhotoRejected) return close('rejected', error.code, `${error.message} ${error.advice}`);
    return close('failed', (error as NodeJS.ErrnoException).code ?? 'failed', (error as Error).message);
  }
}

async function fetchOutputs(
  outputs: readonly Output[],
  stem: string,
  { client, outDir }: BatchOptions,
): Promise<FetchedOutput[]> {
  const fetched: FetchedOutput[] = [];
  for (const output of outputs) {
    const { key, kind, standard, backdrop, widthPx, heightPx, densityDpi, sizeBytes, notes, checks } = output;
    const path = join(outDir, `${stem}-${basename(key)}`);
    await writeFile(path, await client.fetchResult(key));
    fetched.push({
      path,
      kind,
      standard,
      backdrop,
      widthPx,
      heightPx,
      densityDpi,
      sizeBytes,
      notes: notes.map(({ code }) => code),
      checks: openChecks(checks),
    });
  }
  return fetched;
}

function openChecks(checks: readonly Check[]): OpenCheck[] {
  return checks
    .filter(({ result }) => result !== 'pass')
    .map(({ code, result, message }) => ({ code, result, message }));
}
