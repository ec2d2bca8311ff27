/**
 * Measures what quantise.ts needs to know of ISNet: between which values each activation lies, while the
 * single-precision graph looks at the drawn portraits and at the photos that are named. Writes ranges-isnet.json, which
 * preparation reads, so that preparing needs no picture and always gives the same bytes.
 *
 *     npm run ranges -- PHOTO...
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Raster, raster } from '../../../core/raster.ts';
import { inputSize } from '../../../functions/matting/inference/infer.ts';
import { type FloatTensor, openModel } from '../../../functions/matting/inference/model.ts';
import { resizeRegion, toPlanes, toTensor, wholeOf } from '../../../functions/matting/inference/tensor.ts';
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

/** Of all values this share lies inside the range; what is beyond is cut off, which costs less than coarser steps. */
const keptShare = 0.99999;
/** Longer side at which a picture is shown at its own aspect, and the side at which it is squashed to a square. */
const [ownSidesPx, squarePx] = [[512, 768], 640];
/** The input holds (value - 128) / 256: with this range each of the 256 values is a byte of its own. */
const inputRange = [-128 / 256, 127 / 256] as const;
/** The output's own convolution stays in single precision: it decides on soft edges and costs next to nothing. */
const keptWhole = '/side1/Conv';

const entry = findEntry(loadManifest(), 'isnet-general');

/** Values to be rounded: what convolutions give, after their Relu where one follows, and sums. */
function valuesToRound({ node }: OnnxGraph): string[] {
  const intoRelu = new Set(node.filter(({ opType }) => opType === 'Relu').flatMap(({ input }) => input));
  return node
    .filter(({ opType, name }) => ['Conv', 'Relu', 'Add'].includes(opType) && name !== keptWhole)
    .flatMap(({ output }) => output)
    .filter((name) => !intoRelu.has(name));
}

async function* pictures(paths: readonly string[]): AsyncGenerator<Raster> {
  // Every third one is kept for judging what came of it.
  const shown = Object.values(catalogue).filter((_, at) => at % 3 > 0);
  for (const spec of shown) yield (await renderPortrait(spec)).photo;
  for (const path of paths) {
    const upright = sharp(path).autoOrient().toColourspace('srgb').flatten({ background: 'white' });
    const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true });
    yield raster(info.width, info.height, data);
  }
}

/** The picture as the network is shown it: at its own aspect in two sizes, and squashed. */
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

/** Enough digits for steps of a 255th. */
const short = (value: number) => Number(value.toPrecision(5));

const folder = await mkdtemp(join(tmpdir(), 'zerobooth-ranges-'));
try {
  const ranges = await measure(process.argv.slice(2), folder);
  const lines = Object.entries(ranges).map(([name, range]) => `  ${JSON.stringify(name)}: [${range.join(', ')}]`);
  await writeFile(new URL('ranges-isnet.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
