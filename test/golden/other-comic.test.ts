/** A network that draws is used by a manifest entry alone. A tiny U-Net, made here, raises the contrast. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { drawByNetwork } from '../../functions/comic/draw-by-network.ts';
import { openModelStore } from '../../functions/inference/network.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { parseManifest } from '../../layers/model/manifest.ts';
import { drawnCutout } from '../support/comic.ts';
import { toyComicEntry, toyComicModel, toyComicStepPx } from '../support/toy-comic.ts';

test('a network that draws needs an entry in the manifest and no code; its memory is learned and forecast', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zerobooth-comic-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [path, bytes] = [join(folder, 'toy.onnx'), toyComicModel()];
  await writeFile(path, bytes);
  const entry = toyComicEntry(bytes, pathToFileURL(path).href);
  const options = { storeDir: join(folder, 'store'), manifest: parseManifest({ models: [entry] }), ids: [entry.id] };
  const [card] = (await ensureModels(options)).models;
  // Two pictures of 64 channels and one of 128 are held at the same time, 4 bytes each.
  const { bytesPerPixel = 0 } = card.memory ?? {};
  expect(bytesPerPixel).toBeGreaterThan(700);
  expect(bytesPerPixel).toBeLessThan(2_500);
  // A second call changes nothing.
  expect((await ensureModels(options)).models).toEqual([card]);

  const network = await (await openModelStore({ modelDir: options.storeDir, threads: 1 }))('comic', entry.id);
  onTestFinished(() => network.model.close());
  const { person, head } = await drawnCutout({});
  const draw = (limitMb: number | null, sidePx = 256) =>
    drawByNetwork(
      person,
      head,
      { sidePx, network, memory: limitMb === null ? null : { limitMb, heldMb: 50, heldNowMb: () => 50 } },
      () => {},
    );
  const whole = await draw(null);
  expect(whole.degraded).toEqual([]);
  expect([whole.portrait.widthPx, whole.portrait.widthPx % toyComicStepPx]).toEqual([256, 0]);
  const opaque = Array.from({ length: 256 * 256 }, (_, at) => at * 4).filter(
    (at) => whole.portrait.data[at + 3] === 255,
  );
  const values = opaque.map((at) => whole.portrait.data[at]);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(Math.floor(255 / (1 + Math.exp(3))));
  expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(100);

  // Room for half of the pixels of 1,024 px.
  const half = 120 + bytesPerPixel / 2;
  const small = await draw(half, 1024);
  const { widthPx } = small.portrait;
  expect(widthPx).toBeLessThan(800);
  expect(widthPx).toBeGreaterThan(500);
  expect(small.degraded).toMatchObject([{ what: 'comic', fromPx: 1024, toPx: widthPx, why: 'memory' }]);
  await expect(draw(60)).rejects.toMatchObject({ code: 'too-large-for-memory' });
  // An entry that says the figure is believed.
  const stated = parseManifest({ models: [{ ...entry, memory: { bytesPerPixel: 5 } }] });
  expect((await ensureModels({ ...options, manifest: stated })).models[0].memory).toEqual({ bytesPerPixel: 5 });
});
