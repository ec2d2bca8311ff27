/** A photo that is deleted while matting works on it: its results are deleted as well. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withOwnBytes } from '../../../bench/performance/photos.ts';
import { uploadKey } from '../../../core/keys.ts';
import { drawnPortrait } from '../../support/drawn.ts';
import { context, type HandlerWorld, openWorld, uploads } from '../../support/handler-world.ts';

let world: HandlerWorld;

/** Returns a file with bytes of its own, so that no cutout of an earlier one is used again. */
const portraitOf = async (number: number) => withOwnBytes(await drawnPortrait('short'), `${number}`);

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function untilMatting(photoId: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(5)) {
    const record = await world.record(photoId);
    if (record?.status === 'matting') return;
    if (record) throw new Error(`it is ${record.status} already`);
  }
  throw new Error('no record says that it is being cut out');
}

const keysOf = async (photoId: string) => (await world.keys()).filter((key) => key.includes(photoId));
const cutouts = async () => (await world.keys()).filter((key) => key.startsWith('cutouts/'));

test.each([0, 150, 600, 1500])('deleted %i ms after the networks began', async (delayMs) => {
  const photoId = `form/${String(delayMs).padStart(32, '0')}.jpg`;
  const event = await world.upload(uploadKey(photoId), await portraitOf(1000 + delayMs), { order: '{}' });
  const before = await cutouts();
  const matting = world.matting(event, context);
  await untilMatting(photoId);
  await delay(delayMs);
  await world.deletePhoto(photoId);
  await matting;
  // If compose was invoked before matting noticed the deletion, compose finds nothing.
  const handed = world.invocations.filter((each) => (each as { photoId: string }).photoId === photoId);
  for (const payload of handed) await world.compose(payload, context);
  expect(await keysOf(photoId)).toEqual([]);
  expect(await cutouts()).toEqual(before);
});

test('a rejected photo that was deleted in the meantime leaves no record', async () => {
  const event = await world.upload('uploads/empty.jpg', new Uint8Array());
  await world.remove(uploads, 'uploads/empty.jpg');
  await world.matting(event, context);
  expect(await keysOf('empty.jpg')).toEqual([]);
});

test('a late event of an upload that was removed by hand does not delete the results of an earlier upload', async () => {
  const name = 'kept.jpg';
  await world.matting(await world.upload(uploadKey(name), await portraitOf(7)), context);
  await world.compose(world.invocations.at(-1), context);
  const later = await world.upload(uploadKey(name), await portraitOf(8));
  await world.remove(uploads, uploadKey(name));
  await world.matting(later, context);
  expect(await world.record(name)).toMatchObject({ status: 'done' });
});
