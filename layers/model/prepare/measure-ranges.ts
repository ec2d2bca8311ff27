/**
 * Measures the range of each activation of ISNet for quantise.ts: it runs the single-precision graph on the drawn portraits
 * and on the photos in its arguments. It writes ranges-isnet.json, which preparation reads, so that preparation needs no
 * pictures and always gives the same bytes.
 *
 *     npm run ranges -- PHOTO...
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Raster, raster } from '../../../core/raster.ts';
import { type FloatTensor, openModel } from '../../../functions/inference/model.ts';
import { resizeRegion, toPlanes, toTensor, wholeOf } from '../../../functions/inference/tensor.ts';
import { inputSize } from '../../../functions/matting/inference/infer.ts';
import { catalogue } from '../../../portraits/catalogue.ts';
import { renderPortrait } from '../../../portraits/render.ts';
import { ensureRaw } from '../ensure.ts';
import { findEntry, loadManifest } from '../manifest.ts';
import { decodeOnnx, type OnnxGraph } from '../onnx/onnx-file.ts';
import { floatValue } from '../onnx/onnx-graph.ts';
import { writeOnnx } from '../onnx/write-onnx.ts';
import { Histogram } from './histogram.ts';
import { prepareIsnet } from './prepare-isnet.ts';
import type { Ranges } from './quantise.ts';

/** This share of all values is inside the range. Values outside are cut off; that loses less than coarser steps would. */
const keptShare = 0.99999;
/** Sizes of the inputs: the longer sides at the picture's own aspect, and the side of the square to which it is squeezed. */
const [ownSidesPx, squarePx] = [[512, 768], 640];
/** The input is (value - 128) / 256: with this range each of the 256 values has its own byte. */
const inputRange = [-128 / 256, 127 / 256] as const;
/** The convolution of the output stays in single precision: it decides on soft edges, and it takes hardly any time. */
const keptWhole = '/side1/Conv';

const entry = findEntry(loadManifest(), 'isnet-general');

/** @returns the names of the values to round: results of convolutions, after their Relu if there is one, and sums. */
function valuesToRound({ node }: OnnxGraph): string[] {
  const intoRelu = new Set(node.filter(({ opType }) => opType === 'Relu').flatMap(({ input }) => input));
  return node
    .filter(({ opType, name }) => ['Conv', 'Relu', 'Add'].includes(opType) && name !== keptWhole)
    .flatMap(({ output }) => output)
    .filter((name) => !intoRelu.has(name));
}

async function* pictures(paths: readonly string[]): AsyncGenerator<Raster> {
  // Every third portrait is kept for judging the result.
  const shown = Object.values(catalogue).filter((_, at) => at % 3 > 0);
  for (const spec of shown) yield (await renderPortrait(spec)).photo;
  for (const path of paths) {
    const upright = sharp(path).autoOrient().toColourspace('srgb').flatten({ background: 'white' });
    const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true });
    yield raster(info.width, info.height, data);
  }
}

/** Yields the inputs of a picture: at its own aspect in two sizes, and squeezed to a square. */
async function* tensorsOf(photo: Raster): AsyncGenerator<FloatTensor> {
  const whole = wholeOf(photo);
  const sizes = ownSidesPx.map((sidePx) => inputSize(entry.input as never, whole, sidePx));
  for (const size of [...sizes, { widthPx: squarePx, heightPx: squarePx }]) {
    yield toTensor(toPlanes(await resizeRegion(photo, whole, size)), entry.input);
  }
}

async function measure(paths: readonly string[], folder: string): Promise<Ranges> {
  const model = prepareIsnet(decodeOnnx(await readFile(await ensureRaw(entry))), 'output');
  const names = valuesToRound(model.graph);
  const shown = names.map((name) => floatValue(name, [1, 'channels', `height of ${name}`, `width of ${name}`]));
  model.graph.output.push(...shown);
  const [path] = await writeOnnx(model, join(folder, 'shown.onnx'));
  const network = await openModel(path, { threads: 0 });
  const histograms = new Map(names.map((name) => [name, new Histogram()]));
  for await (const photo of pictures(paths)) {
    for await (const tensor of tensorsOf(photo)) {
      const values = await network.run({ input: tensor });
      for (const [name, histogram] of histograms) histogram.add(values[name].data);
    }
    process.stderr.write('.');
  }
  await network.close();
  const measured = [...histograms].map(([name, histogram]) => [name, histogram.range(keptShare).map(short)] as const);
  return { input: inputRange, ...Object.fromEntries(measured) };
}

/** Rounds to the digits that steps of 1/255 need. */
const short = (value: number) => Number(value.toPrecision(5));

const folder = await mkdtemp(join(tmpdir(), 'zerobooth-ranges-'));
try {
  const ranges = await measure(process.argv.slice(2), folder);
  const lines = Object.entries(ranges).map(([name, range]) => `  ${JSON.stringify(name)}: [${range.join(', ')}]`);
  await writeFile(new URL('ranges-isnet.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
