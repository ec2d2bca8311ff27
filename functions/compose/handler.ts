/**
 * The compose function: from a cutout in storage and an order to finished photos and the record. Invoked by matting,
 * or by the API for a new order on the same photo. What becomes of one order: serve-order.ts.
 */
import { Fault } from '../../core/errors.ts';
import { composeConfig, configFromEnv } from '../runtime/config.ts';
import { eventHandler } from '../runtime/event-handler.ts';
import { openBucket } from '../runtime/object-store.ts';
import { payloadSchema, serveOrder } from './serve-order.ts';

const { codeVersion, resultsBucket } = configFromEnv(composeConfig);
const results = openBucket(resultsBucket);

export const handler = eventHandler('compose', async function* (event) {
  const payload = payloadSchema.safeParse(event);
  if (!payload.success) throw new Fault('bad-payload', 'the invocation is not an order for a photo');
  yield await serveOrder({ results, codeVersion }, payload.data);
});
