/**
 * Turns a drawn portrait into a camera's picture with its exact truth: matte and foreground colours come from the
 * person drawn alone, the photo is that person laid over the backdrop. After portrait.ts; before tests, bench and demo.
 */
import sharp from 'sharp';
import { type Cutout, cutout, type Matte, matte, type Raster, raster } from '../core/raster.ts';
import { type DrawnPortrait, drawPortrait, type PortraitSpec } from './portrait.ts';
import { seededRandom } from './random.ts';

export interface RenderedPortrait {
  readonly drawing: DrawnPortrait;
  /** The photo as a camera takes it: the person over the backdrop, with the spill and noise of the spec. */
  readonly photo: Raster;
  /** The person's exact opacity; other people are not in it. */
  readonly alpha: Matte;
  /** The person's own colours, straight, before spill and noise; black where alpha is 0. */
  readonly foreground: Raster;
  /** The backdrop without the person. */
  readonly backdrop: Raster;
}

/** Draws (when given a spec) and renders. The same spec gives the same bytes. */
export async function renderPortrait(source: DrawnPortrait | Partial<PortraitSpec> = {}): Promise<RenderedPortrait> {
  const drawing = 'personSvg' in source ? source : drawPortrait(source);
  const { widthPx, heightPx, spec } = drawing;
  const person = await sharp(Buffer.from(drawing.personSvg)).ensureAlpha().convolve(lens).raw().toBuffer();
  const behind = await sharp(Buffer.from(drawing.backdropSvg)).removeAlpha().raw().toBuffer();
  const backdrop = raster(widthPx, heightPx, behind);
  const { alpha, foreground } = split(cutout(widthPx, heightPx, person));
  const lit = spec.spill > 0 ? await withSpill(foreground, alpha, backdrop, spec.spill) : foreground;
  const photo = withNoise(over(lit, alpha, backdrop), spec.noiseLevels, spec.seed);
  return { drawing, photo, alpha, foreground, backdrop };
}

/** The photo as a JPEG file of a camera's quality. @param quality 1..100. */
export function encodeJpeg({ widthPx, heightPx, data }: Raster, quality = 92): Promise<Buffer> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}

/**
 * A lens is never sharper than this: a 3 x 3 binomial, which sharp computes on colours weighed by alpha. It also evens
 * out the 8-bit steps that the renderer leaves in thin colours.
 */
const lens = { width: 3, height: 3, kernel: [1, 2, 1, 2, 4, 2, 1, 2, 1] };

/** Straight RGBA as matte and colours; colours nowhere seen are black. */
function split({ widthPx, heightPx, data }: Cutout): { alpha: Matte; foreground: Raster } {
  const opacity = new Uint8Array(widthPx * heightPx);
  const colours = new Uint8Array(widthPx * heightPx * 3);
  for (let i = 0; i < opacity.length; i++) {
    const value = data[i * 4 + 3];
    if (value === 0) continue;
    opacity[i] = value;
    colours[i * 3] = data[i * 4];
    colours[i * 3 + 1] = data[i * 4 + 1];
    colours[i * 3 + 2] = data[i * 4 + 2];
  }
  return { alpha: matte(widthPx, heightPx, opacity), foreground: raster(widthPx, heightPx, colours) };
}

/** Tints the foreground with the light of the backdrop: most on single hairs, a little inside the rim, not further in. */
async function withSpill(foreground: Raster, alpha: Matte, backdrop: Raster, spill: number): Promise<Raster> {
  const { widthPx, heightPx } = alpha;
  const depthPx = widthPx / 150;
  const near = await sharp(alpha.data, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .blur(depthPx)
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const lit = new Uint8Array(foreground.data.length);
  for (let i = 0; i < lit.length; i++) {
    const share = spill * (1 - near[(i / 3) | 0] / 255);
    lit[i] = Math.round(foreground.data[i] + (backdrop.data[i] - foreground.data[i]) * share);
  }
  return raster(widthPx, heightPx, lit);
}

/** Straight colours over the backdrop: c = alpha f + (1 - alpha) b. */
function over(foreground: Raster, alpha: Matte, backdrop: Raster): Raster {
  const { widthPx, heightPx } = alpha;
  const data = new Uint8Array(foreground.data.length);
  for (let i = 0; i < data.length; i++) {
    const share = alpha.data[(i / 3) | 0];
    data[i] = Math.round((foreground.data[i] * share + backdrop.data[i] * (255 - share)) / 255);
  }
  return raster(widthPx, heightPx, data);
}

/** Normal noise, most of it in brightness as a camera's is after its own denoising. */
function withNoise(picture: Raster, levels: number, seed: number): Raster {
  if (levels === 0) return picture;
  const random = seededRandom(seed ^ 0x0153);
  const tableSize = 8192;
  const normal = Float32Array.from({ length: tableSize }, () => {
    return levels * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  });
  const draw = () => normal[(random() * tableSize) | 0];
  const data = Uint8ClampedArray.from(picture.data);
  for (let i = 0; i < data.length; i += 3) {
    const brightness = draw() * 0.9;
    data[i] += brightness + draw() * 0.45;
    data[i + 1] += brightness + draw() * 0.45;
    data[i + 2] += brightness + draw() * 0.45;
  }
  return raster(picture.widthPx, picture.heightPx, new Uint8Array(data.buffer));
}
