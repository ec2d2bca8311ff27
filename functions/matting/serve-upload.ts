/** Handles one upload: writes the record, cuts the person out and invokes compose. Called by handler.ts. */
import { PhotoRejected } from '../../core/errors.ts';
import { documentStandards, peopleIn } from '../../core/find-standard.ts';
import { isDocumentKind } from '../../core/forms/document-kinds.ts';
import { cutoutKey, photoIdFromUploadKey } from '../../core/keys.ts';
import { orderFromPhotoId, type PhotoOrder, parseOrderJson } from '../../core/order.ts';
import { begunRecord, type PhotoRecord, type PhotoRun, rejectedRecord } from '../../core/photo-record.ts';
import { isRoster, type RosterPlace, rosterPlaceOf } from '../../core/roster/roster-place.ts';
import { isOfSystem } from '../../core/roster/system-files.ts';
import { announce } from '../runtime/announce.ts';
import { packCutout } from '../runtime/cutout-file.ts';
import { findCutout, fingerprintOf, reuseCutout, saveCutout } from '../runtime/cutout-store.ts';
import type { PhotoOutcome } from '../runtime/event-handler.ts';
import { invokeLater, wake } from '../runtime/invoke.ts';
import type { StoredObject } from '../runtime/object-store.ts';
import { readRecord } from '../runtime/records.ts';
import type { Upload } from '../runtime/s3-events.ts';
import { type Stopwatch, startStopwatch } from '../runtime/stopwatch.ts';
import { abandon, claim, isTest, type MattingContext } from './claim-upload.ts';
import { mayBeShort } from './fit-photo.ts';
import { inkOfPaper, inkVersion } from './ink/ink-of-paper.ts';
import { encodeCutout, mattePhoto, matteVersion } from './matte.ts';
import { finishRoster, rosterOrderOf } from './roster-order.ts';
import { serveRoster } from './serve-roster.ts';

/**
 * A photo that breaks a rule is recorded as rejected. A roster beside photos starts those that wait for it.
 * @param self the ARN of this function.
 * @throws Transient or Fault; Lambda then sends the event again.
 */
export async function serveUpload(context: MattingContext, upload: Upload, self: string): Promise<PhotoOutcome> {
  const { config, uploads, versions } = context;
  const watch = startStopwatch();
  const photoId = photoIdFromUploadKey(upload.key);
  const { etag, sizeBytes, sequencer, createdAt: placedAt } = upload;
  let run: PhotoRun = { photoId, placedAt, source: { etag, sizeBytes, sequencer }, versions };
  let order: PhotoOrder | null = null;
  try {
    const place = rosterPlaceOf(photoId);
    if (place && isOfSystem(place.file.slice(place.file.lastIndexOf('/') + 1))) {
      return { photoId, outcome: 'passed-over', timings: {} };
    }
    checkSize(sizeBytes, config.maxBytes);
    const stored = await uploads.get(upload.key, etag);
    // The upload was replaced, and the event of the newer one will come; or it was deleted, perhaps during an earlier try.
    if (!stored) return await abandon(context, upload, photoId);
    // The names of these marks are stored in records, so they do not change.
    watch.mark('fetch');
    if (place && isRoster(place)) {
      const { bytes, metadata } = stored;
      return await serveRoster(context, { upload, run, place, bytes, metadataOrder: metadata.order, self }, watch);
    }
    const wanted = await readOrder(context, upload, run, { place, metadata: stored.metadata });
    if (!wanted) return { photoId, outcome: 'waiting', timings: watch.timings() };
    order = wanted.order;
    run = { ...run, person: wanted.person };
    const made = await cutOut(context, upload, run, { bytes: stored.bytes, order }, watch);
    if (!made) return { photoId, outcome: 'duplicate', timings: {} };
    const { cutout, reusedCutout } = made;
    const matting = { reusedCutout, timings: watch.timings() };
    const payload = { photoId, placedAt, order, cutout, matting, ...(isTest(upload) && { isTest: true }) };
    const [isThere] = await Promise.all([uploads.exists(upload.key), invokeLater(config.composeFunction, payload)]);
    watch.mark('hand-on');
    return isThere
      ? { photoId, outcome: 'composing', timings: watch.timings() }
      : await abandon(context, upload, photoId, cutout);
  } catch (error) {
    if (!(error instanceof PhotoRejected)) throw error;
    return await recordRejection(context, upload, rejectedRecord(run, order, error), watch);
  }
}

/** Records and announces a rejected photo; a test portrait is not announced. */
async function recordRejection(
  context: MattingContext,
  upload: Upload,
  record: PhotoRecord,
  watch: Stopwatch,
): Promise<PhotoOutcome> {
  const { photoId, rejection } = record;
  const isNew = await claim(context, upload, record);
  if (isNew && !(await context.uploads.exists(upload.key))) return abandon(context, upload, photoId);
  if (!isTest(upload) && (isNew || (await isRecorded(context, record)))) {
    await Promise.all([announce(context.config, record), finishRoster(context, photoId)]);
  }
  if (!isNew) return { photoId, outcome: 'duplicate', timings: {} };
  return { photoId, outcome: rejection?.code ?? 'rejected', timings: watch.timings() };
}

