/**
 * Writes a prepared graph with its weights in a file beside it, which onnxruntime maps into memory instead of reading
 * it in: the last step of preparation. Measured on ISNet at 512 px (2 cores): 320-450 ms to open in place of 480-750,
 * peak 440-490 MB in place of 520-650.
 */
import { open, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Fault } from '../../../core/errors.ts';
import { encodeOnnx, type OnnxModel, type OnnxTensor } from './onnx-file.ts';

/** Smaller tensors stay in the graph: sizes and scales must be known while it is opened. */
const minBesideBytes = 1024;
/** Each tensor starts a page of its own, so that a mapping serves it in place. */
const pageBytes = 4096;
/** TensorProto.DataLocation EXTERNAL. */
const besideTheGraph = 1;

/**
 * Writes `path` and, where there are weights, `path.data`; equal models give equal bytes. Empties the model's weights.
 * @returns the paths written, the graph's first.
 */
export async function writeOnnx(model: OnnxModel, path: string): Promise<string[]> {
  const { initializer } = model.graph;
  if (initializer.some(({ dataLocation = 0 }) => dataLocation === besideTheGraph)) {
    throw new Fault('model-corrupt', 'the model keeps its weights in another file, which the manifest cannot name');
  }
  const heavy = initializer.filter(({ rawData }) => rawData && rawData.byteLength >= minBesideBytes);
  const dataPath = `${path}.data`;
  if (heavy.length > 0) await writeWeights(heavy, dataPath);
  await writeFile(path, encodeOnnx(model));
  return heavy.length > 0 ? [path, dataPath] : [path];
}

async function writeWeights(tensors: readonly OnnxTensor[], path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    let offset = 0;
    for (const tensor of tensors) {
      const bytes = tensor.rawData ?? new Uint8Array();
      await file.write(bytes, 0, bytes.byteLength, offset);
      tensor.externalData = [
        { key: 'location', value: basename(path) },
        { key: 'offset', value: String(offset) },
        { key: 'length', value: String(bytes.byteLength) },
      ];
      tensor.dataLocation = besideTheGraph;
      delete tensor.rawData;
      offset = Math.ceil((offset + bytes.byteLength) / pageBytes) * pageBytes;
    }
  } finally {
    await file.close();
  }
}
