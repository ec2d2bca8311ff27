/** The handler of the matting function: from an S3 event to objects, record and the invocation of compose. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutoutKey, headKey, workingPhotoKey } from '../../../core/keys.ts';
import {
  findPreparedModel,
  modelsFileName,
  type PreparedModel,
  parsePreparedModels,
} from '../../../core/model-card.ts';
import type { PhotoOrderInput } from '../../../core/order.ts';
import { ensureModels } from '../../../layers/model/ensure.ts';
import type { S3Event } from '../../../local/s3/server.ts';
import { catalogue } from '../../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../../portraits/render.ts';
import { context, type HandlerWorld, openWorld, results, uploads } from '../../support/handler-world.ts';
import { card, cardFile, claiming, sharpOf } from '../../support/odd-images.ts';

let world: HandlerWorld;
let portrait: Uint8Array;
let twoPeople: Uint8Array;
let preparedModels: readonly PreparedModel[];

beforeAll(async () => {
  world = await openWorld();
  const list = parsePreparedModels(await readFile(join((await ensureModels()).storeDir, modelsFileName), 'utf8'));
  preparedModels = tasks.map((task) => findPreparedModel(list, task));
  portrait = await encodeJpeg((await renderPortrait(catalogue.short)).photo);
  twoPeople = await encodeJpeg((await renderPortrait(catalogue['two-people'])).photo);
});
afterAll(() => world.close());

/** @returns every invocation that `work` causes. */
async function invokedBy(work: () => Promise<unknown>): Promise<unknown[]> {
  const before = world.invocations.length;
  await work();
  return world.invocations.slice(before);
}

const objectsOf = (photoId: string) =>
  Promise.all([cutoutKey, headKey, workingPhotoKey].map((keyOf) => world.read(keyOf(photoId))));

const tasks = ['matting', 'person-prior', 'face-box', 'face-landmarks', 'face-details'] as const;
const isDigestOf =
  (variants: PreparedModel['variants']) =>
  (digest: string): boolean =>
    variants.some(({ files }) => files.map(({ sha256 }) => sha256).join(' ') === digest);

describe('a portrait', () => {
  let event: S3Event;

  test('gives cutout, measurements, working photo and record, and compose is invoked', async () => {
    event = await world.upload('uploads/us-passport+white/jane doe+1.jpg', portrait);
    const handed = await invokedBy(() => world.matting(event, context));
    const photoId = 'us-passport+white/jane doe+1.jpg';
    // With the first photo of an instance, compose is also invoked to start it.
    const call = { photoId, order: { standards: ['us-passport'], backdrops: ['white'] } };
    expect(handed).toMatchObject([{ wake: true }, call]);
    const [cutout, head, photo] = await objectsOf(photoId);
    expect(
      Buffer.from(cutout ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(
      Buffer.from(photo ?? [])
        .subarray(0, 2)
        .toString('hex'),
    ).toBe('ffd8');
    expect(JSON.parse(Buffer.from(head ?? []).toString())).toMatchObject({ version: 1, face: { count: 1 } });
    expect(await world.record(photoId)).toMatchObject({ status: 'composing', reusedCutout: false, rejection: null });
  });

  test('has a record with the versions of code, networks and order', async () => {
    const record = await world.record('us-passport+white/jane doe+1.jpg');
    expect(record?.versions).toEqual({
      code: { matting: '0.0.0+test', compose: null },
      models: preparedModels.map(({ id, variants }) => ({ id, digest: expect.toSatisfy(isDigestOf(variants)) })),
      order: 1,
    });
  });

  test('invokes compose again without the networks when the event comes again before compose has finished', async () => {
    const handed = await invokedBy(() => world.matting(event, context));
    expect(handed).toHaveLength(1);
    expect(await world.record('us-passport+white/jane doe+1.jpg')).toMatchObject({ reusedCutout: true });
  });

  test('is a duplicate when the event comes again after compose has finished', async () => {
    await world.compose(world.invocations.at(-1), context);
    expect(await invokedBy(() => world.matting(event, context))).toEqual([]);
    expect(await world.record('us-passport+white/jane doe+1.jpg')).toMatchObject({ status: 'done' });
  });

  test('does not run the networks for the same content under another key, until the first cutout is deleted', async () => {
    const [first] = await objectsOf('us-passport+white/jane doe+1.jpg');
    await world.matting(await world.upload('uploads/again.jpg', portrait), context);
    expect(await world.record('again.jpg')).toMatchObject({ reusedCutout: true });
    expect((await objectsOf('again.jpg'))[0]).toEqual(first);
    await world.remove(results, headKey('us-passport+white/jane doe+1.jpg'));
    await world.matting(await world.upload('uploads/third.jpg', portrait), context);
    expect(await world.record('third.jpg')).toMatchObject({ reusedCutout: false });
    expect((await objectsOf('third.jpg'))[0]).toEqual(first);
  });
});

test('an event that is older than the record changes nothing', async () => {
  const older = await world.upload('uploads/overtaken.jpg', twoPeople);
  const newer = await world.upload('uploads/overtaken.jpg', portrait);
  await world.matting(newer, context);
  expect(await invokedBy(() => world.matting(older, context))).toEqual([]);
  expect(await world.record('overtaken.jpg')).toMatchObject({ status: 'composing' });
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
    expect(record?.rejection?.advice).not.toBe('');
  });
});

test('the largest of two faces is chosen when the order says so', async () => {
  const event = await world.upload('uploads/main.jpg', twoPeople, { order: '{"faces":"main"}' });
  expect(await invokedBy(() => world.matting(event, context))).toHaveLength(1);
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
