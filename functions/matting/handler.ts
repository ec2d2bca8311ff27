/**
 * The matting function. For each upload of an S3 event it writes cutout, head measurements, working photo and record, and
 * invokes compose. All neural networks run here. serve-upload.ts handles one upload.
 */
import sharp from 'sharp';
import { orderVersion } from '../../core/order.ts';
import { openMemory } from '../memory/function-memory.ts';
import { configFromEnv, mattingConfig, memoryLimitMb } from '../runtime/config.ts';
import { eventHandler, type InvocationContext } from '../runtime/event-handler.ts';
import { openBucket } from '../runtime/object-store.ts';
import { uploadsOf } from '../runtime/s3-events.ts';
import { allNetworks, openNetworks } from './inference/networks.ts';
import { serveUpload } from './serve-upload.ts';

// One photo at a time: libvips' cache would only hold memory.
sharp.cache(false);

const config = configFromEnv(mattingConfig);
// Networks open at init, so that a bad model stops the function before its first photo. Lambda bills the init of container
// images in any case.
const networks = await openNetworks(config);
const context = {
  config,
  networks,
  uploads: openBucket(config.uploadsBucket),
  results: openBucket(config.resultsBucket),
  memory: openMemory(memoryLimitMb()),
  versions: {
    code: { matting: config.codeVersion, compose: null },
    models: allNetworks(networks).map(({ id, digest }) => ({ id, digest })),
    order: orderVersion,
  },
};

async function* work(event: unknown, { invokedFunctionArn = 'matting' }: InvocationContext) {
  for (const upload of uploadsOf(event)) yield await serveUpload(context, upload, invokedFunctionArn);
}

export const handler = eventHandler('matting', work, config.modelVersion);
