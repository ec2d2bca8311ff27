/**
 * The matting function: an S3 event in; cutout, head measurements, working photo and record out; compose invoked.
 * Everything that needs a neural network happens here.
 */
import { PhotoRejected } from '../../core/errors.ts';
import { photoIdFromUploadKey } from '../../core/keys.ts';
import { orderFromPhotoId, orderVersion, type PhotoOrder, parseOrderJson } from '../../core/order.ts';
import {
  begunRecord,
  type PhotoRecord,
  type PhotoRun,
  rejectedRecord,
  type Versions,
} from '../../core/photo-record.ts';
import { findStandard } from '../../core/standards.ts';
import { configFromEnv } from '../runtime/config.ts';
import { fingerprintOf, reuseCutout, saveCutout } from '../runtime/cutout-store.ts';
import { deleteMade } from '../runtime/delete-photo.ts';
import { frame, type Outcome } from '../runtime/frame.ts';
import { invokeLater, wake } from '../runtime/invoke.ts';
import { openBucket, type StoredObject } from '../runtime/object-store.ts';
import { compareSequencers, type Upload, uploadsOf } from '../runtime/on-object-created.ts';
import { readRecord, writeRecord } from '../runtime/records.ts';
import { type Stopwatch, startStopwatch } from '../runtime/stopwatch.ts';
import { encodeCutout, mattePhoto, matteVersion } from './matte.ts';
import { openNetworks } from './networks.ts';

const config = configFromEnv();
const uploads = openBucket(config.uploadsBucket);
const results = openBucket(config.resultsBucket);
// At init, so that a bad model stops the function before it takes a photo; container images bill init either way.
const networks = await openNetworks(config);
const versions: Versions = {
  code: { matting: config.codeVersion, compose: null },
  models: Object.values(networks).map(({ id, digest }) => ({ id, digest })),
  order: orderVersion,
};

export const handler = frame('matting', async function* (event) {
  for (const upload of uploadsOf(event)) yield await serve(upload);
});

async function serve(upload: Upload): Promise<Outcome> {
  const watch = startStopwatch();
  const photoId = photoIdFromUploadKey(upload.key);
  const known = await readRecord(results, photoId);
  if (known && isServed(known, upload)) return { photoId, outcome: 'duplicate', timings: {} };
  const { etag, sizeBytes, sequencer, createdAt: placedAt } = upload;
  const run: PhotoRun = { photoId, placedAt, source: { etag, sizeBytes, sequencer }, versions };
  let order: PhotoOrder | null = null;
  let begun: Promise<void> = Promise.resolve();
  try {
    checkSize(sizeBytes);
    const stored = await uploads.get(upload.key, etag);
    // Replaced, and the event of the newer upload is on its way; or deleted, perhaps while an earlier try was at work.
    if (!stored) return await leave(upload, photoId);
    watch.mark('fetch');
    order = readOrder(stored, photoId);
    begun = noteBegin(run, order);
    wakeCompose();
    const made = await cutOut(photoId, stored, order, watch);
    await begun;
    await writeRecord(results, composingRecord(run, order, made, watch));
    const [isThere] = await Promise.all([uploads.exists(upload.key), handOn(run, order)]);
    watch.mark('hand-on');
    return isThere ? { photoId, outcome: 'composing', timings: watch.timings() } : await leave(upload, photoId);
  } catch (error) {
    await begun;
    if (!(error instanceof PhotoRejected)) throw error;
    await writeRecord(results, rejectedRecord(run, order, error));
    if (!(await uploads.exists(upload.key))) return await leave(upload, photoId);
    return { photoId, outcome: error.code, timings: watch.timings() };
  }
}

/** By an earlier delivery of this event, by a later upload, or by a new order on what this one led to. */
function isServed({ status, placedAt, source }: PhotoRecord, { sequencer, createdAt }: Upload): boolean {
  const age = compareSequencers(sequencer, source.sequencer);
  const isAtWork = status === 'matting' || status === 'composing';
  return age < 0 || (age === 0 && (!isAtWork || placedAt > createdAt));
}

/** Leaves nothing of a photo that was deleted while this upload of it was worked on. */
async function leave({ key, sequencer }: Upload, photoId: string): Promise<Outcome> {
  const [isThere, record] = await Promise.all([uploads.exists(key), readRecord(results, photoId)]);
  const isOurs = !record || record.source.sequencer === sequencer;
  if (!isThere && isOurs) await deleteMade(results, photoId);
  return { photoId, outcome: 'gone', timings: {} };
}

/** Written while the networks work, so that it costs the photo nothing; every later record waits for it. */
function noteBegin(run: PhotoRun, order: PhotoOrder): Promise<void> {
  const written = writeRecord(results, begunRecord(run, order));
  // Whoever awaits it hears of its failure; until then it must not end the process.
  written.catch(() => {});
  return written;
}

let composeWasWoken = false;

/** When this instance was cold, compose most likely is. */
function wakeCompose(): void {
  if (!composeWasWoken) wake(config.composeFunction);
  composeWasWoken = true;
}

function checkSize(sizeBytes: number): void {
  if (sizeBytes === 0) throw new PhotoRejected('empty');
  if (sizeBytes <= config.maxBytes) return;
  throw new PhotoRejected('too-large', `It has ${sizeBytes} bytes; the limit is ${config.maxBytes}.`);
}

/** The order in the upload's metadata, else in its folder. @throws PhotoRejected for one that nobody can serve. */
function readOrder(stored: StoredObject, photoId: string): PhotoOrder {
  const order = stored.metadata.order ? parseOrderJson(stored.metadata.order) : orderFromPhotoId(photoId);
  for (const id of order.standards) findStandard(id);
  return order;
}

/** Leaves the photo's cutout in storage, made now or copied from an earlier photo that was the same. */
async function cutOut(photoId: string, stored: StoredObject, { kind, faces }: PhotoOrder, watch: Stopwatch) {
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

function handOn({ photoId, placedAt }: PhotoRun, order: PhotoOrder): Promise<void> {
  return invokeLater(config.composeFunction, { photoId, placedAt, order });
}
