/** The loops of colour-opacity.ts (which see): what the colours around a soft pixel say of its opacity. */
import { take, takeZeros } from './memory';
import { grow, loadColour, readVector, seek, sum3 } from './planes';

/** How far a pixel looks for pure colours, in blocks; near ones count more. */
const reach: i32 = 4;
const nearness: f64 = 0.5;
/** Opacities of 255 from which a pixel is pure. */
const clearBelow: i32 = 3;
const opaqueFrom: i32 = 252;
/** Levels squared, three channels together: differences below are noise. With the rest tuned on pictures with ground truth. */
const noise: f32 = 900;
/** How much unevenness of both colours takes away from trust in the colour. */
const unevenness: f32 = 2;
/**
 * Share of soft pixels around a pixel at which colour begins to count, and counts fully. A plain edge is narrow and has
 * been found by the guided filter; wide softness is hair, or the network's doubt.
 */
const wideFrom: f32 = 0.2;
const wideTo: f32 = 0.35;

/**
 * Pure pixels of a block, person then backdrop: red, green, blue, squared lengths, squared greys, summed, and their count;
 * then soft pixels, and nothing. Pairs of doubles.
 */
const sumBytes: i32 = 14 * 8;
const ofBackdrop: i32 = 6 * 8;
const ofSoft: i32 = 12 * 8;

/** Three vectors: mean colour and variance of person; of backdrop; variances of grey of both, share of soft pixels, nothing. */
const fieldBytes: i32 = 48;

/** @param shift blocks are squares of 2^shift px. @returns the opacities settled, a byte a pixel. */
export function settleOpacity(photo: usize, opacity: usize, width: i32, height: i32, shift: i32): usize {
  const side = 1 << shift;
  const across = (width + side - 1) >> shift;
  const down = (height + side - 1) >> shift;
  const read = grow(softBlocks(opacity, width, height, shift, across, down), across, down, 1);
  const sums = sumBlocks(photo, opacity, width, height, shift, grow(read, across, down, reach), across, down);
  const fields = colourFields(sums, across, down, read);
  const settled = take(width * height);
  memory.copy(settled, opacity, width * height);
  const scale = <f32>1 / <f32>side;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const value = <i32>load<u8>(opacity + at);
      if (value === 0 || value === 255) continue;
      seek((<f32>x + 0.5) * scale, (<f32>y + 0.5) * scale, across, down, fieldBytes);
      const own = readVector(fields);
      const other = readVector(fields + 16);
      // Not known where one of the two colours is not near.
      if (isNaN(f32x4.extract_lane(own, 0) + f32x4.extract_lane(other, 0))) continue;
      const moved = settle(<f32>value / 255, loadColour(photo + at * 3), own, other, readVector(fields + 32));
      store<u8>(settled + at, <u8>Mathf.floor(255 * moved + 0.5));
    }
  }
  return settled;
}

function unit(value: f32): f32 {
  return max<f32>(0, min<f32>(1, value));
}

/** Moves an opacity towards the share of the person's colour in the pixel, as far as colours can be trusted here. */
function settle(alpha: f32, colour: v128, own: v128, other: v128, rest: v128): f32 {
  const difference = f32x4.sub(own, other);
  const place = f32x4.sub(colour, other);
  const grey = sum3(difference);
  const contrast = sum3(f32x4.mul(difference, difference));
  const along = sum3(f32x4.mul(difference, place));
  const length = sum3(f32x4.mul(place, place));
  const share = unit(along / (contrast + 1e-6));
  const aside = max<f32>(0, length - 2 * share * along + share * share * contrast);
  // A person of skin and a white collar may well have the wall's colour: their own spread counts even there.
  // What counts is how they spread from one to the other: dark hair and a light pullover are no nearer to a green wall.
  const greyShare = (grey * grey) / (3 * contrast + 1e-6);
  const spread = f32x4.extract_lane(own, 3) + f32x4.extract_lane(other, 3);
  const greySpread = f32x4.extract_lane(rest, 0) + f32x4.extract_lane(rest, 1);
  const between = greyShare * greySpread + (1 - greyShare) * (spread - greySpread);
  const trust = contrast / (contrast + noise + unevenness * (between + aside));
  // Next to the network's certainty its word counts (a forearm in shadow is no hair), in the middle the colour.
  const open = unit(min<f32>(30 * (1 - alpha), 5 * alpha) - 0.2);
  const wide = unit((f32x4.extract_lane(rest, 2) - wideFrom) / (wideTo - wideFrom));
  return alpha + trust * open * wide * (share - alpha);
}

/** A byte a block: 1 where it holds a soft pixel. */
function softBlocks(opacity: usize, width: i32, height: i32, shift: i32, across: i32, down: i32): usize {
  const soft = takeZeros(across * down);
  for (let y = 0, at = 0; y < height; y++) {
    const row = soft + (y >> shift) * across;
    for (let x = 0; x < width; x++, at++) {
      // 0 and 255 become 0, everything between them something else.
      if ((load<u8>(opacity + at) + 1) & 254) store<u8>(row + (x >> shift), 1);
    }
  }
  return soft;
}

