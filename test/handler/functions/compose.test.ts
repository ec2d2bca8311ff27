/** The compose function through its handler: it gets orders on a stored cutout and writes photos and records. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withOwnBytes } from '../../../bench/performance/photos.ts';
import { recordKey } from '../../../core/keys.ts';
import { apply, invert, type Point } from '../../../core/measure.ts';
import { drawnPortrait } from '../../support/drawn.ts';
import { context, type HandlerWorld, openWorld, results } from '../../support/handler-world.ts';

let world: HandlerWorld;
/** The uploaded picture, which is small enough to stay as it is. */
let pictureSize = { widthPx: 0, heightPx: 0 };
const identity = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
const photoId = 'jane.jpg';
const order = { kind: 'photo', standards: ['cn-1-inch'], backdrops: ['blue'], format: 'auto', faces: 'one' };
const resultKeyOf = (name: string) => `results/${photoId}/${name}`;
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

beforeAll(async () => {
  world = await openWorld();
  const portrait = await drawnPortrait('bob');
  const { width = 0, height = 0 } = await sharp(portrait).metadata();
  pictureSize = { widthPx: width, heightPx: height };
  await world.matting(await world.upload(`uploads/${photoId}`, portrait), context);
});
afterAll(() => world.close());

test('makes the photos of the order and records them', async () => {
  await world.compose({ photoId, placedAt: later(1), order }, context);
  const record = await world.record(photoId);
  expect(record).toMatchObject({ status: 'done', order: { backdrops: ['blue'] } });
  expect(record?.versions).toMatchObject({ code: { matting: '0.0.0+test', compose: '0.0.0+test' }, order: 2 });
  expect(record?.outputs).toMatchObject([{ standard: 'cn-1-inch', backdrop: 'blue', widthPx: 295, heightPx: 413 }]);
  const photo = await world.read(record?.outputs[0]?.key ?? '');
  expect(photo).toHaveLength(record?.outputs[0]?.sizeBytes ?? -1);
});

test('a finished photo is announced once the record is written, without picture and other names', async () => {
  const record = await world.record(photoId);
  const [output] = record?.outputs ?? [];
  expect(world.announced).toEqual([
    {
      ...{ photoId, status: 'done', verdict: record?.verdict, rejection: null, placedAt: record?.placedAt },
      outputs: [
        {
          ...{
            key: resultKeyOf('cn-1-inch-blue.jpg'),
            kind: 'photo',
            standard: 'cn-1-inch',
            contentType: 'image/jpeg',
          },
          verdict: output?.verdict,
        },
      ],
      ...{ bucket: results, stage: 'test' },
    },
  ]);
});

test('an event that the bus does not take fails the invocation, and the next attempt announces the settled photo', async () => {
  const payload = { photoId, placedAt: later(1.5), order };
  world.isBusOpen = false;
  await expect(world.compose(payload, context)).rejects.toMatchObject({ code: 'events-unavailable' });
  world.isBusOpen = true;
  const before = await world.read(recordKey(photoId));
  const count = world.announced.length;
  await world.compose(payload, context);
  expect(await world.read(recordKey(photoId))).toEqual(before);
  expect(world.announced.slice(count)).toMatchObject([{ photoId, placedAt: payload.placedAt, status: 'done' }]);
});

test('a new order on the same photo needs only compose, and gives the same bytes each time', async () => {
  const placedAt = later(2);
  await world.compose({ photoId, placedAt, order: { ...order, backdrops: ['red'] } }, context);
  const first = await world.read(resultKeyOf('cn-1-inch-red.jpg'));
  await world.compose({ photoId, placedAt: later(3), order: { ...order, backdrops: ['red'] } }, context);
  expect(await world.read(resultKeyOf('cn-1-inch-red.jpg'))).toEqual(first);
  const adjusted = { ...order, backdrops: ['red'], adjust: { right: 0.1, down: 0, scale: 1, turnDeg: 9 } };
  const [before] = (await world.record(photoId))?.outputs ?? [];
  await world.compose({ photoId, placedAt: later(3.5), order: adjusted }, context);
  const { outputs: [after] = [], verdict } = (await world.record(photoId)) ?? {};
  expect(await world.read(resultKeyOf('cn-1-inch-red.jpg'))).not.toEqual(first);
  const middleOf = (output: typeof before) => output?.crop?.heads[0].eyeMiddle.x ?? 0;
  expect(middleOf(after) - middleOf(before)).toBeCloseTo(0.1 * 295, 0);
  expect(verdict).toBe('will-be-refused');
  expect(after?.reasons.map(({ code }) => code)).toEqual(expect.arrayContaining(['output-roll', 'centring']));
});

