/** Two passes over a subject, with a network whose outputs are given. */
import { expect, test } from 'vitest';
import { raster } from '../../../../../core/raster.ts';
import type { Network } from '../../../../../functions/inference/network.ts';
import { inferSubject } from '../../../../../functions/matting/inference/infer-subject.ts';

const input: Network['input'] = {
  name: 'input',
  layout: 'NCHW',
  channels: 'RGB',
  size: { kind: 'multiple', ofPx: 64 },
  mean: [0, 0, 0],
  std: [1, 1, 1],
};

/** A network that outputs the upper and the lower half by turns. `sizes` collects width and height of its inputs. */
function alternatingNetwork(size = input.size): { readonly sizes: number[][]; readonly network: Network } {
  const sizes: number[][] = [];
  const model: Network['model'] = {
    run: async ({ input: { dims } }) => {
      const [height, width] = dims.slice(2);
      const upper = sizes.push([width, height]) % 2 === 1;
      const data = new Float32Array(width * height);
      const half = data.length / 2;
      data.fill(1, upper ? 0 : half, upper ? half : data.length);
      return { output: { data, dims: [1, 1, height, width] } };
    },
    close: async () => {},
  };
  const output: Network['output'] = { name: 'output', meaning: 'probability' };
  const open = async () => {};
  const outputs = { output, outputs: [output], labels: null, memory: null, sizeBytes: 0 };
  const network = { id: 'alternating', digest: '', model, open, input: { ...input, size }, ...outputs };
  return { sizes, network };
}

const picture = (widthPx: number, heightPx: number) =>
  raster(widthPx, heightPx, new Uint8Array(widthPx * heightPx * 3));

test('the subject is what either pass shows; the second pass is a square of as many pixels', async () => {
  const { sizes, network } = alternatingNetwork();
  const { widthPx, heightPx, alpha } = await inferSubject(network, picture(400, 300), 512);
  expect(sizes).toEqual([
    [1024, 768],
    [896, 896],
  ]);
  expect([widthPx, heightPx]).toEqual([1024, 768]);
  expect(alpha[10 * 1024]).toBe(1);
  expect(alpha[760 * 1024]).toBe(1);
});

test('the second pass over a square picture is smaller', async () => {
  const { sizes, network } = alternatingNetwork();
  await inferSubject(network, picture(300, 300), 512);
  expect(sizes).toEqual([
    [896, 896],
    [640, 640],
  ]);
});

test('a network of fixed input size makes one pass', async () => {
  const { sizes, network } = alternatingNetwork({ kind: 'fixed', widthPx: 320, heightPx: 320 });
  const { alpha } = await inferSubject(network, picture(400, 300), 512);
  expect(sizes).toEqual([[320, 320]]);
  expect(alpha.at(-1)).toBe(0);
});

test('an edge that both passes show runs between the two', async () => {
  const { network } = alternatingNetwork();
  // The second pass places the edge 0.25 of its px farther right, which is about 0.3 px of the first pass.
  const edges = [0, 0.25];
  const model: Network['model'] = {
    ...network.model,
    run: async ({ input: { dims } }) => {
      const [height, width] = dims.slice(2);
      const edge = width / 2 + (edges.shift() ?? 0);
      const softness = width / 96;
      const valueAt = (x: number) => Math.max(0, Math.min(1, 0.5 + (edge - x - 0.5) / softness));
      const data = Float32Array.from({ length: width * height }, (_, at) => valueAt(at % width));
      return { output: { data, dims: [1, 1, height, width] } };
    },
  };
  const { alpha, widthPx } = await inferSubject({ ...network, model }, picture(400, 300), 512);
  const opaque = alpha.subarray(100 * widthPx, 101 * widthPx).reduce((sum, value) => sum + value, 0);
  expect(opaque - widthPx / 2).toBeGreaterThan(0.1);
  expect(opaque - widthPx / 2).toBeLessThan(0.2);
});
