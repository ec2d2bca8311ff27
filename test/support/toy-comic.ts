/**
 * A tiny network that draws, in the shape of a U-Net with a free input size: it raises the contrast of each channel. Its
 * memory grows with the pixels, some 1 KB for each.
 */
import { createHash } from 'node:crypto';
import { encodeOnnx } from '../../layers/model/onnx/onnx-file.ts';
import {
  floatTensor,
  floatValue,
  intAttribute,
  intsAttribute,
  onnxNode,
  textAttribute,
} from '../../layers/model/onnx/onnx-graph.ts';

/** Sides are multiples of this, px. */
export const toyComicStepPx = 8;
const channels = 64;
const contrast = 6;

/** For a value v (0..1) of a channel, the output is `sigmoid(6 (v - 0.5))`. */
export function toyComicModel(): Uint8Array {
  const shape = ['batch', 3, 'height', 'width'];
  const window = (size: number) => intsAttribute('kernel_shape', [size, size]);
  const linear = [textAttribute('mode', 'linear'), textAttribute('coordinate_transformation_mode', 'half_pixel')];
  return encodeOnnx({
    irVersion: 7,
    producerName: 'toy',
    opsetImport: [{ domain: '', version: 13 }],
    graph: {
      name: 'toy U-Net',
      node: [
        onnxNode('Conv', ['picture', 'encoder.weight'], 'features', [window(3), intsAttribute('pads', [1, 1, 1, 1])]),
        onnxNode('AveragePool', ['features'], 'pooled', [window(2), intsAttribute('strides', [2, 2])]),
        onnxNode('Resize', ['pooled', '', 'doubled'], 'enlarged', linear),
        onnxNode('Concat', ['features', 'enlarged'], 'joined', [intAttribute('axis', 1)]),
        onnxNode('Conv', ['joined', 'decoder.weight', 'decoder.bias'], 'logits', [window(1)]),
        onnxNode('Sigmoid', ['logits'], 'drawn'),
      ],
      initializer: [
        floatTensor('encoder.weight', [channels, 3, 3, 3], encoderWeights()),
        floatTensor('decoder.weight', [3, 2 * channels, 1, 1], decoderWeights()),
        floatTensor('decoder.bias', [3], new Float32Array(3).fill(-contrast / 2)),
        floatTensor('doubled', [4], new Float32Array([1, 1, 2, 2])),
      ],
      input: [floatValue('picture', shape)],
      output: [floatValue('drawn', shape)],
      valueInfo: [],
    },
  });
}

/** The first three channels of the features are red, green and blue; the others are noise that is not read. */
function encoderWeights(): Float32Array {
  return Float32Array.from({ length: channels * 27 }, (_, at) => {
    const [channel, of, place] = [Math.floor(at / 27), Math.floor(at / 9) % 3, at % 9];
    if (channel >= 3) return Math.sin(at) / 10;
    return channel === of && place === 4 ? 1 : 0;
  });
}

function decoderWeights(): Float32Array {
  const weights = new Float32Array(3 * 2 * channels);
  for (let c = 0; c < 3; c++) weights[c * 2 * channels + c] = contrast;
  return weights;
}

/** The manifest entry of the network. */
export function toyComicEntry(bytes: Uint8Array, url: string) {
  return {
    ...{ id: 'toy-comic', task: 'comic', default: false, title: 'Toy U-Net', licence: 'Apache-2.0' },
    ...{ upstream: 'made by a test', preparation: 'none', sizeBytes: bytes.byteLength },
    source: { kind: 'url', url },
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    input: {
      ...{ layout: 'NCHW', channels: 'RGB', mean: [0, 0, 0], std: [1, 1, 1] },
      size: { kind: 'multiple', ofPx: toyComicStepPx },
    },
    outputs: [{ meaning: 'picture-unit' }],
  };
}
