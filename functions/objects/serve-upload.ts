/** Handles one upload under `objects/`: finds the things in it and stores the result. Called by handler.ts. */
import { PhotoRejected, Transient } from '../../core/errors.ts';
import { drawnKey, objectResultKey, objectsPrefix, pictureIdOf } from '../../core/keys.ts';
import { type ObjectResult, objectResultSchema } from '../../core/object-result.ts';
import type { Network } from '../inference/network.ts';
import type { ObjectsConfig } from '../runtime/config.ts';
import type { PhotoOutcome } from '../runtime/event-handler.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import { parseJson } from '../runtime/records.ts';
import { compareSequencers, type Upload } from '../runtime/s3-events.ts';
import { startStopwatch } from '../runtime/stopwatch.ts';
import { findThings } from './find.ts';

/** Everything that the function has from its start. */
export interface ObjectsContext {
  readonly config: ObjectsConfig;
  readonly detector: Network;
  readonly uploads: ObjectStore;
  readonly results: ObjectStore;
}

/** Uploads in this folder, or with the metadata `draw: boxes`, get a picture with the boxes drawn. */
const drawFolder = 'boxes/';

/** A picture that breaks a rule is recorded as rejected. @throws Transient or Fault; Lambda then sends the event again. */
export async function serveUpload(context: ObjectsContext, upload: Upload): Promise<PhotoOutcome> {
  const { config, detector, uploads, results } = context;
  const watch = startStopwatch();
  const photoId = pictureIdOf(upload.key);
  const end = (outcome: string): PhotoOutcome => ({
    photoId: `${objectsPrefix}${photoId}`,
    outcome,
    timings: watch.timings(),
  });
  const begun = begunResult(context, upload, photoId);
  try {
    if (upload.sizeBytes > config.maxBytes) {
      throw new PhotoRejected('too-large', `It has ${upload.sizeBytes} bytes; the limit is ${config.maxBytes}.`);
    }
    const stored = await uploads.get(upload.key, upload.etag);
    // It was replaced, and the event of the newer one will come; or it was deleted.
    if (!stored) return end('gone');
    watch.mark('fetch');
    const draws = photoId.startsWith(drawFolder) || stored.metadata.draw === 'boxes';
    const { picture, objects, drawnJpeg } = await findThings(
      { bytes: stored.bytes, settings: config, detector, draws },
      watch.mark,
    );
    const drawn = drawnJpeg && drawnKey(photoId);
    if (drawnJpeg && drawn) await results.put(drawn, drawnJpeg, 'image/jpeg');
    const result = { ...begun, picture, objects: [...objects], drawn, timings: watch.timings() };
    return end((await storeResult(results, result)) ? 'done' : 'duplicate');
  } catch (error) {
    if (!(error instanceof PhotoRejected)) throw error;
    const { code, message, advice } = error;
    const rejected: ObjectResult = {
      ...begun,
      status: 'rejected',
      rejection: { code, message, advice },
      timings: watch.timings(),
    };
    return end((await storeResult(results, rejected)) ? code : 'duplicate');
  }
}

function begunResult({ config, detector }: ObjectsContext, upload: Upload, pictureId: string): ObjectResult {
  const { etag, sizeBytes, sequencer, createdAt } = upload;
  return {
    version: 1,
    pictureId,
    status: 'done',
    placedAt: createdAt,
    source: { etag, sizeBytes, sequencer },
    picture: null,
    objects: [],
    drawn: null,
    rejection: null,
    model: { id: detector.id, digest: detector.digest },
    codeVersion: config.codeVersion,
    timings: {},
  };
}

/** Tries to write a result that another instance changes at the same time. */
const mostTries = 5;

/** Stores the result unless that of a later upload is there. @returns false when that stays. @throws Transient `conflict`. */
async function storeResult(results: ObjectStore, result: ObjectResult): Promise<boolean> {
  const key = objectResultKey(result.pictureId);
  const bytes = new TextEncoder().encode(JSON.stringify(result, null, 1));
  for (let left = mostTries; left > 0; left--) {
    const stored = await results.get(key);
    const known = stored && objectResultSchema.safeParse(parseJson(stored.bytes)).data;
    if (known && compareSequencers(result.source.sequencer, known.source.sequencer) < 0) return false;
    if ((await results.putIf(key, bytes, 'application/json', stored?.etag ?? null)) !== null) return true;
  }
  throw new Transient('conflict', 'the result kept changing');
}
