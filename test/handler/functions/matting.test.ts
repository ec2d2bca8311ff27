/** The handler of the matting function: from an S3 event to objects, record and the invocation of compose. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withOwnBytes } from '../../../bench/performance/photos.ts';
import {
  findPreparedModel,
  modelsFileName,
  type PreparedModel,
  parsePreparedModels,
} from '../../../core/model-card.ts';
import type { PhotoOrderInput } from '../../../core/order.ts';
import type { MattingResult } from '../../../core/photo-record.ts';
import { unpackCutout } from '../../../functions/runtime/cutout-file.ts';
import { ensureModels } from '../../../layers/model/ensure.ts';
import type { S3Event } from '../../../local/s3/server.ts';
import { drawnPortrait } from '../../support/drawn.ts';
import { context, type HandlerWorld, openWorld, uploads } from '../../support/handler-world.ts';
import { card, cardFile, claiming, sharpOf } from '../../support/odd-images.ts';

let world: HandlerWorld;
let portrait: Uint8Array;
let twoPeople: Uint8Array;
let preparedModels: readonly PreparedModel[];

beforeAll(async () => {
  world = await openWorld();
  const list = parsePreparedModels(await readFile(join((await ensureModels()).storeDir, modelsFileName), 'utf8'));
  preparedModels = tasks.map((task) => findPreparedModel(list, task));
  portrait = await drawnPortrait('short');
  twoPeople = await drawnPortrait('two-people');
});
afterAll(() => world.close());

/** @returns every invocation that `work` causes. */
async function invokedBy(work: () => Promise<unknown>): Promise<unknown[]> {
  const before = world.invocations.length;
  await work();
  return world.invocations.slice(before);
}

/** @returns the cutout that the photo's record names. */
async function cutoutOf(photoId: string): Promise<Uint8Array | null> {
  const key = (await world.record(photoId))?.cutout;
  return key ? world.read(key) : null;
}

const tasks = ['matting', 'person-prior', 'face-box', 'face-landmarks', 'face-details', 'object-detection'] as const;
const isDigestOf =
  (variants: PreparedModel['variants']) =>
  (digest: string): boolean =>
    variants.some(({ files }) => files.map(({ sha256 }) => sha256).join(' ') === digest);

