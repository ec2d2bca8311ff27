/**
 * Compares the converted NanoDet with TensorFlow.js. nanodet-reference.json has values of @tensorflow/tfjs-core,
 * tfjs-converter and tfjs-backend-cpu 4.22.0 (`loadGraphModel`, `executeAsync`, 2026-11-30) for the picture of {@link waves}.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Raster, raster } from '../../core/raster.ts';
import { detectObjects } from '../../functions/detection/detect-objects.ts';
import { openModel } from '../../functions/inference/model.ts';
import { type Network, openModelStore } from '../../functions/inference/network.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { renderPortrait } from '../../portraits/render.ts';
import reference from './nanodet-reference.json' with { type: 'json' };

const sidePx = 416;
let detector: Network;
/** The default: the same network for a smaller picture. */
let small: Network;
let portablePath: string;
beforeAll(async () => {
  const { storeDir, models } = await ensureModels({ ids: ['nanodet-g', 'nanodet-g-320'] });
  const prepare = await openModelStore({ modelDir: storeDir, threads: 1 });
  [detector, small] = [await prepare('object-detection', 'nanodet-g'), await prepare('object-detection')];
  const card = models.find(({ id }) => id === 'nanodet-g');
  const portable = card?.variants.find(({ optimisedFor }) => optimisedFor === null);
  portablePath = join(storeDir, portable?.files[0].name ?? '');
});
afterAll(() => Promise.all([detector.model.close(), small.model.close()]));

/** Waves and a chequerboard, different in each channel. */
function waves(): Float32Array {
  return Float32Array.from({ length: 3 * sidePx ** 2 }, (_, at) => {
    const [c, y, x] = [Math.floor(at / sidePx ** 2), Math.floor(at / sidePx) % sidePx, at % sidePx];
    return 2 * Math.sin(x / (17 + 5 * c)) * Math.cos(y / (23 - 4 * c)) + (((x >> 5) + (y >> 5)) & 1 ? 0.5 : -0.5);
  });
}

describe('the converted NanoDet', () => {
  it('gives the values of TensorFlow.js, at most 1e-4 apart', async () => {
    const model = await openModel(portablePath, { threads: 1 });
    const results = await model.run({ input: { data: waves(), dims: [1, 3, sidePx, sidePx] } });
    await model.close();
    for (const [name, { shape, values }] of Object.entries(reference)) {
      expect(results[name].dims, name).toEqual(shape);
      // Measured on all 464,000 values: at most 1.3e-5.
      for (const [at, value] of Object.entries(values)) {
        expect(Math.abs(results[name].data[Number(at)] - value), `${name} ${at}`).toBeLessThan(1e-4);
      }
    }
  });
});

describe('detectObjects on drawn pictures', () => {
  const drawn = async (spec: Parameters<typeof renderPortrait>[0]) => (await renderPortrait(spec)).photo;

  it.each([
    ['at 416 px', () => detector],
    ['at 320 px', () => small],
  ])('finds one person %s, with a box around hair and chest', async (_, networkOf) => {
    const { photo, drawing } = await renderPortrait({ ...catalogue.demo, widthPx: 480, heightPx: 640 });
    const found = await detectObjects(networkOf(), photo);
    expect(found.map(({ label }) => label)).toEqual(['person']);
    const [{ score, box }] = found;
    expect(score).toBeGreaterThan(0.6);
    const { chin, headHeightSkullPx } = drawing.truth;
    expect(box.topPx).toBeLessThan(chin.y - 0.9 * headHeightSkullPx);
    expect(box.topPx + box.heightPx).toBeGreaterThan(chin.y + 0.5 * headHeightSkullPx);
    expect(box.leftPx).toBeLessThan(chin.x);
    expect(box.leftPx + box.widthPx).toBeGreaterThan(chin.x);
  });

  it('finds two people beside each other as two, and nothing on a plain wall', async () => {
    const photo = await drawn({ widthPx: 500, heightPx: 600 });
    const pair = beside(photo, photo);
    const people = (await detectObjects(detector, pair)).filter(({ label }) => label === 'person');
    expect(people).toHaveLength(2);
    const [left, right] = people.toSorted((a, b) => a.box.leftPx - b.box.leftPx);
    expect(left.box.leftPx + left.box.widthPx / 2).toBeLessThan(500);
    expect(right.box.leftPx + right.box.widthPx / 2).toBeGreaterThan(500);
    expect(await detectObjects(detector, raster(300, 200, new Uint8Array(300 * 200 * 3).fill(200)))).toEqual([]);
  });
});

/** Returns two pictures of one height side by side. */
function beside(left: Raster, right: Raster): Raster {
  const { heightPx } = left;
  const rowBytes = 3 * (left.widthPx + right.widthPx);
  const data = new Uint8Array(rowBytes * heightPx);
  for (let y = 0; y < heightPx; y++) {
    data.set(left.data.subarray(y * left.widthPx * 3, (y + 1) * left.widthPx * 3), y * rowBytes);
    data.set(right.data.subarray(y * right.widthPx * 3, (y + 1) * right.widthPx * 3), y * rowBytes + 3 * left.widthPx);
  }
  return raster(left.widthPx + right.widthPx, heightPx, data);
}
