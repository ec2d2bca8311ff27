/** The tags function. For each upload under `tags/` it stores words on the picture. serve-upload.ts handles one. */
import sharp from 'sharp';
import { readLabelVectors } from '../inference/label-vectors.ts';
import { openModelStore, prepareIfClear } from '../inference/network.ts';
import { openMemory } from '../memory/function-memory.ts';
import { configFromEnv, memoryLimitMb, tagsConfig } from '../runtime/config.ts';
import { eventHandler } from '../runtime/event-handler.ts';
import { openBucket } from '../runtime/object-store.ts';
import { uploadsOf } from '../runtime/s3-events.ts';
import { handOn, parseShares } from '../runtime/version-share.ts';
import { serveUpload } from './serve-upload.ts';

// One picture at a time: libvips' cache would only hold memory.
sharp.cache(false);

const config = configFromEnv(tagsConfig);
const shares = parseShares(config.versionShares);
const prepare = await openModelStore(config);
const faceBox = await prepare('face-box');
const detector = await prepareIfClear(prepare, 'object-detection', config.detectorId, config.licence);
const tagger = config.taggerId ? await prepare('tagging', config.taggerId) : null;
await Promise.all([faceBox, detector, tagger].map((network) => network?.open()));
const context = {
  memory: openMemory(memoryLimitMb()),
  ...{ config, faceBox, detector },
  tagger: tagger && { network: tagger, vectors: await readLabelVectors(tagger) },
  ...{ uploads: openBucket(config.uploadsBucket), results: openBucket(config.resultsBucket) },
};

async function* work(event: unknown) {
  for (const upload of uploadsOf(event)) {
    yield (await handOn(upload, shares)) ?? (await serveUpload(context, upload));
  }
}

export const handler = eventHandler('tags', work, config.modelVersion);
