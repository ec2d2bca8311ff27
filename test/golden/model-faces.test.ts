import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distance, midpoint } from '../../core/measure.ts';
import { chooseVariant, findPreparedModel, type ModelTask } from '../../core/model-card.ts';
import { findFaceBoxes } from '../../functions/matting/face/face-box.ts';
import { measureFace } from '../../functions/matting/face/face-mesh.ts';
import { type Model, openModel } from '../../functions/matting/inference/model.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { readStore } from '../../layers/model/store.ts';
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
