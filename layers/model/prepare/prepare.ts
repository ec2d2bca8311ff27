/**
 * Prepares a verified raw file for onnxruntime: converts it, rewrites it or takes it as it is, as the manifest says. Before
 * it: fetch/fetch.ts; after it: optimise.ts.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../../core/errors.ts';
import { packageDir } from '../../../files/package-dir.ts';
import type { ManifestEntry } from '../manifest.ts';
import { decodeOnnx, type OnnxModel } from '../onnx/onnx-file.ts';
import { writeOnnx } from '../onnx/write-onnx.ts';
import { readTfjs } from '../tfjs/tfjs-file.ts';
import { tfjsToOnnx } from '../tfjs/tfjs-to-onnx.ts';
import { readTflite } from '../tflite/tflite-file.ts';
import { tfliteToOnnx } from '../tflite/tflite-to-onnx.ts';
import { prepareIsnet } from './prepare-isnet.ts';
import { quantise, type Ranges } from './quantise.ts';

/** Version of the preparation. Increase it when the same raw file gives other bytes; all stores are then prepared again. */
const preparationVersion = 1;

export interface Prepared {
  /** The paths of the graph and, if any, of its weights. */
  readonly paths: string[];
  readonly inputName: string;
  readonly outputNames: string[];
}

/** @returns the file name of the prepared graph. It has the model's id and a hash of what decides on the content, so it is known before the raw file is fetched. */
export function preparedName({ id, digest, preparation, input, outputs }: ManifestEntry): string {
  const ranges = preparation === 'isnet-int8' ? [loadRanges()] : [];
  const sizes = preparation === 'tfjs' ? [input.size] : [];
  const recipe = JSON.stringify([digest, preparation, preparationVersion, outputs, ...ranges, ...sizes]);
  return `${id}-${createHash('sha256').update(recipe).digest('hex').slice(0, 16)}.onnx`;
}

/**
 * Prepares a raw file into `folder`. The same raw file always gives the same bytes.
 * @throws Fault `model-corrupt` when the file does not fit the manifest, `model-failed` for an unknown TFLite operator.
 */
export async function prepareModel(entry: ManifestEntry, rawPath: string, folder: string): Promise<Prepared> {
  const model = convert(entry, await readFile(rawPath));
  const { input, output } = model.graph;
  const inputName = chosenName(entry.id, entry.input.name, input);
  const outputNames = entry.outputs.map(({ name }) => chosenName(entry.id, name, output));
  // Side outputs are for training. Without them onnxruntime removes the nodes that only they need.
  model.graph.output = output.filter(({ name }) => outputNames.includes(name));
  return { paths: await writeOnnx(model, join(folder, preparedName(entry))), inputName, outputNames };
}

function convert(entry: ManifestEntry, raw: Buffer): OnnxModel {
  if (entry.preparation === 'tflite') return convertTflite(entry, raw);
  if (entry.preparation === 'tfjs') return convertTfjs(entry, raw);
  const model = decodeOnnx(raw);
  if (entry.preparation === 'none') return model;
  const output = entry.outputs[0].name;
  if (!output) throw new Fault('bad-config', `${entry.id}: the manifest must name the output to keep`);
  const prepared = prepareIsnet(model, output);
  return entry.preparation === 'isnet-int8' ? quantise(prepared, loadRanges()) : prepared;
}

/** Reads the ranges of ISNet's activations; README.md says how they were measured. */
function loadRanges(): Ranges {
  return JSON.parse(readFileSync(join(packageDir(), 'layers/model/prepare/ranges-isnet.json'), 'utf8'));
}

function convertTflite({ input, outputs }: ManifestEntry, raw: Buffer): OnnxModel {
  const source = readTflite(raw);
  const names = newNames(outputs);
  if (input.name) names[source.tensors[source.inputs[0]].name] = input.name;
  return tfliteToOnnx(source, names);
}

function convertTfjs({ id, source, input, outputs }: ManifestEntry, raw: Buffer): OnnxModel {
  if (source.kind !== 'npm-files') throw new Fault('bad-config', `${id}: the manifest must name two files`);
  const [{ sizeBytes }] = source.files;
  const model = readTfjs(raw.subarray(0, sizeBytes), raw.subarray(sizeBytes));
  const [first] = model.inputs.keys();
  const names = { ...newNames(outputs), ...(input.name && { [first]: input.name }) };
  return tfjsToOnnx(model, names, input.size.kind === 'fixed' ? input.size.widthPx : undefined);
}

/** @returns the names in the manifest by those in the raw file. */
function newNames(outputs: ManifestEntry['outputs']): Record<string, string> {
  return Object.fromEntries(outputs.flatMap(({ name, from }) => (name && from ? [[from, name]] : [])));
}

/** @returns the name in the manifest, or the graph's first name when the manifest has none. @throws Fault `model-corrupt` when the graph does not have it. */
function chosenName(id: string, wanted: string | undefined, values: readonly { name: string }[]): string {
  const names = values.map(({ name }) => name);
  const chosen = wanted ?? names[0];
  if (chosen !== undefined && names.includes(chosen)) return chosen;
  throw new Fault('model-corrupt', `${id}: the graph has no ${wanted ?? 'input or output'}, only ${names.join(', ')}`);
}
