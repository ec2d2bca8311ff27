/**
 * The compose function: makes the photos of one order from a stored cutout and writes the record. Matting invokes it,
 * and the API does for a new order on the same photo. It also writes the table of a roster.
 */
import sharp from 'sharp';
import { Fault } from '../../core/errors.ts';
import { openModelStore } from '../inference/network.ts';
import { openMemory } from '../memory/function-memory.ts';
import { composeConfig, configFromEnv, memoryLimitMb } from '../runtime/config.ts';
import { eventHandler } from '../runtime/event-handler.ts';
import { openBucket } from '../runtime/object-store.ts';
import { rosterPayloadSchema, writeRosterResults } from './roster-results.ts';
import { payloadSchema, serveOrder } from './serve-order.ts';

// The process works on one photo at a time: the cache and the threads of libvips would only take memory.
sharp.cache(false);
sharp.concurrency(1);

const { codeVersion, modelDir, threads, licence, comicId, ...events } = configFromEnv(composeConfig);
// It opens with the first comic of the look `network`.
const comicNetwork = comicId ? await (await openModelStore({ modelDir, threads, licence }))('comic', comicId) : null;
const memory = openMemory(memoryLimitMb());
const results = openBucket(events.resultsBucket);

export const handler = eventHandler('compose', async function* (event) {
  const roster = rosterPayloadSchema.safeParse(event);
  if (roster.success) {
    yield await writeRosterResults(results, roster.data);
    return;
  }
  const payload = payloadSchema.safeParse(event);
  if (!payload.success) throw new Fault('bad-payload', 'the payload is not an order for a photo');
  yield await serveOrder({ results, codeVersion, events, memory, comicNetwork }, payload.data);
});
