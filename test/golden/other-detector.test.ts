/** A detector in the shape of YOLOX is used by a manifest entry alone. A tiny one, made here, finds a chair in light pictures. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { raster } from '../../core/raster.ts';
import { detectObjects } from '../../functions/detection/detect-objects.ts';
import { openModelStore } from '../../functions/inference/network.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { parseManifest } from '../../layers/model/manifest.ts';
import { encodeOnnx } from '../../layers/model/onnx/onnx-file.ts';
import { floatTensor, floatValue, intAttribute, onnxNode } from '../../layers/model/onnx/onnx-graph.ts';

const sidePx = 64;
/** Grids of 8, 4 and 2 cells a side; centre, size, score of the box, scores of 80 classes. */
const [cells, length] = [64 + 16 + 4, 85];
const chair = 56;

/** The box in cell 73 is as certain as the picture is light; its class is certain. */
function toyDetector(): Uint8Array {
  const [fixed, byLight] = [new Float32Array(cells * length), new Float32Array(cells * length)];
  const cell = (64 + 4 * 2 + 1) * length;
  fixed.set([0.5, 0.25, Math.log(1.5), Math.log(0.5)], cell);
  fixed[cell + 5 + chair] = 1;
  byLight[cell + 4] = 1 / 255;
  return encodeOnnx({
    irVersion: 8,
    producerName: 'toy',
    opsetImport: [{ domain: '', version: 15 }],
    graph: {
      name: 'toy YOLOX',
      node: [
        onnxNode('ReduceMean', ['images'], 'light', [intAttribute('keepdims', 0)]),
        onnxNode('Mul', ['byLight', 'light'], 'score'),
        onnxNode('Add', ['fixed', 'score'], 'output'),
      ],
      initializer: [
        floatTensor('fixed', [1, cells, length], fixed),
        floatTensor('byLight', [1, cells, length], byLight),
      ],
      input: [floatValue('images', [1, 3, sidePx, sidePx])],
      output: [floatValue('output', [1, cells, length])],
      valueInfo: [],
    },
  });
}

test('a detector in the shape of YOLOX needs an entry in the manifest and no code', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zerobooth-detector-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [path, bytes] = [join(folder, 'toy.onnx'), toyDetector()];
  await writeFile(path, bytes);
  const storeDir = join(folder, 'store');
  const entry = {
    id: 'toy-yolox',
    task: 'object-detection',
    default: false,
    title: 'Toy YOLOX',
    source: { kind: 'url', url: pathToFileURL(path).href },
    sizeBytes: bytes.byteLength,
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    licence: 'Apache-2.0',
    upstream: 'made by a test',
    preparation: 'none',
    // The published YOLOX takes 0..255.
    input: {
      layout: 'NCHW',
      channels: 'BGR',
      size: { kind: 'fixed', widthPx: sidePx, heightPx: sidePx },
      mean: [0, 0, 0],
      std: [1 / 255, 1 / 255, 1 / 255],
    },
    outputs: [{ meaning: 'grid-boxes' }],
  };
  await ensureModels({ storeDir, manifest: parseManifest({ models: [entry] }), ids: [entry.id] });
  const detector = await (await openModelStore({ modelDir: storeDir, threads: 1 }))('object-detection', entry.id);
  onTestFinished(() => detector.model.close());
  const found = (value: number) => detectObjects(detector, raster(128, 128, new Uint8Array(128 * 128 * 3).fill(value)));
  const box = { leftPx: 24, topPx: 64, widthPx: 48, heightPx: 16 };
  expect(await found(204)).toEqual([{ label: 'chair', score: 0.8, box }]);
  expect(await found(40)).toEqual([]);
});
