/** The page's own runner against onnxruntime, with the two face networks of the store. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cameraNetworkFiles } from '../../core/camera-networks.ts';
import { boxInputPx } from '../../core/faces/face-box.ts';
import { meshInputPx } from '../../core/faces/face-mesh.ts';
import { openModel } from '../../functions/inference/model.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { readStore } from '../../layers/model/store.ts';
import { openNetwork } from '../../web/camera/network/open-network.ts';
import { readOnnx } from '../../web/camera/network/read-onnx.ts';

const { storeDir } = await ensureModels({ ids: ['face-detection-short-range', 'face-landmarks-468'] });
const files = cameraNetworkFiles(await readStore(storeDir));

test.each([
  { task: 'faceBox', sidePx: boxInputPx, most: 0.001 },
  { task: 'faceMesh', sidePx: meshInputPx, most: 0.001 },
] as const)('$task gives the numbers of onnxruntime', async ({ task, sidePx, most }) => {
  const [graph, weights] = (files?.[task] ?? []).map(({ name }) => join(storeDir, name));
  const own = openNetwork(readOnnx(readFileSync(graph), readFileSync(weights)), sidePx);
  const model = await openModel(graph, { threads: 1 });
  const data = Float32Array.from({ length: 3 * sidePx * sidePx }, (_, i) => 0.5 + 0.5 * Math.sin(0.013 * i));
  const wanted = await model.run({ input: { data, dims: [1, 3, sidePx, sidePx] } });
  const found = own.run(data);
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
  for (const [name, values] of Object.entries(found)) {
    const errors = values.map((value, i) => Math.abs(value - wanted[name].data[i]));
    expect(Math.max(...errors), name).toBeLessThan(most);
  }
  await model.close();
});

test('a file that is no network is refused', () => {
  expect(() => readOnnx(new Uint8Array([8, 10]), new Uint8Array())).toThrow('The file has no graph.');
  expect(() => readOnnx(new Uint8Array([255, 255]), new Uint8Array())).toThrow('The message ends too early.');
});