test('strokes correct the stored cutout without matting, and the record lists them', async () => {
  const magenta = { ...order, backdrops: ['#ff00ff'], format: 'png' };
  const make = async (minutes: number, more: object) => {
    await world.compose({ photoId, placedAt: later(minutes), order: { ...magenta, ...more } }, context);
    const record = await world.record(photoId);
    const file = await world.read(record?.outputs[0]?.key ?? '');
    return {
      record,
      pixels: await sharp(file ?? new Uint8Array())
        .removeAlpha()
        .raw()
        .toBuffer(),
    };
  };
  const before = await make(3.5, {});
  const { map = identity } = before.record?.outputs[0]?.crop ?? {};
  // Px of the photo: the wall beside the head, and the chest.
  const [wall, chest] = [
    { x: 20, y: 40 },
    { x: 147, y: 400 },
  ];
  const dab = (kind: string, place: Point) => {
    const { x, y } = apply(invert(map), place);
    return { kind, radius: 0.02, points: [[x / pictureSize.widthPx, y / pictureSize.heightPx]], wholeArea: true };
  };
  const strokes = [dab('keep', wall), dab('remove', chest)];
  const after = await make(3.5, { strokes });
  expect(after.record?.order?.strokes).toEqual(strokes);
  expect(after.record?.outputs[0]?.edits).toContainEqual({ kind: 'cutout-corrected', value: 2 });
  const colourAt = (pixels: Buffer, { x, y }: Point) => [...pixels.subarray((y * 295 + x) * 3, (y * 295 + x) * 3 + 3)];
  expect([before, after].map(({ pixels }) => colourAt(pixels, wall)[1] > 60)).toEqual([false, true]);
  expect([before, after].map(({ pixels }) => colourAt(pixels, chest).join() === '255,0,255')).toEqual([false, true]);
});

test('light and contrast change the person alone, without matting; the checks judge the result, the record lists the edits', async () => {
  const make = async (tone?: { light: number; contrast: number }) => {
    const plain = { ...order, backdrops: ['#ff00ff'], format: 'png' };
    await world.compose({ photoId, placedAt: later(3.5), order: { ...plain, ...(tone && { tone }) } }, context);
    const record = await world.record(photoId);
    const file = await world.read(record?.outputs[0]?.key ?? '');
    const { channels } = await sharp(file ?? new Uint8Array()).stats();
    const corner = await sharp(file ?? new Uint8Array())
      .extract({ left: 0, top: 0, width: 1, height: 1 })
      .raw()
      .toBuffer();
    const exposure = record?.checks.find(({ code }) => code === 'exposure')?.value;
    return { record, exposure: Number(exposure), green: channels[1].mean, corner: [...corner.subarray(0, 3)] };
  };
  const [plain, toned] = [await make(), await make({ light: -1, contrast: 0.5 })];
  expect(plain.corner).toEqual([255, 0, 255]);
  expect(toned.corner).toEqual(plain.corner);
  expect(plain.green - toned.green).toBeGreaterThan(5);
  expect(toned.exposure / plain.exposure).toBeLessThan(0.8);
  expect(toned.record?.outputs[0]?.edits).toEqual(
    expect.arrayContaining([
      { kind: 'light-changed', value: -1 },
      { kind: 'contrast-changed', value: 0.5 },
    ]),
  );
  expect(plain.record?.outputs[0]?.edits?.map(({ kind }) => kind)).not.toContain('light-changed');
});

