/**
 * A manifest entry is enough to use another ONNX matting model. The toy model in U-2-Net's shape cuts out dark areas. The models
 * whose licence is clear cut out a person.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { allNetworks, openNetworks } from '../../functions/matting/inference/networks.ts';
import { mattePhoto } from '../../functions/matting/matte.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { chosenModels, loadManifest } from '../../layers/model/manifest.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';
import { matte, settings } from '../support/stage.ts';
import { prepareToyStore } from '../support/toy-store.ts';

test('a model added to the manifest is fetched and verified, and cuts out a subject', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-toy-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const networks = await openNetworks({ ...(await prepareToyStore(dir)), threads: 1 });

  // A dark vase before a bright wall; the picture is not square as the network's input is.
  const vase =
    '<svg width="600" height="800"><rect width="600" height="800" fill="#eee"/><ellipse cx="300" cy="450" rx="150" ry="250" fill="#222"/></svg>';
  const bytes = await sharp(Buffer.from(vase)).jpeg({ quality: 95 }).toBuffer();
  const { cutout, head } = await mattePhoto({ bytes, kind: 'cutout', faces: 'one', settings, networks }, () => {});

  expect(head.model).toEqual({ id: 'toy-u2net', widthPx: 320, heightPx: 320 });
  const alphaAt = (x: number, y: number) => cutout.data[(y * cutout.widthPx + x) * 4 + 3];
  expect([alphaAt(300, 450), alphaAt(300, 220), alphaAt(170, 450)]).toEqual([255, 255, 255]);
  expect([alphaAt(20, 20), alphaAt(580, 780), alphaAt(300, 180)]).toEqual([0, 0, 0]);
});

test('with --licence clear a person is cut out by models whose licence is clear, and nothing looks for things', async () => {
  const ids = chosenModels(loadManifest(), [], 'clear').map(({ id }) => id);
  const { storeDir } = await ensureModels({ ids });
  const networks = await openNetworks({ modelDir: storeDir, modelId: '', threads: 0, licence: 'clear' });
  expect(networks.detector).toBeNull();
  expect(allNetworks(networks).map(({ id }) => id)).toEqual(ids);

  const { photo, alpha } = await renderPortrait(catalogue.short);
  const { cutout, head } = await matte(networks, await encodeJpeg(photo));
  expect(head).toMatchObject({ model: { id: 'selfie-segmentation-matting', widthPx: 256 }, objects: null });
  const error = alpha.data.reduce((sum, value, at) => sum + Math.abs(value - cutout.data[at * 4 + 3]), 0);
  expect(error / alpha.data.length / 255).toBeLessThan(0.01);
  await expect(
    openNetworks({ modelDir: storeDir, modelId: 'isnet-general-int8', threads: 0, licence: 'clear' }),
  ).rejects.toMatchObject({ code: 'model-missing' });
});