function sumBlocks(
  photo: usize,
  opacity: usize,
  width: i32,
  height: i32,
  shift: i32,
  wanted: usize,
  across: i32,
  down: i32,
): usize {
  const sums = takeZeros(across * down * sumBytes);
  const side = 1 << shift;
  for (let row = 0, block = 0; row < down; row++) {
    const bottom = min(height, (row + 1) << shift);
    for (let column = 0; column < across; column++, block++) {
      if (!load<u8>(wanted + block)) continue;
      const left = column << shift;
      const right = min(width, left + side);
      for (let y = row << shift; y < bottom; y++) {
        addPixels(photo, opacity, y * width + left, y * width + right, sums + block * sumBytes);
      }
    }
  }
  return sums;
}

/** Adds pixels that lie side by side to a block's sums. */
function addPixels(photo: usize, opacity: usize, from: i32, end: i32, sums: usize): void {
  let soft: i32 = 0;
  for (let at = from; at < end; at++) {
    const value = <i32>load<u8>(opacity + at);
    if (value > clearBelow && value < opaqueFrom) {
      soft += 1;
      continue;
    }
    let into = sums;
    if (value < 128) into += ofBackdrop;
    const pixel = photo + at * 3;
    const r = <i32>load<u8>(pixel);
    const g = <i32>load<u8>(pixel, 1);
    const b = <i32>load<u8>(pixel, 2);
    const grey = r + g + b;
    add(into, f64x2(<f64>r, <f64>g));
    add(into + 16, f64x2(<f64>b, <f64>(r * r + g * g + b * b)));
    add(into + 32, f64x2(<f64>(grey * grey) / 3, 1));
  }
  store<f64>(sums + ofSoft, load<f64>(sums + ofSoft) + <f64>soft);
}

function add(into: usize, pair: v128): void {
  v128.store(into, f64x2.add(v128.load(into), pair));
}

/** Of each wanted block, from the blocks within reach; NaN where one of the two has no pure pixel there. */
function colourFields(sums: usize, across: i32, down: i32, wanted: usize): usize {
  const fields = takeZeros(across * down * fieldBytes);
  const weights = takeWeights();
  const total = take(sumBytes);
  for (let y = 0, block = 0; y < down; y++) {
    for (let x = 0; x < across; x++, block++) {
      if (!load<u8>(wanted + block)) continue;
      sumAround(sums, across, down, x, y, weights, total);
      const into = fields + block * fieldBytes;
      store<f32>(into + 32, describe(total, into));
      store<f32>(into + 36, describe(total + ofBackdrop, into + 16));
      const soft = load<f64>(total + ofSoft);
      store<f32>(into + 40, <f32>(soft / (load<f64>(total + 40) + load<f64>(total + ofBackdrop + 40) + soft)));
    }
  }
  return fields;
}

/** Writes mean colour and variance of one of the two. @returns the variance of its grey. */
function describe(total: usize, into: usize): f32 {
  const count = load<f64>(total, 40);
  const red = load<f64>(total) / count;
  const green = load<f64>(total, 8) / count;
  const blue = load<f64>(total, 16) / count;
  store<f32>(into, <f32>red);
  store<f32>(into, <f32>green, 4);
  store<f32>(into, <f32>blue, 8);
  store<f32>(into, <f32>(load<f64>(total, 24) / count - red * red - green * green - blue * blue), 12);
  const grey = red + green + blue;
  return <f32>(load<f64>(total, 32) / count - (grey * grey) / 3);
}

/** What a block counts for one so many rows and columns away, up to the reach: doubles. */
function takeWeights(): usize {
  const weights = take((reach + 1) * (reach + 1) * 8);
  for (let y = 0; y <= reach; y++) {
    for (let x = 0; x <= reach; x++) {
      store<f64>(weights + (y * (reach + 1) + x) * 8, 1 / (1 + nearness * <f64>(y * y + x * x)));
    }
  }
  return weights;
}

function sumAround(sums: usize, across: i32, down: i32, x: i32, y: i32, weights: usize, total: usize): void {
  memory.fill(total, 0, sumBytes);
  const first = max(0, x - reach);
  const last = min(across - 1, x + reach);
  const bottom = min(down - 1, y + reach);
  for (let row = max(0, y - reach); row <= bottom; row++) {
    const ofRow = weights + abs(row - y) * (reach + 1) * 8;
    for (let column = first; column <= last; column++) {
      const weight = f64x2.splat(load<f64>(ofRow + abs(column - x) * 8));
      const from = sums + (row * across + column) * sumBytes;
      for (let k = 0; k < sumBytes; k += 16) add(total + k, f64x2.mul(v128.load(from + k), weight));
    }
  }
}
