/** Handles one upload under `objects/`: finds the things in it and stores the result. Called by handler.ts. */
import { drawnKey, objectResultKey, objectsPrefix } from '../../core/keys.ts';
import { objectResultSchema } from '../../core/object-result.ts';
import type { Network } from '../inference/network.ts';
import type { FunctionMemory } from '../memory/function-memory.ts';
import type { ObjectsConfig } from '../runtime/config.ts';
import type { PhotoOutcome } from '../runtime/event-handler.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import type { Upload } from '../runtime/s3-events.ts';
import { servePicture } from '../runtime/serve-picture.ts';
import { findThings } from './find.ts';

/** Everything that the function has from its start. */
export interface ObjectsContext {
  readonly config: ObjectsConfig;
  readonly detector: Network;
  /** Null: no limit. */
  readonly memory: FunctionMemory | null;
  readonly uploads: ObjectStore;
  readonly results: ObjectStore;
}

/** Uploads in this folder, or with the metadata `draw: boxes`, get a picture with the boxes drawn. */
const drawFolder = 'boxes/';

/** A picture that breaks a rule is recorded as rejected. @throws Transient or Fault; Lambda then sends the event again. */
export function serveUpload(context: ObjectsContext, upload: Upload): Promise<PhotoOutcome> {
  const { config, detector, memory, results } = context;
  const model = { id: detector.id, digest: detector.digest, version: config.modelVersion || null };
  return servePicture(context, upload, {
    ...{ prefix: objectsPrefix, schema: objectResultSchema, resultKey: objectResultKey },
    empty: { objects: [], drawn: null, model },
    look: async ({ bytes, metadata }, pictureId, mark) => {
      const draws = pictureId.startsWith(drawFolder) || metadata.draw === 'boxes';
      const input = { bytes, settings: config, detector, draws, memory };
      const { picture, objects, drawnJpeg, degraded } = await findThings(input, mark);
      const drawn = drawnJpeg && drawnKey(pictureId);
      if (drawnJpeg && drawn) await results.put(drawn, drawnJpeg, 'image/jpeg');
      return { picture, degraded, objects: [...objects], drawn };
    },
  });
}
