/**
 * Saves a prepared graph as onnxruntime optimised it for this machine's CPU, so that a cold start need not do that again.
 * Before it: prepare.ts. Measured on ISNet at 512 px (2 cores): opens in 40-70 ms in place of 320-450, peak 320-390 MB
 * in place of 440-490, of which 170 MB are clean pages of the file.
 */
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Fault } from '../../../core/errors.ts';
import type { InferenceMachine } from '../../../core/model-card.ts';
import { loadOnnxRuntime } from '../../../functions/matting/inference/model.ts';
import { decodeOnnx, encodeOnnx } from '../onnx/onnx-file.ts';
import { hasSubgraphs, neededInOrder } from '../onnx/onnx-graph.ts';

/** Smaller weights stay in the graph, as write-onnx.ts has it. */
const minBesideBytes = 1024;

/**
 * Opens `graphPath`, which also proves that onnxruntime can, and saves the optimised graph with its weights into `folder`.
 * @returns the paths written, the graph's first.
 * @throws Fault `model-corrupt` when onnxruntime cannot open the graph.
 */
export async function optimiseModel(
  graphPath: string,
  { cpuClass, onnxruntime }: InferenceMachine,
  folder: string,
): Promise<string[]> {
  const name = `${basename(graphPath, '.onnx')}.${cpuClass}.onnxruntime-${onnxruntime}.onnx`;
  const [path, dataPath] = [join(folder, name), join(folder, `${name}.data`)];
  const options = {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    optimizedModelFilePath: path,
    // Saving a layout bound to this CPU is meant; the warning about it is not wanted.
    logSeverityLevel: 3,
    extra: {
      session: {
        optimized_model_external_initializers_file_name: basename(dataPath),
        optimized_model_external_initializers_min_size_in_bytes: String(minBesideBytes),
      },
    },
  } as const;
  try {
    const session = await loadOnnxRuntime().InferenceSession.create(graphPath, options);
    await session.release();
  } catch (cause) {
    throw new Fault('model-corrupt', `onnxruntime cannot open ${basename(graphPath)}`, { cause });
  }
  await settleOrder(path);
  const weights = await stat(dataPath).catch(() => undefined);
  if (weights?.size) return [path, dataPath];
  await rm(dataPath, { force: true });
  return [path];
}

/** onnxruntime lists some nodes in the order of a hash table and counts their names along; the graph stays what it is. */
async function settleOrder(path: string): Promise<void> {
  const model = decodeOnnx(await readFile(path));
  if (hasSubgraphs(model.graph)) return;
  model.graph.node = neededInOrder(model.graph).map((node, at) => ({ ...node, name: `${node.opType}_${at}` }));
  await writeFile(path, encodeOnnx(model));
}
