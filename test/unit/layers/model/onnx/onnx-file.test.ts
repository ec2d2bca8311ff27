import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openModel } from '../../../../../functions/inference/model.ts';
import { widenHalves } from '../../../../../layers/model/onnx/half-float.ts';
import { decodeOnnx, encodeOnnx, type OnnxModel, toNumber } from '../../../../../layers/model/onnx/onnx-file.ts';
import {
  floatTensor,
  floatValue,
  int64Tensor,
  int64Values,
  neededInOrder,
} from '../../../../../layers/model/onnx/onnx-graph.ts';
import { writeOnnx } from '../../../../../layers/model/onnx/write-onnx.ts';
import { toyMattingModel } from '../../../../support/toy-model.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onnx-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

const small = (): OnnxModel => ({
  irVersion: 8,
  producerName: 'test',
  opsetImport: [{ domain: '', version: 15 }],
  graph: {
    name: 'small',
    node: [
      { input: ['a', 'b'], output: ['c'], name: 'n', opType: 'Concat', attribute: [{ name: 'axis', type: 2, i: 0 }] },
    ],
    initializer: [floatTensor('b', [2], Float32Array.of(1, -2))],
    input: [floatValue('a', ['n'])],
    output: [floatValue('c', ['m'])],
    valueInfo: [],
  },
});

describe('decode and encode', () => {
  it('keep a field that is set to zero', () => {
    const { graph } = decodeOnnx(encodeOnnx(small()));
    const [axis] = graph.node[0].attribute;
    expect(Object.hasOwn(axis, 'i')).toBe(true);
    expect(toNumber(axis.i ?? -1)).toBe(0);
  });

  it('keep fields that are not declared', () => {
    // Model: doc_string (6), metadata_props (14); their order in the file may change, not one byte may be lost.
    const unknown = Buffer.concat([
      Buffer.from([(6 << 3) | 2, 5, ...Buffer.from('hello')]),
      Buffer.from([(14 << 3) | 2, 8, (1 << 3) | 2, 1, 0x6b, (2 << 3) | 2, 3, ...Buffer.from('val')]),
    ]);
    const plain = encodeOnnx(small());
    const model = decodeOnnx(Buffer.concat([unknown, plain]));
    const written = Buffer.from(encodeOnnx(model));
    expect(written.length).toBe(plain.length + unknown.length);
    expect(written.includes(unknown)).toBe(true);
  });

  it('keep undeclared fields of nodes and attributes, also subgraphs', () => {
    const model = small();
    const node = decodeOnnx(encodeOnnx(model)).graph.node[0];
    // Node: doc_string (6). Attribute: g (6), a graph of its own.
    Object.assign(node, { $unknowns: [Uint8Array.of((6 << 3) | 2, 2, 0x68, 0x69)] });
    Object.assign(node.attribute[0], { $unknowns: [Uint8Array.of((6 << 3) | 2, 3, (2 << 3) | 2, 1, 0x67)] });
    model.graph.node = [node];
    const first = encodeOnnx(model);
    expect(Buffer.from(first).includes(Buffer.from([(6 << 3) | 2, 3, (2 << 3) | 2, 1, 0x67]))).toBe(true);
    expect(Buffer.compare(encodeOnnx(decodeOnnx(first)), first)).toBe(0);
  });

  it('refuse a file that is not an ONNX model', () => {
    for (const bytes of [new Uint8Array(), Buffer.from('<html>not found</html>'), encodeOnnx(small()).slice(0, 40)]) {
      expect(() => decodeOnnx(bytes)).toThrow(expect.objectContaining({ name: 'Fault', code: 'model-corrupt' }));
    }
  });
});

describe('graph helpers', () => {
  it('read whole numbers from both fields in which ONNX stores them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 40), max: 2 ** 40 })), (values) => {
        const raw = int64Tensor('t', [values.length], values);
        expect(int64Values(raw)).toEqual(values);
        const model = small();
        model.graph.initializer = [{ name: 't', dims: [values.length], dataType: 7, int64Data: values }];
        expect(int64Values(decodeOnnx(encodeOnnx(model)).graph.initializer[0])).toEqual(values);
      }),
    );
  });

  it('order nodes by need, remove the rest and refuse a circle', () => {
    const node = (name: string, input: string[]) => ({ name, input, output: [name], opType: 'Relu', attribute: [] });
    const graph = {
      ...small().graph,
      node: [node('c', ['b']), node('unused', ['a']), node('b', ['a'])],
      output: [floatValue('c', [1])],
    };
    expect(neededInOrder(graph).map(({ name }) => name)).toEqual(['b', 'c']);
    const circle = { ...graph, node: [node('c', ['b']), node('b', ['c'])] };
    expect(() => neededInOrder(circle)).toThrow(expect.objectContaining({ code: 'model-corrupt' }));
    expect(() => neededInOrder({ ...graph, node: [] })).toThrow(expect.objectContaining({ code: 'model-corrupt' }));
  });
});

describe('widenHalves', () => {
  const widen = (bits: number) => widenHalves(Uint8Array.of(bits & 0xff, bits >> 8))[0];

  it.each([
    [0x0000, 0],
    [0x8000, -0],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3555, 0.333251953125],
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])('0x%s', (bits, value) => expect(widen(bits)).toBe(value));

  it('rises with the bits all the way from zero to infinity', () => {
    const values = widenHalves(new Uint8Array(Uint16Array.from({ length: 0x7c01 }, (_, bits) => bits).buffer));
    expect(values.at(-1)).toBe(Number.POSITIVE_INFINITY);
    expect(values.findIndex((value, at) => at > 0 && !(value > values[at - 1]))).toBe(-1);
  });
});

describe('writeOnnx', () => {
  it('gives equal bytes for equal models, and a graph that onnxruntime opens with its weights beside it', async () => {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    const contents: Buffer[] = [];
    for (const at of [first, second]) {
      await mkdir(at);
      const paths = await writeOnnx(decodeOnnx(toyMattingModel()), join(at, 'toy.onnx'));
      expect(paths).toEqual([join(at, 'toy.onnx'), join(at, 'toy.onnx.data')]);
      contents.push(Buffer.concat(await Promise.all(paths.map((path) => readFile(path)))));
    }
    expect(Buffer.compare(contents[0], contents[1])).toBe(0);
    const model = await openModel(join(first, 'toy.onnx'), { threads: 1 });
    await model.close();
  });

  it('refuses a model whose weights are in another file', async () => {
    const model = small();
    model.graph.initializer[0].dataLocation = 1;
    await expect(writeOnnx(model, join(folder, 'x.onnx'))).rejects.toMatchObject({ code: 'model-corrupt' });
  });
});
