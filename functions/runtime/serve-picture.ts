/** Handles one upload of a function whose result is one JSON file: fetches it, lets the stage look at it, stores the result. */
import type * as z from 'zod';
import { PhotoRejected, Transient } from '../../core/errors.ts';
import { pictureIdOf, resultsPrefix } from '../../core/keys.ts';
import type { PictureResult } from '../../core/picture-result.ts';
import type { PhotoOutcome } from './event-handler.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import { parseJson } from './records.ts';
import { compareSequencers, type Upload } from './s3-events.ts';
import { startStopwatch } from './stopwatch.ts';

/** What such a function has from its start. */
export interface PictureContext {
  readonly config: { readonly maxBytes: number; readonly codeVersion: string };
  readonly uploads: ObjectStore;
  readonly results: ObjectStore;
}

/** One kind of result and how it is made. */
export interface PictureStage<Result extends PictureResult> {
  /** The prefix of its uploads. */
  readonly prefix: string;
  readonly schema: z.ZodType<Result>;
  readonly resultKey: (pictureId: string) => string;
  /** The own fields of a result that is rejected. */
  readonly empty: Omit<Result, keyof PictureResult>;
  /** @returns the fields that it finds. @throws PhotoRejected. @param mark is called with the name of each step when it ends. */
  readonly look: (
    stored: StoredObject,
    pictureId: string,
    mark: (step: string) => void,
  ) => Promise<Partial<Omit<Result, keyof PictureResult>> & Pick<PictureResult, 'picture' | 'degraded'>>;
}

/** A picture that breaks a rule is recorded as rejected. @throws Transient or Fault; Lambda then sends the event again. */
export async function servePicture<Result extends PictureResult>(
  { config, uploads, results }: PictureContext,
  upload: Upload,
  stage: PictureStage<Result>,
): Promise<PhotoOutcome> {
  const watch = startStopwatch();
  const pictureId = pictureIdOf(stage.prefix, upload.key);
  const end = (outcome: string): PhotoOutcome => ({
    photoId: `${stage.prefix}${pictureId}`,
    outcome,
    timings: watch.timings(),
  });
  const { etag, sizeBytes, sequencer, createdAt } = upload;
  const store = (found: object) => {
    const common = { version: 1, pictureId, placedAt: createdAt, source: { etag, sizeBytes, sequencer } };
    const begun = {
      ...common,
      status: 'done',
      picture: null,
      rejection: null,
      degraded: [],
      codeVersion: config.codeVersion,
    };
    const result = { ...begun, ...stage.empty, ...found, timings: watch.timings() };
    return storeResult(results, stage, stage.schema.parse(result));
  };
  /** Waits until the result is stored. Everything that was made of an upload that was deleted meanwhile is removed again. */
  const settle = async (stored: Promise<boolean>, outcome: string): Promise<string> => {
    const isStored = await stored;
    if (await uploads.exists(upload.key)) return isStored ? outcome : 'duplicate';
    const made = await results.list(resultsPrefix(`${stage.prefix}${pictureId}`));
    await Promise.all(made.map((key) => results.delete(key)));
    return 'gone';
  };
  try {
    if (sizeBytes > config.maxBytes) {
      throw new PhotoRejected('too-large', `It has ${sizeBytes} bytes; the limit is ${config.maxBytes}.`);
    }
    const stored = await uploads.get(upload.key, etag);
    // It was replaced, and the event of the newer one will come; or it was deleted.
    if (!stored) return end('gone');
    watch.mark('fetch');
    const found = await stage.look(stored, pictureId, watch.mark);
    return end(await settle(store(found), 'done'));
  } catch (error) {
    if (!(error instanceof PhotoRejected)) throw error;
    const { code, message, advice } = error;
    return end(await settle(store({ status: 'rejected', rejection: { code, message, advice } }), code));
  }
}

/** Tries to write a result that another instance changes at the same time. */
const mostTries = 5;

/** Stores the result unless that of a later upload is there. @returns false when that stays. @throws Transient `conflict`. */
async function storeResult<Result extends PictureResult>(
  results: ObjectStore,
  { resultKey, schema }: Pick<PictureStage<Result>, 'resultKey' | 'schema'>,
  result: Result,
): Promise<boolean> {
  const key = resultKey(result.pictureId);
  const bytes = new TextEncoder().encode(JSON.stringify(result, null, 1));
  for (let left = mostTries; left > 0; left--) {
    const stored = await results.get(key);
    const known = stored && schema.safeParse(parseJson(stored.bytes)).data;
    if (known && compareSequencers(result.source.sequencer, known.source.sequencer) < 0) return false;
    if ((await results.putIf(key, bytes, 'application/json', stored?.etag ?? null)) !== null) return true;
  }
  throw new Transient('conflict', 'the result kept changing');
}
