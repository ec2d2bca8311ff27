/**
 * A tiny matting network in the shape of U-2-Net: a fixed input of 320 px, ImageNet mean and std, several side outputs, and
 * an output that needs min-max stretching. It takes dark areas for the subject, so its result can be predicted.
 */
import { createHash } from 'node:crypto';
import type { ManifestEntry } from '../../layers/model/manifest.ts';
import { encodeOnnx, type OnnxNode, type OnnxTensor } from '../../layers/model/onnx/onnx-file.ts';
import { floatTensor, floatValue, intsAttribute, onnxNode, textAttribute } from '../../layers/model/onnx/onnx-graph.ts';

export const toySidePx = 320;
const mean = [0.485, 0.456, 0.406] as const;
const std = [0.229, 0.224, 0.225] as const;
/** Rec. 601 luma. */
const luma = [0.299, 0.587, 0.114] as const;
const channels = 16;

/**
 * For a grey picture of value v (0..1), each output is `sigmoid(toySlope * (0.5 - v))` of the picture's local mean.
 * @param variation changes a weight that no output depends on, for tests that need another digest.
 * @returns the ONNX file.
 */
export function toyMattingModel(variation = 0): Uint8Array {
  const initializer = [
    floatTensor('encoder.weight', [channels, 3, 3, 3], encoderWeights(variation)),
    floatTensor('encoder.bias', [channels], oneThenNoise(0.5 + lumaOfMean(), variation)),
    ...['fine', 'coarse', 'both'].flatMap((side, at) => sideWeights(side, at === 2 ? channels + 1 : channels)),
    floatTensor('doubled', [4], new Float32Array([1, 1, 2, 2])),
  ];
  return encodeOnnx({
    irVersion: 7,
    producerName: 'toy',
    opsetImport: [{ domain: '', version: 13 }],
    graph: {
      name: 'toy U-2-Net',
      node: nodes(),
      initializer,
      input: [floatValue('input.1', [1, 3, toySidePx, toySidePx])],
      output: ['1959', '1960', '1961'].map((name) => floatValue(name, [1, 1, toySidePx, toySidePx])),
      valueInfo: [],
    },
  });
}

/** The slope from darkness to opacity. It is flat, so that the output is a matte only after min-max stretching. */
const toySlope = 1;

const lumaOfMean = () => -luma.reduce((sum, weight, c) => sum + weight * mean[c], 0);

/** Channel 0 is 0.5 - luma of the picture before normalisation, averaged over 3x3. The other channels are noise that is not read. */
function encoderWeights(variation: number): Float32Array {
  return Float32Array.from({ length: channels * 27 }, (_, at) => {
    if (at >= 27) return Math.sin(at + variation) / 10;
    const c = Math.floor(at / 9);
    return (-luma[c] * std[c]) / 9;
  });
}

const oneThenNoise = (first: number, variation: number) =>
  Float32Array.from({ length: channels }, (_, at) => (at === 0 ? first : Math.cos(at + variation)));

/** Reads channel 0. The side `both` reads channel 0 and the coarse path in equal parts. */
function sideWeights(side: string, inputs: number): OnnxTensor[] {
  const weights = new Float32Array(inputs);
  weights[0] = side === 'both' ? toySlope / 2 : toySlope;
  if (side === 'both') weights[channels] = 0.5;
  return [
    floatTensor(`${side}.weight`, [1, inputs, 1, 1], weights),
    floatTensor(`${side}.bias`, [1], new Float32Array(1)),
  ];
}

function nodes(): OnnxNode[] {
  const halve = [intsAttribute('kernel_shape', [2, 2]), intsAttribute('strides', [2, 2])];
  const linear = [textAttribute('mode', 'linear'), textAttribute('coordinate_transformation_mode', 'half_pixel')];
  return [
    onnxNode('Conv', ['input.1', 'encoder.weight', 'encoder.bias'], 'features', [
      intsAttribute('kernel_shape', [3, 3]),
      intsAttribute('pads', [1, 1, 1, 1]),
    ]),
    onnxNode('AveragePool', ['features'], 'pooled', halve),
    onnxNode('Conv', ['pooled', 'coarse.weight', 'coarse.bias'], 'coarse'),
    onnxNode('Resize', ['coarse', '', 'doubled'], 'enlarged', linear),
    onnxNode('Concat', ['features', 'enlarged'], 'joined', [{ name: 'axis', type: 2, i: 1 }]),
    onnxNode('Conv', ['joined', 'both.weight', 'both.bias'], 'logits'),
    onnxNode('Sigmoid', ['logits'], '1959'),
    onnxNode('Conv', ['features', 'fine.weight', 'fine.bias'], 'fine'),
    onnxNode('Sigmoid', ['fine'], '1960'),
    onnxNode('Sigmoid', ['enlarged'], '1961'),
  ];
}

/** The manifest entry of the toy. It names no input and output, so the graph's first ones are used. */
export function toyManifestEntry(url: string, bytes: Uint8Array = toyMattingModel()): ManifestEntry {
  return {
    id: 'toy-u2net',
    task: 'matting',
    default: false,
    title: 'Toy U-2-Net',
    source: { kind: 'url', url },
    sizeBytes: bytes.byteLength,
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    licence: 'Apache-2.0',
    upstream: 'made by a test',
    terms: { state: 'clear', reason: 'A test made it.', sources: [], readOn: null },
    preparation: 'none',
    input: {
      layout: 'NCHW',
      channels: 'RGB',
      size: { kind: 'fixed', widthPx: toySidePx, heightPx: toySidePx },
      mean: [...mean],
      std: [...std],
    },
    outputs: [{ meaning: 'min-max' }],
  };
}
