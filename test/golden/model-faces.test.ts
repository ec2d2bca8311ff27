import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distance, midpoint } from '../../core/measure.ts';
import { chooseVariant, findPreparedModel, type ModelTask } from '../../core/model-card.ts';
import { raster } from '../../core/raster.ts';
import { findFaceBoxes } from '../../functions/detection/face-box.ts';
import { type Model, openModel } from '../../functions/inference/model.ts';
import { findPerson } from '../../functions/matting/face/face.ts';
import { measureFace } from '../../functions/matting/face/face-mesh.ts';
import { findFaces } from '../../functions/matting/face/find-faces.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { readStore } from '../../layers/model/store.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { renderPortrait } from '../../portraits/render.ts';

const portable = { cpuClass: null, onnxruntime: '' };
const opened: Model[] = [];
let detector: Model;
let mesh: Model;
let prior: Model;

beforeAll(async () => {
  const { storeDir } = await ensureModels();
  const store = await readStore(storeDir);
  const open = async (task: ModelTask) => {
    const { files } = chooseVariant(findPreparedModel(store, task), portable);
    const model = await openModel(join(storeDir, files[0].name), { threads: 1 });
    opened.push(model);
    return model;
  };
  [detector, mesh, prior] = [await open('face-box'), await open('face-landmarks'), await open('person-prior')];
});
afterAll(async () => {
  for (const model of opened) await model.close();
});

describe('the converted face models on drawn faces', () => {
  it.each([
    ['level', { tiltDeg: 0 }],
    ['leaning left', { tiltDeg: -15, skin: 'dark' }],
    ['leaning right, with a beard', { tiltDeg: 12, beard: true, skin: 'tan' }],
    ['small and off the centre', { headHeightShare: 0.2, centreX: 0.35, eyeY: 0.3 }],
  ])('%s: eyes and chin are found where they are drawn', async (_, spec) => {
    const { photo, drawing } = await renderPortrait({ widthPx: 720, heightPx: 1080, ...spec });
    const { truth } = drawing;
    const [box] = await findFaceBoxes(detector, photo);
    expect(box?.score).toBeGreaterThan(0.7);
    const face = await measureFace(mesh, photo, box);
    if (!face) throw new Error('the mesh saw no face');
    const head = truth.headHeightSkullPx;
    expect(distance(box.centre, midpoint(midpoint(truth.leftEye, truth.rightEye), truth.chin)) / head).toBeLessThan(
      0.12,
    );
    expect(distance(face.leftEye, truth.leftEye) / head).toBeLessThan(0.02);
    expect(distance(face.rightEye, truth.rightEye) / head).toBeLessThan(0.02);
    expect(distance(face.landmarks.chin, truth.chin) / head).toBeLessThan(0.05);
    expect(Math.abs(face.rollDeg - truth.rollDeg)).toBeLessThan(2);
  });

  it('find no face where there is none', async () => {
    const plain = await renderPortrait({ widthPx: 720, heightPx: 1080 });
    expect(await findFaceBoxes(detector, plain.backdrop)).toEqual([]);
    // The detector takes some patterns for faces, the mesh does not.
    const { backdrop } = await renderPortrait({ widthPx: 720, heightPx: 1080, backdrop: 'busy' });
    for (const box of await findFaceBoxes(detector, backdrop))
      expect(await measureFace(mesh, backdrop, box)).toBeNull();
    const feeds = { input: { data: new Float32Array(3 * 192 * 192).fill(0.5), dims: [1, 3, 192, 192] } };
    const { presence, landmarks } = await mesh.run(feeds);
    expect(landmarks.data).toHaveLength(468 * 3);
    expect(presence.data[0]).toBeLessThan(-2);
  });
});

describe('small faces', () => {
  /** Draws people with heads of these heights, px, side by side before a plain wall. */
  async function scene(widthPx: number, heightPx: number, headsPx: readonly number[]) {
    const { photo, drawing } = await renderPortrait(catalogue.demo);
    const raw = { width: photo.widthPx, height: photo.heightPx, channels: 3 as const };
    const people = headsPx.map(async (headPx, at) => {
      const width = Math.round((photo.widthPx * headPx) / drawing.truth.headHeightSkullPx);
      const input = await sharp(photo.data, { raw }).resize(width).png().toBuffer();
      return { input, left: Math.round(((at + 0.5) * widthPx) / headsPx.length - width / 2), top: heightPx >> 2 };
    });
    const wall = sharp({ create: { width: widthPx, height: heightPx, channels: 3, background: '#9aa4ae' } });
    const data = await wall
      .composite(await Promise.all(people))
      .removeAlpha()
      .raw()
      .toBuffer();
    return raster(widthPx, heightPx, new Uint8Array(data));
  }
  const networks = () => ({ faceBox: { model: detector }, faceMesh: { model: mesh }, faceDetails: { model: mesh } });

  it('two of them are two', async () => {
    for (const headPx of [60, 90, 150]) {
      expect(await findFaces(networks(), await scene(1200, 600, [headPx, headPx])), `${headPx} px`).toHaveLength(2);
      const found = findPerson(networks(), await scene(1200, 600, [headPx, headPx]), 'one', 1);
      await expect(found).rejects.toMatchObject({ code: 'several-faces' });
    }
  });

  it('one of them is refused with its height, and with what helps', async () => {
    const picture = await scene(1000, 700, [62]);
    await expect(findPerson(networks(), picture, 'one', 1)).rejects.toMatchObject({
      code: 'face-too-small',
      message: expect.stringMatching(/It is 4\d px high and needs 64 px\./),
      advice: expect.stringMatching(/original file/),
    });
    await expect(findPerson(networks(), picture, 'one', 3)).rejects.toMatchObject({
      advice: expect.stringMatching(/^Cut the person/),
      facts: { leastPx: 192, isReduced: 'yes' },
    });
    const [face] = await findFaces(networks(), await scene(1000, 700, [110]));
    expect(face?.box.heightPx).toBeGreaterThan(64);
  });
});

describe('the converted person prior', () => {
  it('covers a drawn person and nothing else', async () => {
    const sidePx = 256;
    const { photo, alpha } = await renderPortrait({ widthPx: sidePx, heightPx: sidePx });
    const pixels = sidePx * sidePx;
    const data = Float32Array.from(
      { length: 3 * pixels },
      (_, at) => photo.data[(at % pixels) * 3 + Math.floor(at / pixels)] / 255,
    );
    const { person } = await prior.run({ input: { data, dims: [1, 3, sidePx, sidePx] } });
    expect(person.dims).toEqual([1, 1, sidePx, sidePx]);
    let [both, either] = [0, 0];
    for (let at = 0; at < pixels; at += 1) {
      const [found, drawn] = [person.data[at] > 0.5, alpha.data[at] > 127];
      both += Number(found && drawn);
      either += Number(found || drawn);
    }
    // Measured: 0.994.
    expect(both / either).toBeGreaterThan(0.97);
  });
});
