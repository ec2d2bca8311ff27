/**
 * Downloads a model file by URL and goes on where a broken download stopped, also one of an earlier run. Called by
 * fetch.ts, which checks the digest.
 */
import { createWriteStream } from 'node:fs';
import { copyFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../../core/errors.ts';

export type DownloadProgress = (doneBytes: number, totalBytes: number | undefined) => void;

export interface DownloadOptions {
  readonly onProgress?: DownloadProgress;
  /** How often a broken download is taken up again. */
  readonly attempts?: number;
  /** Pause before the second attempt; doubles after that. */
  readonly pauseMs?: number;
}

/** A server that sends nothing for this long is taken for gone. */
const silenceMs = 30_000;

/**
 * Downloads into `path`, beside which `path.etag` remembers which version of the file the bytes belong to. What has
 * arrived stays for the next try when all attempts fail.
 * @throws Fault `model-missing` when the server refuses or no attempt came to the end.
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
        throw new Fault('model-missing', `${url} did not arrive in ${attempts} tries`, { cause });
      await wait(pauseMs * 2 ** (attempt - 1));
    }
  }
}

/** One request for what is still missing. Throws a plain error when it may be tried again. */
async function downloadOnce(url: string, path: string, onProgress: DownloadProgress): Promise<void> {
  const kept = await keptPart(path);
  const abort = new AbortController();
  const silence = setTimeout(() => abort.abort(new Error('the server fell silent')), silenceMs);
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
    if (totalBytes !== undefined && doneBytes !== totalBytes) throw new Error('the connection ended too early');
  } finally {
    clearTimeout(silence);
  }
}

/** @throws Fault `model-missing` when another try would be answered in the same way. */
async function acceptedBody(url: string, path: string, response: Response): Promise<Readable> {
  const { status, body } = response;
  if (status === 416) {
    await discard(path);
    throw new Error('the file is shorter than what had arrived');
  }
  if (status >= 500 || status === 429) throw new Error(`the server answered ${status}`);
  if (!response.ok || !body) throw new Fault('model-missing', `${url} answered ${status}`);
  return Readable.fromWeb(body);
}

/** What an earlier attempt left, if the server's version mark was kept with it: only then can the rest be asked for. */
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
  // A weak mark does not promise equal bytes, and If-Range does not take one.
  if (etag && !etag.startsWith('W/')) await writeFile(`${path}.etag`, etag);
  else await rm(`${path}.etag`, { force: true });
}

/** Forgets a download. */
export async function discard(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(`${path}.etag`, { force: true });
}
