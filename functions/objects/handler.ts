/** The objects function. For each upload under `objects/` it stores the things that a detector finds. serve-upload.ts handles one. */
import sharp from 'sharp';
import { openModelStore } from '../inference/network.ts';
import { openMemory } from '../memory/function-memory.ts';
import { configFromEnv, memoryLimitMb, objectsConfig } from '../runtime/config.ts';
import { eventHandler } from '../runtime/event-handler.ts';
import { openBucket } from '../runtime/object-store.ts';
import { uploadsOf } from '../runtime/s3-events.ts';
import { handOn, parseShares } from '../runtime/version-share.ts';
import { serveUpload } from './serve-upload.ts';

// One picture at a time: libvips' cache would only hold memory.
sharp.cache(false);

const config = configFromEnv(objectsConfig);
const shares = parseShares(config.versionShares);
const prepare = await openModelStore(config);
const detector = await prepare('object-detection', config.detectorId);
await detector.open();
const context = {
  memory: openMemory(memoryLimitMb()),
  ...{ config, detector },
  ...{ uploads: openBucket(config.uploadsBucket), results: openBucket(config.resultsBucket) },
};

async function* work(event: unknown) {
  for (const upload of uploadsOf(event)) {
    yield (await handOn(upload, shares)) ?? (await serveUpload(context, upload));
  }
}

export const handler = eventHandler('objects', work, config.modelVersion);
