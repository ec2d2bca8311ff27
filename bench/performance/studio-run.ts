/** A studio for one measurement: real handlers under real quotas, every invocation's report kept. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PhotoOrderInput } from '../../core/order.ts';
import type { PhotoRecord } from '../../core/photo-record.ts';
import type { InvocationReport } from '../../local/lambda/host.ts';
import { connect, type StudioClient } from '../../local/studio/client.ts';
import type { StudioOptions } from '../../local/studio/options.ts';
import { type Studio, startStudio } from '../../local/studio/studio.ts';
import type { Photo } from './photos.ts';

export interface StudioRun {
  readonly studio: Studio;
  readonly client: StudioClient;
  /** The reports of all finished invocations, in the order of their ends. */
  readonly reports: InvocationReport[];
  /** Given up for good. */
  readonly deaths: string[];
}

/** Events are not tried again: a kill is to be counted, not mended. */
type RunOptions = Pick<StudioOptions, 'modelDir' | 'sizes' | 'concurrency' | 'settings' | 'onLog'>;

/** Starts a studio in a temporary folder, hands it over, and takes everything away. */
export async function withStudio<T>(options: RunOptions, use: (run: StudioRun) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-bench-'));
  const reports: InvocationReport[] = [];
  const deaths: string[] = [];
  const studio = await startStudio({
    ...options,
    dataDir,
    idleMs: 600_000,
    retryDelaysMs: [],
    onReport: (report) => reports.push(report),
    onDeadLetter: ({ responsePayload }) => deaths.push(JSON.stringify(responsePayload)),
  });
  const client = connect(studio);
  try {
    return await use({ studio, client, reports, deaths });
  } finally {
    client.close();
    await studio.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

export interface Sent {
  readonly photoId: string;
  readonly record: PhotoRecord;
  /** From before the upload until the settled record was read; it is looked for every 50 ms. */
  readonly wallMs: number;
  /** The invocations of this photo; nothing else may be under way. */
  readonly reports: readonly InvocationReport[];
}

/** Sends one photo and waits for its finished files. @throws Error when it comes to nothing. */
export async function sendPhoto(run: StudioRun, bytes: Uint8Array, order: PhotoOrderInput): Promise<Sent> {
  const { client, reports, deaths, studio } = run;
  const [reported, dead] = [reports.length, deaths.length];
  const photoId = `${randomUUID()}.jpg`;
  const begun = performance.now();
  await client.upload(photoId, bytes, order);
  const record = await client.waitForRecord(photoId, () => deaths.length > dead);
  const wallMs = performance.now() - begun;
  await studio.host.idle();
  if (record?.status !== 'done') {
    throw new Error(`a photo came to nothing: ${JSON.stringify(record?.rejection ?? deaths.slice(dead))}`);
  }
  return { photoId, record, wallMs, reports: reports.slice(reported) };
}

/**
 * Uploads the same picture under each key, for functions beside matting, and waits until they are done.
 * @throws Error when an event was given up.
 */
export async function sendPictures(
  { studio, client, deaths }: StudioRun,
  keys: readonly string[],
  bytes: Uint8Array,
): Promise<void> {
  for (const key of keys) await client.uploadPicture(key, bytes);
  await studio.host.idle();
  if (deaths.length > 0) throw new Error(`a picture came to nothing: ${deaths.join(', ')}`);
}

export interface Batch {
  /** From the first upload's start to the end of the last invocation. */
  readonly wallMs: number;
  readonly reports: readonly InvocationReport[];
  /** The number of photos whose records have this status. */
  readonly done: number;
  readonly refused: number;
}

/** Puts every photo into the uploads bucket at once and waits until nothing is left to do. */
export async function dropPhotos(run: StudioRun, photos: readonly Photo[], folder: string): Promise<Batch> {
  const { client, reports, studio } = run;
  const reported = reports.length;
  const begunAtMs = Date.now();
  await Promise.all(photos.map(({ name, bytes }) => client.upload(`${folder}/${name}`, bytes)));
  // An event is queued before its upload is answered, and compose's event before matting ends. The second check is for the
  // case that this changes.
  do {
    await studio.host.idle();
    await delay(100);
  } while (studio.host.queueDepth() > 0);
  const batch = reports.slice(reported);
  const ends = batch.map(({ startedAtMs, initMs = 0, durationMs }) => startedAtMs + initMs + durationMs);
  const endedAtMs = Math.max(begunAtMs, ...ends);
  const settled = await Promise.all(photos.map(({ name }) => client.waitForRecord(`${folder}/${name}`, () => true)));
  const count = (wanted: PhotoRecord['status']) => settled.filter((record) => record?.status === wanted).length;
  return { wallMs: endedAtMs - begunAtMs, reports: batch, done: count('done'), refused: count('rejected') };
}

/** Reports of one function, the successful ones. */
export function successesOf(reports: readonly InvocationReport[], functionName: string): readonly InvocationReport[] {
  return reports.filter((report) => report.functionName === functionName && report.status === 'success');
}

export function describeQuota({ host }: Studio): string {
  const { memory, cpu, reason } = host.enforcement;
  return `Memory sizes were held by ${memory}, CPU shares by ${cpu} (${reason.replaceAll(/ under \S+( and \S+)*/g, '')}).`;
}