test('a comic is drawn of the same cutout, and is labelled', async () => {
  const comic = { kind: 'comic', look: 'pop', sidePx: 320, backdrops: ['red'] };
  await world.compose({ photoId, placedAt: later(3.5), order: comic }, context);
  const record = await world.record(photoId);
  expect(record).toMatchObject({ status: 'done', verdict: 'will-be-refused', order: comic });
  const size = { widthPx: 320, heightPx: 320, contentType: 'image/png' };
  expect(record?.outputs).toMatchObject([
    { key: resultKeyOf('comic-pop-red.png'), kind: 'comic', ...size, notes: [{ code: 'not-for-offices' }] },
  ]);
  expect(await world.read(resultKeyOf('comic-pop-red.png'))).toHaveLength(record?.outputs[0]?.sizeBytes ?? -1);
});

test('a repeated order and an order older than the record change nothing', async () => {
  const before = await world.read(recordKey(photoId));
  await world.compose({ photoId, placedAt: later(-60), order: { ...order, backdrops: ['white'] } }, context);
  expect(await world.read(recordKey(photoId))).toEqual(before);
});

test('a rejected order is recorded, not thrown', async () => {
  await world.compose({ photoId, placedAt: later(4), order: { ...order, backdrops: ['no such colour'] } }, context);
  expect(await world.record(photoId)).toMatchObject({ status: 'rejected', rejection: { code: 'bad-order' } });
  expect((await world.record(photoId))?.versions.code).toEqual({ matting: '0.0.0+test', compose: '0.0.0+test' });
  expect(world.announced.at(-1)).toMatchObject({
    status: 'rejected',
    rejection: 'bad-order',
    verdict: null,
    outputs: [],
  });
});

test('a test portrait is not announced', async () => {
  const count = world.announced.length;
  await world.compose({ photoId, placedAt: later(4.5), order, isTest: true }, context);
  expect(await world.record(photoId)).toMatchObject({ status: 'done' });
  expect(world.announced).toHaveLength(count);
});

test('an old record without versions is composed as well', async () => {
  const { versions: _, ...older } = (await world.record(photoId)) ?? {};
  await world.write(recordKey(photoId), JSON.stringify(older));
  await world.compose({ photoId, placedAt: later(5), order }, context);
  expect((await world.record(photoId))?.versions).toEqual({
    code: { matting: null, compose: '0.0.0+test' },
    models: [],
    order: 2,
  });
});

test('a wake call succeeds and changes nothing', async () => {
  const before = await world.read(recordKey(photoId));
  await world.compose({ wake: true }, context);
  expect(await world.read(recordKey(photoId))).toEqual(before);
  await expect(world.compose({ wake: 'up' }, context)).rejects.toMatchObject({ code: 'bad-payload' });
});

test('an order for a deleted photo does not fail', async () => {
  await world.compose({ photoId: 'nobody.jpg', placedAt: later(1), order }, context);
  expect(await world.record('nobody.jpg')).toBeNull();
});

test('deleting a photo removes all of it and nothing of another photo with the same content', async () => {
  const portrait = withOwnBytes(await drawnPortrait('bob'), 'twins');
  const before = await world.keys();
  for (const name of ['twin-a.jpg', 'twin-a.jpg/twin-b.jpg']) {
    await world.matting(await world.upload(`uploads/${name}`, portrait, { order: '{}' }), context);
    await world.compose(world.invocations.at(-1), context);
  }
  await world.deletePhoto('twin-a.jpg');
  const left = (await world.keys()).filter((key) => !before.includes(key));
  expect(left.every((key) => key.includes('twin-a.jpg/twin-b.jpg'))).toBe(true);
  expect(left).toHaveLength(4);
  await world.deletePhoto('twin-a.jpg/twin-b.jpg');
  expect(await world.keys()).toEqual(before);
});

test('a missing cutout of a recorded photo and an invalid payload are thrown', async () => {
  await world.remove(results, (await world.record(photoId))?.cutout ?? '');
  const lost = world.compose({ photoId, placedAt: later(5), order }, context);
  await expect(lost).rejects.toMatchObject({ name: 'Fault', code: 'missing-object' });
  await expect(world.compose({ hello: 1 }, context)).rejects.toMatchObject({ code: 'bad-payload' });
});
