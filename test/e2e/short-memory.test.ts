/** Functions with little memory work smaller and say so, and none is killed. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { objectResultSchema } from '../../core/object-result.ts';
import type { PhotoOrderInput } from '../../core/order.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { loadManifest, parseManifest } from '../../layers/model/manifest.ts';
import type { InvocationReport } from '../../local/lambda/host.ts';
import { connect } from '../../local/studio/client.ts';
import { startStudio } from '../../local/studio/studio.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';
import { toyComicEntry, toyComicModel } from '../support/toy-comic.ts';

test('matting in 160 MB, comics in 256 MB and objects in 72 MB: degraded, rejected, never killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zerobooth-short-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [path, bytes] = [join(folder, 'toy.onnx'), toyComicModel()];
  await writeFile(path, bytes);
  const toy = parseManifest({ models: [toyComicEntry(bytes, pathToFileURL(path).href)] });
  const { storeDir } = await ensureModels();
  // A store of its own with the usual models and the toy.
  const modelDir = join(folder, 'store');
  const isFile = (source: string) => source === storeDir || /\.(json|onnx|data)$/.test(source);
  await cp(storeDir, modelDir, { recursive: true, filter: isFile });
  await ensureModels({ storeDir: modelDir, manifest: [...loadManifest(), ...toy], ids: ['toy-comic'] });
  const reports: InvocationReport[] = [];
  const studio = await startStudio({
    ...{ dataDir: join(folder, 'data'), modelDir, concurrency: 1, settings: { comicId: 'toy-comic' } },
    sizes: {
      matting: { memoryMb: 160, cpuShare: 1 },
      compose: { memoryMb: 256, cpuShare: 1 },
      objects: { memoryMb: 72, cpuShare: 1 },
    },
    onReport: (report) => reports.push(report),
  });
  const client = connect(studio);
  onTestFinished(async () => {
    client.close();
    await studio.close();
  });
  const portrait = await encodeJpeg((await renderPortrait(catalogue.glasses)).photo);
  const large = await sharp(portrait).resize(2828, 4242, { fit: 'fill' }).jpeg({ quality: 80 }).toBuffer();
  const isOver = () => reports.some(({ status }) => status !== 'success');
  const send = async (name: string, order: PhotoOrderInput) => {
    await client.upload(name, large, order);
    return client.waitForRecord(name, isOver);
  };
  const record = await send('photo.jpg', { standards: ['us-passport'] });
  expect(record).toMatchObject({ status: 'done' });
  expect(record?.degraded[0]).toMatchObject({ what: 'photo', fromPx: 2048, why: 'memory', memoryMb: 160 });
  expect(record?.outputs[0].notes.map(({ code }) => code)).toContain('degraded');
  const byNetwork = await send('network.jpg', { kind: 'comic', look: 'network', sidePx: 1024 });
  expect(reports.filter(({ status }) => status !== 'success')).toEqual([]);
  expect(byNetwork).toMatchObject({ status: 'done' });
  expect(byNetwork?.degraded.at(-1)).toMatchObject({ what: 'comic', fromPx: 1024, memoryMb: 256 });
  const drawn = await send('comic.jpg', { kind: 'comic', sidePx: 2048 });
  expect(drawn).toMatchObject({ status: 'done' });
  expect(drawn?.degraded.map(({ what }) => what)).toContain('comic');
  expect(drawn?.outputs[0].widthPx).toBeLessThan(2048);

  const { endpoint, region, credentials } = studio;
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  onTestFinished(() => s3.destroy());
  const huge = await sharp(portrait).resize(6000, 9000, { fit: 'fill' }).jpeg({ quality: 60 }).toBuffer();
  await s3.send(new PutObjectCommand({ Bucket: 'zerobooth-uploads', Key: 'objects/huge.jpg', Body: huge }));
  await studio.host.idle();
  const found = await client.fetchResult('results/objects/huge.jpg/objects.json');
  const result = objectResultSchema.parse(JSON.parse(Buffer.from(found).toString()));
  // It fits at a smaller size, or at none.
  if (result.status === 'done') expect(result.degraded).toMatchObject([{ what: 'picture', memoryMb: 72 }]);
  else expect(result.rejection?.code).toBe('too-large-for-memory');
  expect(reports.filter(({ status }) => status !== 'success')).toEqual([]);
}, 300_000);