/** Returns whether an earlier delivery of the event has recorded the same rejection, perhaps without its event. */
async function isRecorded({ results }: MattingContext, { photoId, source, status }: PhotoRecord): Promise<boolean> {
  const stored = await readRecord(results, photoId);
  return stored?.status === status && stored.cutout === null && stored.source.sequencer === source.sequencer;
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

/** The order of a photo, and its person. */
type WantedPhoto = Pick<PhotoRecord, 'person'> & { readonly order: PhotoOrder };

/**
 * Returns the order in the upload's metadata, else that of the folder of its key; in the folder of a roster, the order
 * of the photo's row.
 * @returns null when the photo waits for its roster. @throws PhotoRejected when the order is not valid.
 */
async function readOrder(
  context: MattingContext,
  upload: Upload,
  run: PhotoRun,
  { place, metadata }: Pick<StoredObject, 'metadata'> & { readonly place: RosterPlace | null },
): Promise<WantedPhoto | null> {
  const own = metadata.order ? parseOrderJson(metadata.order) : null;
  if (place) return rosterOrderOf(context, upload, run, { place, own });
  const order = own ?? orderFromPhotoId(run.photoId);
  const { kind, standards } = order;
  if (isDocumentKind(kind)) documentStandards({ kind, standards });
  else peopleIn(standards);
  return { order, person: null };
}

interface CutRequest {
  readonly bytes: Uint8Array;
  readonly order: PhotoOrder;
}

interface CutPhoto {
  /** The key of the stored cutout. */
  readonly cutout: string;
  readonly reusedCutout: boolean;
}

/**
 * Writes the record and stores the photo's cutout: a new one, or a copy of the cutout of an earlier photo with the same
 * fingerprint. The record is written while the networks run, so that it takes no extra time, and always before the cutout.
 * @returns null when the record shows that the event was handled before.
 */
async function cutOut(
  context: MattingContext,
  upload: Upload,
  run: PhotoRun,
  request: CutRequest,
  watch: Stopwatch,
): Promise<CutPhoto | null> {
  const { config, results } = context;
  const fingerprint = fingerprintIn(context, request);
  const place = await findCutout(results, run.photoId, upload.key, fingerprint);
  watch.mark('look-up');
  const begun = { ...begunRecord(run, request.order), fingerprint, cutout: place.key };
  const claimed = claim(context, upload, begun);
  // It is awaited later and then gives its error. Until then the error must not end the process.
  claimed.catch(() => {});
  wakeCompose(config.composeFunction);
  if (place.existing !== null) {
    if (!(await claimed)) return null;
    if (await reuseCutout(results, place)) return { cutout: place.key, reusedCutout: true };
  }
  const file = await makeCutout(context, request, watch).finally(() => claimed);
  if (!(await claimed)) return null;
  const cutout = await storeCutout(context, upload, begun, file);
  watch.mark('store');
  return cutout === null ? null : { cutout, reusedCutout: false };
}

function fingerprintIn({ config, networks, memory }: MattingContext, { bytes, order }: CutRequest): string {
  const { kind, faces } = order;
  const { inferenceSidePx, workingSidePx } = config;
  // A function with more memory may make a larger cutout of the same file.
  const short = memory && mayBeShort(memory) ? { memoryMb: memory.limitMb } : {};
  if (isDocumentKind(kind)) return fingerprintOf(bytes, { inkVersion, workingSidePx, kind, ...short });
  const models = Object.values(networks).map(({ digest }) => digest);
  const people = peopleOf(order);
  // Photos of one person keep their fingerprints.
  const couple = people === 2 ? { people } : {};
  return fingerprintOf(bytes, {
    matteVersion,
    models,
    inferenceSidePx,
    workingSidePx,
    kind,
    faces,
    ...couple,
    ...short,
  });
}

/** Returns the number of people that matting looks for. Other orders look for none. */
function peopleOf({ kind, standards }: PhotoOrder): 1 | 2 {
  return kind === 'photo' ? peopleIn(standards) : 1;
}

async function makeCutout(
  { config, networks, memory }: MattingContext,
  { bytes, order }: CutRequest,
  watch: Stopwatch,
): Promise<Uint8Array> {
  const { kind, faces } = order;
  if (isDocumentKind(kind)) {
    const ink = await inkOfPaper(bytes, kind, config, watch.mark);
    const file = packCutout(await encodeCutout(ink));
    watch.mark('encode');
    return file;
  }
  const made = await mattePhoto(
    { bytes, kind, faces, people: peopleOf(order), settings: config, networks, memory },
    watch.mark,
  );
  const file = packCutout(await encodeCutout(made));
  watch.mark('encode');
  return file;
}

/** Stores the cutout under the key in the record. @returns its key; null when a newer record came in between. */
async function storeCutout(
  context: MattingContext,
  upload: Upload,
  begun: PhotoRecord & { readonly cutout: string },
  file: Uint8Array,
): Promise<string | null> {
  const { photoId, cutout } = begun;
  if (await saveCutout(context.results, photoId, cutout, file)) return cutout;
  // Another photo with the same content was stored at the same time.
  const own = cutoutKey(photoId);
  if (!(await claim(context, upload, { ...begun, cutout: own }))) return null;
  await saveCutout(context.results, photoId, own, file);
  return own;
}
