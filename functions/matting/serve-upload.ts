/** What matting does with one upload: cuts the person out, records it, and calls compose. Between handler.ts and matte.ts. */
import { PhotoRejected } from '../../core/errors.ts';
import { findStandard } from '../../core/find-standard.ts';
import { photoIdFromUploadKey } from '../../core/keys.ts';
import { orderFromPhotoId, type PhotoOrder, parseOrderJson } from '../../core/order.ts';
import {
  begunRecord,
  isSettled,
  type PhotoRecord,
  type PhotoRun,
  rejectedRecord,
  type Versions,
} from '../../core/photo-record.ts';
import type { MattingConfig } from '../runtime/config.ts';
import { fingerprintOf, reuseCutout, saveCutout } from '../runtime/cutout-store.ts';
import { deleteMade } from '../runtime/delete-photo.ts';
import type { PhotoOutcome } from '../runtime/event-handler.ts';
import { invokeLater, wake } from '../runtime/invoke.ts';
import type { ObjectStore, StoredObject } from '../runtime/object-store.ts';
import { readRecord, writeRecord } from '../runtime/records.ts';
import { compareSequencers, type Upload } from '../runtime/s3-events.ts';
import { type Stopwatch, startStopwatch } from '../runtime/stopwatch.ts';
import type { Networks } from './inference/networks.ts';
import { encodeCutout, mattePhoto, matteVersion } from './matte.ts';

/** What the function has from its start on. */
export interface MattingContext {
  readonly config: MattingConfig;
  readonly networks: Networks;
  readonly uploads: ObjectStore;
  readonly results: ObjectStore;
  readonly versions: Versions;
}

/** @throws Transient, Fault: the platform sends the event again. A photo that cannot be served is recorded as rejected. */
export async function serveUpload(context: MattingContext, upload: Upload): Promise<PhotoOutcome> {
  const { config, uploads, results, versions } = context;
  const watch = startStopwatch();
  const photoId = photoIdFromUploadKey(upload.key);
  const known = await readRecord(results, photoId);
  if (known && isServed(known, upload)) return { photoId, outcome: 'duplicate', timings: {} };
  const { etag, sizeBytes, sequencer, createdAt: placedAt } = upload;
  const run: PhotoRun = { photoId, placedAt, source: { etag, sizeBytes, sequencer }, versions };
  let order: PhotoOrder | null = null;
  let begun: Promise<void> = Promise.resolve();
  try {
    checkSize(sizeBytes, config.maxBytes);
    const stored = await uploads.get(upload.key, etag);
    // Replaced, and the event of the newer upload is on its way; or deleted, perhaps while an earlier try was at work.
    if (!stored) return await leave(context, upload, photoId);
    watch.mark('fetch');
    order = readOrder(stored, photoId);
    begun = noteBegin(results, run, order);
    wakeCompose(config.composeFunction);
    const made = await cutOut(context, photoId, stored, order, watch);
    await begun;
    await writeRecord(results, composingRecord(run, order, made, watch));
    const [isThere] = await Promise.all([uploads.exists(upload.key), handOn(config.composeFunction, run, order)]);
    watch.mark('hand-on');
    return isThere
      ? { photoId, outcome: 'composing', timings: watch.timings() }
      : await leave(context, upload, photoId);
  } catch (error) {
    await begun;
    if (!(error instanceof PhotoRejected)) throw error;
    await writeRecord(results, rejectedRecord(run, order, error));
    if (!(await uploads.exists(upload.key))) return await leave(context, upload, photoId);
    return { photoId, outcome: error.code, timings: watch.timings() };
  }
}

/** By an earlier delivery of this event, by a later upload, or by a new order on what this one led to. */
function isServed(record: PhotoRecord, { sequencer, createdAt }: Upload): boolean {
  const age = compareSequencers(sequencer, record.source.sequencer);
  return age < 0 || (age === 0 && (isSettled(record) || record.placedAt > createdAt));
}

/** Leaves nothing of a photo that was deleted while this upload of it was worked on. */
async function leave(
  { uploads, results }: MattingContext,
  { key, sequencer }: Upload,
  photoId: string,
): Promise<PhotoOutcome> {
  const [isThere, record] = await Promise.all([uploads.exists(key), readRecord(results, photoId)]);
  const isOurs = !record || record.source.sequencer === sequencer;
  if (!isThere && isOurs) await deleteMade(results, photoId);
  return { photoId, outcome: 'gone', timings: {} };
}

/** Written while the networks work, so that it costs the photo nothing; every later record waits for it. */
function noteBegin(results: ObjectStore, run: PhotoRun, order: PhotoOrder): Promise<void> {
  const written = writeRecord(results, begunRecord(run, order));
  // Whoever awaits it hears of its failure; until then it must not end the process.
  written.catch(() => {});
  return written;
}

let composeWasWoken = false;

/** When this instance was cold, compose most likely is. */
function wakeCompose(composeFunction: string): void {
  if (!composeWasWoken) wake(composeFunction);
  composeWasWoken = true;
}

function checkSize(sizeBytes: number, maxBytes: number): void {
  if (sizeBytes === 0) throw new PhotoRejected('empty');
  if (sizeBytes <= maxBytes) return;
  throw new PhotoRejected('too-large', `It has ${sizeBytes} bytes; the limit is ${maxBytes}.`);
}

/** The order in the upload's metadata, else in its folder. @throws PhotoRejected for one that nobody can serve. */
function readOrder(stored: StoredObject, photoId: string): PhotoOrder {
  const order = stored.metadata.order ? parseOrderJson(stored.metadata.order) : orderFromPhotoId(photoId);
  for (const id of order.standards) findStandard(id);
  return order;
}

/** Leaves the photo's cutout in storage, made now or copied from an earlier photo that was the same. */
async function cutOut(
  context: MattingContext,
  photoId: string,
  stored: StoredObject,
  { kind, faces }: PhotoOrder,
  watch: Stopwatch,
) {
  const { config, networks, results } = context;
  const { inferenceSidePx, workingSidePx } = config;
  const models = Object.values(networks).map(({ digest }) => digest);
  const fingerprint = fingerprintOf(stored.bytes, {
    matteVersion,
    models,
    inferenceSidePx,
    workingSidePx,
    kind,
    faces,
  });
  const reused = await reuseCutout(results, photoId, fingerprint);
  watch.mark('look-up');
  if (!reused) {
    const made = await mattePhoto({ bytes: stored.bytes, kind, faces, settings: config, networks }, watch.mark);
    const files = await encodeCutout(made);
    watch.mark('encode');
    await saveCutout(results, photoId, fingerprint, files);
    watch.mark('store');
  }
  return { fingerprint, reusedCutout: reused };
}

function composingRecord(
  run: PhotoRun,
  order: PhotoOrder,
  made: { fingerprint: string; reusedCutout: boolean },
  watch: Stopwatch,
): PhotoRecord {
  const timings = { matting: watch.timings(), compose: {} };
  return { ...begunRecord(run, order), ...made, status: 'composing', timings };
}

function handOn(composeFunction: string, { photoId, placedAt }: PhotoRun, order: PhotoOrder): Promise<void> {
  return invokeLater(composeFunction, { photoId, placedAt, order });
}
