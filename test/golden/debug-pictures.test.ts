/** The files of `npm run photo -- --debug`, from a drawn portrait and the real models. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { writeDebugPictures } from '../../cli/debug-pictures.ts';
import { readyModels } from '../../cli/models.ts';
import { parseOrder } from '../../core/order.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';

test('each step of matting gives a picture; a rejected photo gives none', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-debug-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const { photo } = await renderPortrait(catalogue.demo);
  const files = [join(dir, 'jane.jpg'), join(dir, 'broken.jpg')];
  await writeFile(files[0], await encodeJpeg(photo));
  await writeFile(files[1], 'no picture');
  const steps = join(dir, 'steps');
  const item = { name: null, order: parseOrder({}), copies: 1 };
  const items = files.map((path) => ({ ...item, path, place: basename(path, '.jpg') }));
  await writeDebugPictures(items, { dir: steps, modelDir: await readyModels(), modelId: '' });

  const names = ['foreground', 'joined', 'matte', 'network', 'prior', 'trimap'];
  expect((await readdir(steps)).toSorted()).toEqual(names.map((name) => `jane-${name}.png`));
  const trimap = await sharp(join(steps, 'jane-trimap.png')).raw().toBuffer();
  expect([...new Set(trimap)].toSorted((a, b) => a - b)).toEqual([0, 128, 255]);
  const matte = await sharp(join(steps, 'jane-matte.png')).metadata();
  expect([matte.width, matte.height, matte.channels]).toEqual([photo.widthPx, photo.heightPx, 1]);
});
