/** A tiny tagger: its vector is the mean red, green and blue of the picture, and its labels are directions in that space. */
import { createHash } from 'node:crypto';
import { encodeOnnx } from '../../layers/model/onnx/onnx-file.ts';
import { floatValue, intAttribute, intsAttribute, onnxNode } from '../../layers/model/onnx/onnx-graph.ts';

const sidePx = 32;

/** @param vectors by label. @returns the text of a file of label vectors. */
export function labelFile(vectors: Readonly<Record<string, readonly number[]>>): string {
  const labels = Object.keys(vectors).map((id) => ({ id, en: id, zh: `${id} 中文` }));
  const numbers = Float32Array.from(Object.values(vectors).flat());
  return JSON.stringify({ version: 1, labels, vectors: Buffer.from(numbers.buffer).toString('base64') });
}

export function toyTower(): Uint8Array {
  return encodeOnnx({
    irVersion: 8,
    producerName: 'toy',
    opsetImport: [{ domain: '', version: 15 }],
    graph: {
      name: 'toy vision tower',
      node: [
        onnxNode('ReduceMean', ['pixels'], 'embedding', [intsAttribute('axes', [2, 3]), intAttribute('keepdims', 0)]),
      ],
      initializer: [],
      input: [floatValue('pixels', [1, 3, sidePx, sidePx])],
      output: [floatValue('embedding', [1, 3])],
      valueInfo: [],
    },
  });
}

const sha256 = (bytes: Uint8Array | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The manifest entry of the tower. @param urls of the two files. */
export function toyTaggerEntry(
  tower: Uint8Array,
  labels: string,
  urls: { readonly tower: string; readonly labels: string },
) {
  return {
    ...{ id: 'toy-tagger', task: 'tagging', default: false, title: 'Toy tagger', licence: 'Apache-2.0' },
    ...{ upstream: 'made by a test', preparation: 'none', sizeBytes: tower.byteLength },
    source: { kind: 'url', url: urls.tower },
    digest: sha256(tower),
    labels: {
      ...{ source: { kind: 'url', url: urls.labels }, digest: sha256(labels) },
      ...{ temperature: 0.05, top: 2, fit: 'stretch' },
    },
    input: {
      ...{ layout: 'NCHW', channels: 'RGB', mean: [0, 0, 0], std: [1, 1, 1] },
      size: { kind: 'fixed', widthPx: sidePx, heightPx: sidePx },
    },
    outputs: [{ meaning: 'picture-vector' }],
  };
}
