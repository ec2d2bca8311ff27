/** A manifest entry is enough to use another ONNX matting model. The toy model in U-2-Net's shape cuts out dark areas. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { openNetworks } from '../../functions/matting/inference/networks.ts';
import { mattePhoto } from '../../functions/matting/matte.ts';
import { settings } from '../support/stage.ts';
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
