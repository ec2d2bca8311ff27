/**
 * Downloads a model file by URL. It continues a download that broke, also in an earlier run. Called by fetch.ts, which
 * checks the digest.
 */
import { createWriteStream } from 'node:fs';
import { copyFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../../core/errors.ts';
import { causeOf } from './network-cause.ts';

export type DownloadProgress = (doneBytes: number, totalBytes: number | undefined) => void;

export interface DownloadOptions {
  readonly onProgress?: DownloadProgress;
  /** Number of attempts. Default: 5. */
  readonly attempts?: number;
  /** Pause before the second attempt, ms; it doubles after each attempt. Default: 500. */
  readonly pauseMs?: number;
}

/** When the server sends nothing for this long, the attempt ends. */
const silenceMs = 30_000;

/**
 * Downloads into `path`. `path.etag` beside it keeps the version of the file that the bytes belong to. When all attempts
 * fail, the received part stays for the next call.
 * @param url https, http or file.
 * @throws Fault `model-missing` when the server refuses or all attempts fail.
 */
export async function download(url: string, path: string, options: DownloadOptions = {}): Promise<void> {
  const { attempts = 5, pauseMs = 500, onProgress = () => {} } = options;
  if (url.startsWith('file:')) {
    await copyFile(fileURLToPath(url), path).catch((cause: unknown) => {
      throw new Fault('model-missing', `${url} cannot be read`, { cause });
    });
    return;
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      await downloadOnce(url, path, onProgress);
      await rm(`${path}.etag`, { force: true });
      return;
    } catch (cause) {
      if (cause instanceof Fault) throw cause;
      if (attempt >= attempts)
        throw new Fault('model-missing', `${url} could not be downloaded in ${attempts} attempts: ${causeOf(cause)}.`, {
          cause,
        });
      await wait(pauseMs * 2 ** (attempt - 1));
    }
  }
}

/** Requests the missing part once. @throws Fault when another attempt is useless, else an Error. */
async function downloadOnce(url: string, path: string, onProgress: DownloadProgress): Promise<void> {
  const kept = await keptPart(path);
  const abort = new AbortController();
  const silence = setTimeout(
    () => abort.abort(new Error(`the server sent nothing for ${silenceMs / 1000} s`)),
    silenceMs,
  );
  try {
    const headers = {
      'accept-encoding': 'identity',
      ...(kept && { range: `bytes=${kept.sizeBytes}-`, 'if-range': kept.etag }),
    };
    const response = await fetch(url, { signal: abort.signal, headers });
    const body = await acceptedBody(url, path, response);
    const offset = kept && response.status === 206 ? kept.sizeBytes : 0;
    await rememberVersion(path, response);
    const length = response.headers.get('content-length');
    const totalBytes = length === null ? undefined : offset + Number(length);
    let doneBytes = offset;
    const counter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        silence.refresh();
        doneBytes += chunk.length;
        onProgress(doneBytes, totalBytes);
        done(null, chunk);
      },
    });
    await pipeline(body, counter, createWriteStream(path, { flags: offset > 0 ? 'a' : 'w' }));
    if (totalBytes !== undefined && doneBytes !== totalBytes)
      throw new Error('the connection ended before the end of the file');
  } finally {
    clearTimeout(silence);
  }
}

/** @throws Fault `model-missing` when another attempt would get the same answer; an Error when it may succeed. */
async function acceptedBody(url: string, path: string, response: Response): Promise<Readable> {
  const { status, body } = response;
  if (status === 416) {
    await discard(path);
    throw new Error('the file is shorter than the received part');
  }
  if (status >= 500 || status === 429) throw new Error(`the server answered ${status}`);
  if (!response.ok || !body) throw new Fault('model-missing', `${url} answered ${status}`);
  return Readable.fromWeb(body);
}

/** @returns the part that an earlier attempt received; undefined when there is none or its ETag is not known. */
async function keptPart(path: string): Promise<{ sizeBytes: number; etag: string } | undefined> {
  const sizeBytes = await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
  const etag = await readFile(`${path}.etag`, 'utf8').catch(() => '');
  return sizeBytes > 0 && etag ? { sizeBytes, etag } : undefined;
}

async function rememberVersion(path: string, response: Response): Promise<void> {
  const etag = response.headers.get('etag');
  // A weak ETag does not guarantee equal bytes, and If-Range does not accept one.
  if (etag && !etag.startsWith('W/')) await writeFile(`${path}.etag`, etag);
  else await rm(`${path}.etag`, { force: true });
}

/** Deletes a download and its ETag. */
export async function discard(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(`${path}.etag`, { force: true });
}
