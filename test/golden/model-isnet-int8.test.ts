import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseVariant, type PreparedModel } from '../../core/model-card.ts';
import { type FloatTensor, type Model, openModel } from '../../functions/inference/model.ts';
import { resizeRegion, toPlanes, toTensor, wholeOf } from '../../functions/inference/tensor.ts';
import { inputSize } from '../../functions/matting/inference/infer.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { thisMachine } from '../../layers/model/machine.ts';
import { decodeOnnx } from '../../layers/model/onnx/onnx-file.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { renderPortrait } from '../../portraits/render.ts';

const sidePx = 512;
const anyMachine = { cpuClass: null, onnxruntime: '' };
let storeDir: string;
let whole: PreparedModel;
let rounded: PreparedModel;

beforeAll(async () => {
  const ready = await ensureModels({ ids: ['isnet-general', 'isnet-general-int8'] });
  storeDir = ready.storeDir;
  [whole, rounded] = ready.models;
});

function open(card: PreparedModel): Promise<Model> {
  const { files, optimisedFor } = chooseVariant(card, thisMachine());
  return openModel(join(storeDir, files[0].name), { threads: 2, optimisation: optimisedFor ? 'disabled' : 'all' });
}

async function shown(name: string): Promise<FloatTensor> {
  const { photo } = await renderPortrait(catalogue[name]);
  const size = inputSize(rounded.input, photo, sidePx);
  return toTensor(toPlanes(await resizeRegion(photo, wholeOf(photo), size)), rounded.input);
}

const meanDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + Math.abs(value - b[at]), 0) / a.length;

describe('ISNet in 8 bits compared with single precision', () => {
  it('has a quarter of the size', () => {
    const [before, after] = [whole, rounded].map((card) => chooseVariant(card, anyMachine).files[1].sizeBytes);
    expect(after / before).toBeLessThan(0.26);
  });

  it('rounds every convolution except the last', async () => {
    const { graph } = decodeOnnx(await readFile(join(storeDir, chooseVariant(rounded, anyMachine).files[0].name)));
    const convolutions = graph.node.filter(({ opType }) => opType === 'Conv');
    const inFloats = convolutions.filter(({ input }) => !input[1].endsWith('_rounded'));
    expect(convolutions).toHaveLength(114);
    expect(inFloats.map(({ name }) => name)).toEqual(['/side1/Conv']);
  });

  it('is optimised to integer operators for this CPU', async () => {
    const { files, optimisedFor } = chooseVariant(rounded, thisMachine());
    if (!optimisedFor) return;
    const { graph } = decodeOnnx(await readFile(join(storeDir, files[0].name)));
    const count = (opType: string) => graph.node.filter((node) => node.opType === opType).length;
    expect(count('QLinearConv')).toBe(113);
    expect(count('QLinearConcat')).toBe(50);
    expect(count('QLinearAdd')).toBe(11);
  });

  it('gives nearly the same mattes of drawn portraits', async () => {
    const [exact, quick] = [await open(whole), await open(rounded)];
    for (const name of ['demo', 'green-wall', 'glasses', 'dark-on-dark']) {
      const feeds = { [rounded.input.name]: await shown(name) };
      const [before, after] = [(await exact.run(feeds)).output.data, (await quick.run(feeds)).output.data];
      expect(before.some((value) => value > 0.99)).toBe(true);
      expect(meanDifference(before, after), name).toBeLessThan(0.01);
    }
    await exact.close();
    await quick.close();
  });
});
