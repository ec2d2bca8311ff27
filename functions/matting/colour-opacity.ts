/**
 * Decides soft opacity again by colour: where person and backdrop near a soft pixel differ clearly and each is even, the
 * pixel's own colour tells how much of either it holds. It clears the wall between strands, which the network calls half
 * hair. Before it: refine.ts; after it: foreground.ts. Figures: docs/decisions/0012-two-looks-and-colour.md, 0018-whom-to-believe.md.
 */
import { type Matte, matte, type Raster } from '../../core/raster.ts';
import { grow, type PlaneSize, readFields } from './planes.ts';

/** A block's side is the power of two nearest to this share of the photo's long edge; at least 8 px, for fewer say too little. */
const blockShare = 0.01;
const minBlockShift = 3;
/** How far a pixel looks for pure colours, in blocks; near ones count more. */
const reach = 4;
const nearness = 0.5;
/** Opacities of 255 from which a pixel is pure. */
const clearBelow = 3;
const opaqueFrom = 252;
/** Levels squared, three channels together: differences below are noise. With the rest tuned on pictures with ground truth. */
const noise = 900;
/** How much unevenness of both colours takes away from trust in the colour. */
const unevenness = 2;
/**
 * Share of soft pixels around a pixel at which colour begins to count, and counts fully. A plain edge is narrow and has
 * been found by the guided filter; wide softness is hair, or the network's doubt.
 */
const wideFrom = 0.2;
const wideTo = 0.35;

/** Pure pixels of a block: red, green, blue, squared lengths, squared greys, summed, and their count; person, backdrop; soft pixels. */
const sumCount = 13;
/** Mean colour, variance and variance of grey of person, then of backdrop; share of soft pixels. */
const fieldCount = 11;

/** Squares of 2^shift px. */
interface Blocks extends PlaneSize {
  readonly shift: number;
}

function blocksOf({ widthPx, heightPx }: PlaneSize): Blocks {
  const shift = Math.max(minBlockShift, Math.round(Math.log2(blockShare * Math.max(widthPx, heightPx))));
  const count = (lengthPx: number) => Math.ceil(lengthPx / 2 ** shift);
  return { widthPx: count(widthPx), heightPx: count(heightPx), shift };
}

/** @returns a matte whose clear and opaque pixels are as they were. */
export function settleOpacity(photo: Raster, { widthPx, heightPx, data }: Matte): Matte {
  const blocks = blocksOf(photo);
  const blockPx = 2 ** blocks.shift;
  const read = grow(softBlocks(data, widthPx, blocks), blocks, 1);
  const fields = colourFields(sumBlocks(photo, data, blocks, grow(read, blocks, reach)), blocks, read);
  const settled = data.slice();
  const field = new Float64Array(fieldCount);
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      const opacity = data[at];
      if (opacity === 0 || opacity === 255) continue;
      readFields(fields, blocks, (x + 0.5) / blockPx, (y + 0.5) / blockPx, field);
      // Not known where one of the two colours is not near.
      if (Number.isNaN(field[0] + field[5])) continue;
      settled[at] = Math.round(255 * settle(opacity / 255, photo.data, at * 3, field));
    }
  }
  return matte(widthPx, heightPx, settled);
}

/** Moves an opacity towards the share of the person's colour in the pixel, as far as colours can be trusted here. */
function settle(alpha: number, pixels: Uint8Array, at: number, field: Float64Array): number {
  let [contrast, along, length, grey] = [0, 0, 0, 0];
  for (let c = 0; c < 3; c++) {
    const difference = field[c] - field[c + 5];
    const place = pixels[at + c] - field[c + 5];
    grey += difference;
    contrast += difference * difference;
    along += difference * place;
    length += place * place;
  }
  const share = Math.max(0, Math.min(1, along / (contrast + 1e-6)));
  const aside = Math.max(0, length - 2 * share * along + share * share * contrast);
  // A person of skin and a white collar may well have the wall's colour: their own spread counts even there.
  // What counts is how they spread from one to the other: dark hair and a light pullover are no nearer to a green wall.
  const greyShare = (grey * grey) / (3 * contrast + 1e-6);
  const [spread, greySpread] = [field[3] + field[8], field[4] + field[9]];
  const between = greyShare * greySpread + (1 - greyShare) * (spread - greySpread);
  const trust = contrast / (contrast + noise + unevenness * (between + aside));
  // Next to the network's certainty its word counts (a forearm in shadow is no hair), in the middle the colour.
  const open = Math.max(0, Math.min(1, Math.min(30 * (1 - alpha), 5 * alpha) - 0.2));
  const wide = Math.max(0, Math.min(1, (field[10] - wideFrom) / (wideTo - wideFrom)));
  return alpha + trust * open * wide * (share - alpha);
}

