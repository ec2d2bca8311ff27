/** Handles one upload: cuts the person out, writes the record and invokes compose. Called by handler.ts. */
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

/** Everything that the function has from its start. */
export interface MattingContext {
  readonly config: MattingConfig;
  readonly networks: Networks;
  readonly uploads: ObjectStore;
  readonly results: ObjectStore;
  readonly versions: Versions;
}

/**
 * A photo that breaks a rule is recorded as rejected.
 * @throws Transient or Fault; Lambda then sends the event again.
 */
export async function serveUpload(context: MattingContext, upload: Upload): Promise<PhotoOutcome> {
  const { config, uploads, results, versions } = context;
  const watch = startStopwatch();
  const photoId = photoIdFromUploadKey(upload.key);
  const known = await readRecord(results, photoId);
  if (known && isHandled(known, upload)) return { photoId, outcome: 'duplicate', timings: {} };
  const { etag, sizeBytes, sequencer, createdAt: placedAt } = upload;
  const run: PhotoRun = { photoId, placedAt, source: { etag, sizeBytes, sequencer }, versions };
  let order: PhotoOrder | null = null;
  let begun: Promise<void> = Promise.resolve();
  try {
    checkSize(sizeBytes, config.maxBytes);
    const stored = await uploads.get(upload.key, etag);
    // The upload was replaced, and the event of the newer one will come; or it was deleted, perhaps during an earlier try.
    if (!stored) return await abandon(context, upload, photoId);
    // The names of these marks are stored in records, so they do not change.
    watch.mark('fetch');
    order = readOrder(stored, photoId);
    begun = writeBegun(results, run, order);
    wakeCompose(config.composeFunction);
    const made = await cutOut(context, photoId, stored, order, watch);
    await begun;
    await writeRecord(results, composingRecord(run, order, made, watch));
    const [isThere] = await Promise.all([
      uploads.exists(upload.key),
      invokeCompose(config.composeFunction, run, order),
    ]);
    watch.mark('hand-on');
    return isThere
      ? { photoId, outcome: 'composing', timings: watch.timings() }
      : await abandon(context, upload, photoId);
  } catch (error) {
    await begun;
    if (!(error instanceof PhotoRejected)) throw error;
    await writeRecord(results, rejectedRecord(run, order, error));
    if (!(await uploads.exists(upload.key))) return await abandon(context, upload, photoId);
    return { photoId, outcome: error.code, timings: watch.timings() };
  }
}

/** @returns true when an earlier delivery of the event, a later upload or a new order has written the record already. */
function isHandled(record: PhotoRecord, { sequencer, createdAt }: Upload): boolean {
  const age = compareSequencers(sequencer, record.source.sequencer);
  return age < 0 || (age === 0 && (isSettled(record) || record.placedAt > createdAt));
}

/** Deletes what was made of a photo whose upload was deleted in the meantime. @returns the outcome `gone`. */
async function abandon(
  { uploads, results }: MattingContext,
  { key, sequencer }: Upload,
  photoId: string,
): Promise<PhotoOutcome> {
  const [isThere, record] = await Promise.all([uploads.exists(key), readRecord(results, photoId)]);
  const isOurs = !record || record.source.sequencer === sequencer;
  if (!isThere && isOurs) await deleteMade(results, photoId);
  return { photoId, outcome: 'gone', timings: {} };
}

/** Writes the first record while the networks run, so that it takes no extra time. Every later record waits for it. */
function writeBegun(results: ObjectStore, run: PhotoRun, order: PhotoOrder): Promise<void> {
  const written = writeRecord(results, begunRecord(run, order));
  // The caller awaits the promise later and gets its error then. Until then an error must not end the process.
  written.catch(() => {});
  return written;
}

let composeWasWoken = false;

/** Starts an instance of compose with the first photo of this instance: compose is then probably cold as well. */
function wakeCompose(composeFunction: string): void {
  if (!composeWasWoken) wake(composeFunction);
  composeWasWoken = true;
}

function checkSize(sizeBytes: number, maxBytes: number): void {
  if (sizeBytes === 0) throw new PhotoRejected('empty');
  if (sizeBytes <= maxBytes) return;
  throw new PhotoRejected('too-large', `It has ${sizeBytes} bytes; the limit is ${maxBytes}.`);
}

/** @returns the order in the upload's metadata, else the order in the folder of its key. @throws PhotoRejected when it is not valid. */
function readOrder(stored: StoredObject, photoId: string): PhotoOrder {
  const order = stored.metadata.order ? parseOrderJson(stored.metadata.order) : orderFromPhotoId(photoId);
  for (const id of order.standards) findStandard(id);
  return order;
}

/** Stores the photo's cutout: a new one, or a copy of the cutout of an earlier photo with the same fingerprint. */
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

function invokeCompose(composeFunction: string, { photoId, placedAt }: PhotoRun, order: PhotoOrder): Promise<void> {
  return invokeLater(composeFunction, { photoId, placedAt, order });
}
