/**
 * The matting function: an S3 event in; cutout, head measurements, working photo and record out; compose invoked.
 * Everything that needs a neural network happens here. What becomes of one upload: serve-upload.ts.
 */
import { orderVersion } from '../../core/order.ts';
import { configFromEnv, mattingConfig } from '../runtime/config.ts';
import { eventHandler } from '../runtime/event-handler.ts';
import { openBucket } from '../runtime/object-store.ts';
import { uploadsOf } from '../runtime/s3-events.ts';
import { openNetworks } from './inference/networks.ts';
import { serveUpload } from './serve-upload.ts';

const config = configFromEnv(mattingConfig);
// At init, so that a bad model stops the function before it takes a photo; container images bill init either way.
const networks = await openNetworks(config);
const context = {
  config,
  networks,
  uploads: openBucket(config.uploadsBucket),
  results: openBucket(config.resultsBucket),
  versions: {
    code: { matting: config.codeVersion, compose: null },
    models: Object.values(networks).map(({ id, digest }) => ({ id, digest })),
    order: orderVersion,
  },
};

export const handler = eventHandler('matting', async function* (event) {
  for (const upload of uploadsOf(event)) yield await serveUpload(context, upload);
});