function softBlocks(opacity: Uint8Array, widthPx: number, blocks: Blocks): Uint8Array {
  const soft = new Uint8Array(blocks.widthPx * blocks.heightPx);
  for (let at = 0, x = 0, y = 0; at < opacity.length; at++, x++) {
    if (x === widthPx) [x, y] = [0, y + 1];
    if (opacity[at] !== 0 && opacity[at] !== 255) soft[(y >> blocks.shift) * blocks.widthPx + (x >> blocks.shift)] = 1;
  }
  return soft;
}

function sumBlocks(photo: Raster, opacity: Uint8Array, blocks: Blocks, wanted: Uint8Array): Float64Array {
  const sums = new Float64Array(wanted.length * sumCount);
  const sidePx = 2 ** blocks.shift;
  for (let block = 0; block < wanted.length; block++) {
    if (!wanted[block]) continue;
    const left = (block % blocks.widthPx) * sidePx;
    const top = Math.floor(block / blocks.widthPx) * sidePx;
    const [right, bottom] = [Math.min(photo.widthPx, left + sidePx), Math.min(photo.heightPx, top + sidePx)];
    for (let y = top; y < bottom; y++) {
      const start = y * photo.widthPx;
      addPixels(photo.data, opacity, start + left, start + right, sums, block * sumCount);
    }
  }
  return sums;
}

/** Adds pixels that lie side by side to a block's sums. */
function addPixels(
  colours: Uint8Array,
  opacity: Uint8Array,
  from: number,
  end: number,
  sums: Float64Array,
  block: number,
): void {
  for (let at = from; at < end; at++) {
    const value = opacity[at];
    if (value > clearBelow && value < opaqueFrom) {
      sums[block + 12] += 1;
      continue;
    }
    const into = block + (value < 128 ? 6 : 0);
    const [r, g, b] = [colours[at * 3], colours[at * 3 + 1], colours[at * 3 + 2]];
    sums[into] += r;
    sums[into + 1] += g;
    sums[into + 2] += b;
    sums[into + 3] += r * r + g * g + b * b;
    sums[into + 4] += ((r + g + b) * (r + g + b)) / 3;
    sums[into + 5] += 1;
  }
}

/** Of each wanted block, from the blocks within reach; NaN where one of the two has no pure pixel there. */
function colourFields(sums: Float64Array, blocks: PlaneSize, wanted: Uint8Array): Float32Array {
  const fields = new Float32Array(wanted.length * fieldCount);
  const total = new Float64Array(sumCount);
  for (let block = 0; block < wanted.length; block++) {
    if (!wanted[block]) continue;
    sumAround(sums, blocks, block, total);
    for (const [from, to] of [
      [0, 0],
      [6, 5],
    ]) {
      const count = total[from + 5];
      let grey = 0;
      let variance = total[from + 3] / count;
      for (let c = 0; c < 3; c++) {
        const mean = total[from + c] / count;
        fields[block * fieldCount + to + c] = mean;
        variance -= mean * mean;
        grey += mean;
      }
      fields[block * fieldCount + to + 3] = variance;
      fields[block * fieldCount + to + 4] = total[from + 4] / count - (grey * grey) / 3;
    }
    fields[block * fieldCount + 10] = total[12] / (total[5] + total[11] + total[12]);
  }
  return fields;
}

function sumAround(sums: Float64Array, { widthPx, heightPx }: PlaneSize, block: number, total: Float64Array): void {
  total.fill(0);
  const [x, y] = [block % widthPx, Math.floor(block / widthPx)];
  for (let row = Math.max(0, y - reach); row <= Math.min(heightPx - 1, y + reach); row++) {
    for (let column = Math.max(0, x - reach); column <= Math.min(widthPx - 1, x + reach); column++) {
      const weight = 1 / (1 + nearness * ((row - y) ** 2 + (column - x) ** 2));
      const from = (row * widthPx + column) * sumCount;
      for (let k = 0; k < sumCount; k++) total[k] += weight * sums[from + k];
    }
  }
}