describe('a portrait', () => {
  let event: S3Event;

  test('gives a record and one object with working photo, edges and measurements, and compose is invoked', async () => {
    event = await world.upload('uploads/us-passport+white/jane doe+1.jpg', portrait);
    const handed = await invokedBy(() => world.matting(event, context));
    const photoId = 'us-passport+white/jane doe+1.jpg';
    // With the first photo of an instance, compose is also invoked to start it.
    const record = await world.record(photoId);
    expect(record).toMatchObject({ status: 'matting', rejection: null });
    const order = { standards: ['us-passport'], backdrops: ['white'] };
    const call = { photoId, order, cutout: record?.cutout, matting: { reusedCutout: false } };
    expect(handed).toMatchObject([{ wake: true }, call]);
    const { photoJpeg, edgesPng, headJson } = unpackCutout((await cutoutOf(photoId)) ?? new Uint8Array());
    expect(await sharp(edgesPng).metadata()).toMatchObject({ format: 'png', channels: 1 });
    expect(await sharp(photoJpeg).metadata()).toMatchObject({ format: 'jpeg', chromaSubsampling: '4:4:4' });
    expect(JSON.parse(Buffer.from(headJson).toString())).toMatchObject({ version: 1, face: { count: 1 } });
    expect((await world.keys()).filter((key) => key.startsWith('cutouts/'))).toEqual([record?.cutout]);
  });

  test('has a record with the versions of code, networks and order', async () => {
    const record = await world.record('us-passport+white/jane doe+1.jpg');
    expect(record?.versions).toEqual({
      code: { matting: '0.0.0+test', compose: null },
      models: preparedModels.map(({ id, variants }) => ({ id, digest: expect.toSatisfy(isDigestOf(variants)) })),
      order: 2,
    });
  });

  test('invokes compose again without the networks when the event comes again before compose has finished', async () => {
    const handed = await invokedBy(() => world.matting(event, context));
    expect(handed).toMatchObject([{ matting: { reusedCutout: true } }]);
  });

  test('is a duplicate when the event comes again after compose has finished', async () => {
    await world.compose(world.invocations.at(-1), context);
    expect(await invokedBy(() => world.matting(event, context))).toEqual([]);
    const { matting } = world.invocations.at(-1) as { matting: MattingResult };
    expect(await world.record('us-passport+white/jane doe+1.jpg')).toMatchObject({
      ...{ status: 'done', reusedCutout: true },
      timings: { matting: matting.timings },
    });
  });

  test('does not run the networks for the same content under another key, until the first cutout is deleted', async () => {
    const matte = async (photoId: string) => {
      const [call] = await invokedBy(async () =>
        world.matting(await world.upload(`uploads/${photoId}`, portrait), context),
      );
      return { ...(call as { matting: MattingResult }).matting, key: (await world.record(photoId))?.cutout };
    };
    const first = await cutoutOf('us-passport+white/jane doe+1.jpg');
    expect(await matte('again.jpg')).toMatchObject({ reusedCutout: true, key: 'cutouts/again.jpg.cutout.jpg' });
    expect(await cutoutOf('again.jpg')).toEqual(first);
    await world.deletePhoto('us-passport+white/jane doe+1.jpg');
    expect(await cutoutOf('again.jpg')).toEqual(first);
    expect(await matte('third.jpg')).toMatchObject({
      reusedCutout: false,
      key: expect.stringMatching(/[.]first[.]jpg$/),
    });
    expect(await cutoutOf('third.jpg')).toEqual(first);
  });

  test('that is sent twice at the same time gets two cutouts', async () => {
    const bytes = withOwnBytes(portrait, 'sent twice');
    const ids = ['same-1.jpg', 'same-2.jpg'];
    const events = [];
    for (const id of ids) events.push(await world.upload(`uploads/${id}`, bytes));
    await Promise.all(events.map((each) => world.matting(each, context)));
    const records = await Promise.all(ids.map((id) => world.record(id)));
    const own = ids.map((id) => `cutouts/${id}.cutout.jpg`);
    expect(records.map((record) => own.includes(record?.cutout ?? '')).sort()).toEqual([false, true]);
    for (const id of ids) await world.deletePhoto(id);
    expect((await world.keys()).filter((key) => records.some((record) => record?.cutout === key))).toEqual([]);
  });

  test('that replaces another under the same key leaves no cutout of the earlier one', async () => {
    const bytes = withOwnBytes(portrait, 'another');
    const before = (await world.keys()).filter((key) => key.startsWith('cutouts/'));
    const earlier = (await world.record('third.jpg'))?.cutout;
    await world.matting(await world.upload('uploads/third.jpg', bytes), context);
    const replaced = (await world.record('third.jpg'))?.cutout;
    expect(await world.keys()).toEqual(expect.arrayContaining([replaced]));
    expect((await world.keys()).filter((key) => key.startsWith('cutouts/'))).toHaveLength(before.length);
    expect(await world.keys()).not.toContain(earlier);
  });
});

test('an event that is older than the record changes nothing', async () => {
  const older = await world.upload('uploads/overtaken.jpg', twoPeople);
  const newer = await world.upload('uploads/overtaken.jpg', portrait);
  await world.matting(newer, context);
  expect(await invokedBy(() => world.matting(older, context))).toEqual([]);
  expect(await world.record('overtaken.jpg')).toMatchObject({ status: 'matting' });
});

test('an upload that no longer exists is not an error', async () => {
  const event = await world.upload('uploads/gone.jpg', portrait);
  await world.remove(uploads, 'uploads/gone.jpg');
  await world.matting(event, context);
  expect(await world.record('gone.jpg')).toBeNull();
});

test('events inside queue messages and the test event of S3 are accepted', async () => {
  const event = await world.upload('uploads/queued.jpg', portrait);
  const wrapped = { Records: [{ eventSource: 'aws:sqs', body: JSON.stringify(event) }] };
  expect(await invokedBy(() => world.matting(wrapped, context))).toHaveLength(1);
  await world.matting({ Service: 'Amazon S3', Event: 's3:TestEvent' }, context);
});

describe('rejections are recorded with their code, and compose is not invoked', () => {
  const ordered = (order: PhotoOrderInput) => ({ order: JSON.stringify(order) });
  const blank = () =>
    sharpOf(card({ widthPx: 640, heightPx: 640 }))
      .flatten()
      .linear(0, 200)
      .jpeg()
      .toBuffer();
  const cases: Record<string, { bytes: () => Promise<Uint8Array>; metadata?: Record<string, string>; key?: string }> = {
    empty: { bytes: async () => new Uint8Array() },
    'too-large': { bytes: async () => new Uint8Array(25 * 1024 * 1024 + 1) },
    'too-many-pixels': { bytes: () => claiming('png', 60_000, 60_000) },
    'too-small': {
      bytes: () =>
        sharpOf(card({ widthPx: 120, heightPx: 160 }))
          .jpeg()
          .toBuffer(),
    },
    'unsupported-format': { bytes: async () => new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>') },
    unreadable: { bytes: async () => portrait.subarray(0, portrait.length / 2) },
    'no-face': { bytes: () => cardFile('jpeg') },
    'several-faces': { bytes: async () => twoPeople },
    'no-person': { bytes: blank, metadata: ordered({ kind: 'cutout' }) },
    'bad-order': { bytes: async () => portrait, metadata: { order: '{"backdrops":' } },
    'unknown-standard': { bytes: async () => portrait, key: 'uploads/us-pasport/x.jpg' },
  };
  test.each(Object.entries(cases))('%s', async (code, { bytes, metadata, key = `uploads/${code}.jpg` }) => {
    const event = await world.upload(key, await bytes(), metadata);
    expect(await invokedBy(() => world.matting(event, context))).toEqual([]);
    const record = await world.record(key.replace('uploads/', ''));
    expect(record).toMatchObject({ status: 'rejected', rejection: { code }, outputs: [] });
    expect(world.announced.at(-1)).toMatchObject({ photoId: record?.photoId, status: 'rejected', rejection: code });
    expect(record?.rejection?.advice).not.toBe('');
  });
});

test('a rejection that the event bus did not take is announced when the event comes again', async () => {
  const event = await world.upload('uploads/untold.jpg', new Uint8Array());
  world.isBusOpen = false;
  await expect(world.matting(event, context)).rejects.toMatchObject({ code: 'events-unavailable' });
  world.isBusOpen = true;
  await world.matting(event, context);
  expect(world.announced.at(-1)).toMatchObject({ photoId: 'untold.jpg', rejection: 'empty' });
});

test('a rejected test portrait is not announced', async () => {
  const count = world.announced.length;
  await world.matting(await world.upload('golden/us-passport+white/golden-1.jpg', new Uint8Array()), context);
  expect(world.announced).toHaveLength(count);
});

test('the largest of two faces is chosen when the order says so', async () => {
  const event = await world.upload('uploads/main.jpg', twoPeople, { order: '{"faces":"main"}' });
  expect(await invokedBy(() => world.matting(event, context))).toHaveLength(1);
});

test('a comic of a picture without a face is cut out as a subject and handed on', async () => {
  const disc =
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><rect width="480" height="360" fill="#e8e4da"/><circle cx="240" cy="180" r="110" fill="#b03a2e"/></svg>';
  const png = await sharp(Buffer.from(disc)).png().toBuffer();
  const event = await world.upload('uploads/comic+ink/disc.png', png);
  const calls = await invokedBy(() => world.matting(event, context));
  expect(calls.at(-1)).toMatchObject({ photoId: 'comic+ink/disc.png', order: { kind: 'comic', look: 'ink' } });
  const { headJson } = unpackCutout((await cutoutOf('comic+ink/disc.png')) ?? new Uint8Array());
  expect(JSON.parse(Buffer.from(headJson).toString())).toMatchObject({ face: null, head: null });
});

describe('errors that the person did not cause are thrown', () => {
  const thrownBy = (event: unknown) => world.matting(event, context).catch((error: unknown) => error);

  test('an event that is not an S3 event', async () => {
    expect(await thrownBy({ hello: 'world' })).toMatchObject({ name: 'Fault', code: 'bad-event' });
  });

  test('an event of another bucket folder', async () => {
    expect(await thrownBy(await world.upload('elsewhere/x.jpg', portrait))).toMatchObject({ code: 'bad-event' });
  });

  test('storage that is not reachable', async () => {
    const event = await world.upload('uploads/late.jpg', portrait);
    await world.closeStorage();
    expect(await thrownBy(event)).toMatchObject({ name: 'Transient', code: 'storage-unavailable' });
  });
});
