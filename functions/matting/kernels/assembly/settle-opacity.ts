/** The loops of settle-opacity.ts: the opacity of a soft pixel by its own colour and the pure colours around it. */
import { take, takeZeros } from './memory';
import { grow, loadColour, readVector, seek, sum3 } from './planes';

/** Pure colours are averaged over so many blocks to each side. */
const reach: i32 = 4;
/** A block counts 1 / (1 + this * squared distance), distance in blocks. */
const distanceWeight: f64 = 0.5;
/** Opacities, 0..255: up to the first a pixel is pure background, from the second on pure person. */
const clearBelow: i32 = 3;
const opaqueFrom: i32 = 252;
/**
 * Squared colour difference, levels of 0..255, three channels summed: smaller differences are noise. This and the
 * constants below were tuned on pictures with ground truth.
 */
const noise: f32 = 900;
/** Weight of the spread of both colours, which lowers the trust in the colour. */
const spreadWeight: f32 = 2;
/**
 * Share of soft pixels around a pixel from which colour counts, and from which it counts fully. A plain edge is narrow,
 * and the guided filter has found it; a wide soft area is hair, or the network is uncertain.
 */
const wideFrom: f32 = 0.2;
const wideTo: f32 = 0.35;

/**
 * The sums of a block, 14 doubles. Six for its pure person pixels: red, green, blue, squared length, squared grey,
 * count. The same six for its pure background pixels. Then the count of its soft pixels, and one unused.
 */
const sumBytes: i32 = 14 * 8;
const backgroundAt: i32 = 6 * 8;
const softAt: i32 = 12 * 8;

/**
 * The field of a block, three vectors: mean colour and variance of the person; the same of the background; variance of
 * grey of both, share of soft pixels, one unused.
 */
const fieldBytes: i32 = 48;

/**
 * Decides soft opacity again by colour.
 * @param photo three bytes a pixel. @param opacity a byte a pixel, 0 background, 255 person. Both `widthPx` x `heightPx`.
 * @param blockShift colours are averaged over squares of 2^blockShift px.
 * @returns a byte a pixel. Values 0 and 255 stay.
 */
export function settleOpacity(photo: usize, opacity: usize, widthPx: i32, heightPx: i32, blockShift: i32): usize {
  const side = 1 << blockShift;
  const blocksAcross = (widthPx + side - 1) >> blockShift;
  const blocksDown = (heightPx + side - 1) >> blockShift;
  const read = grow(
    softBlocks(opacity, widthPx, heightPx, blockShift, blocksAcross, blocksDown),
    blocksAcross,
    blocksDown,
    1,
  );
  const sums = sumBlocks(
    photo,
    opacity,
    widthPx,
    heightPx,
    blockShift,
    grow(read, blocksAcross, blocksDown, reach),
    blocksAcross,
    blocksDown,
  );
  const fields = colourFields(sums, blocksAcross, blocksDown, read);
  const settled = take(widthPx * heightPx);
  memory.copy(settled, opacity, widthPx * heightPx);
  const scale = <f32>1 / <f32>side;
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      const value = <i32>load<u8>(opacity + at);
      if (value === 0 || value === 255) continue;
      seek((<f32>x + 0.5) * scale, (<f32>y + 0.5) * scale, blocksAcross, blocksDown, fieldBytes);
      const own = readVector(fields);
      const other = readVector(fields + 16);
      // One of the two colours is not known here.
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

/**
 * Moves an opacity towards the share of the person's colour in the pixel, as far as colours can be trusted here.
 * @param alpha 0..1. @param colour of the pixel. @param own @param other @param rest the three vectors of the field.
 * @returns 0..1.
 */
function settle(alpha: f32, colour: v128, own: v128, other: v128, rest: v128): f32 {
  const difference = f32x4.sub(own, other);
  const place = f32x4.sub(colour, other);
  const grey = sum3(difference);
  const contrast = sum3(f32x4.mul(difference, difference));
  const along = sum3(f32x4.mul(difference, place));
  const length = sum3(f32x4.mul(place, place));
  const share = unit(along / (contrast + 1e-6));
  const offLine = max<f32>(0, length - 2 * share * along + share * share * contrast);
  // The spread of both colours lowers trust: a person with skin and a white collar may also have the wall's colour.
  // Only the spread along the line between the two colours counts: dark hair and a light pullover differ much from each
  // other, but neither is nearer to a green wall.
  const greyShare = (grey * grey) / (3 * contrast + 1e-6);
  const spread = f32x4.extract_lane(own, 3) + f32x4.extract_lane(other, 3);
  const greySpread = f32x4.extract_lane(rest, 0) + f32x4.extract_lane(rest, 1);
  const between = greyShare * greySpread + (1 - greyShare) * (spread - greySpread);
  const trust = contrast / (contrast + noise + spreadWeight * (between + offLine));
  // Near 0 and 1 the network's opacity counts (a forearm in shadow is not hair), in between the colour.
  const uncertain = unit(min<f32>(30 * (1 - alpha), 5 * alpha) - 0.2);
  const wide = unit((f32x4.extract_lane(rest, 2) - wideFrom) / (wideTo - wideFrom));
  return alpha + trust * uncertain * wide * (share - alpha);
}

/** @returns a byte a block: 1 where the block holds a soft pixel. */
function softBlocks(
  opacity: usize,
  width: i32,
  height: i32,
  blockShift: i32,
  blocksAcross: i32,
  blocksDown: i32,
): usize {
  const soft = takeZeros(blocksAcross * blocksDown);
  for (let y = 0, at = 0; y < height; y++) {
    const row = soft + (y >> blockShift) * blocksAcross;
    for (let x = 0; x < width; x++, at++) {
      // 0 and 255 give 0, all other values do not.
      if ((load<u8>(opacity + at) + 1) & 254) store<u8>(row + (x >> blockShift), 1);
    }
  }
  return soft;
}

/** @param wanted a byte a block: 1 for the blocks to sum. @returns the sums of each block. */
function sumBlocks(
  photo: usize,
  opacity: usize,
  width: i32,
  height: i32,
  blockShift: i32,
  wanted: usize,
  blocksAcross: i32,
  blocksDown: i32,
): usize {
  const sums = takeZeros(blocksAcross * blocksDown * sumBytes);
  const side = 1 << blockShift;
  for (let row = 0, block = 0; row < blocksDown; row++) {
    const bottom = min(height, (row + 1) << blockShift);
    for (let column = 0; column < blocksAcross; column++, block++) {
      if (!load<u8>(wanted + block)) continue;
      const left = column << blockShift;
      const right = min(width, left + side);
      for (let y = row << blockShift; y < bottom; y++) {
        addPixels(photo, opacity, y * width + left, y * width + right, sums + block * sumBytes);
      }
    }
  }
  return sums;
}

/** Adds the pixels from `from` up to `end` to the sums of a block. */
function addPixels(photo: usize, opacity: usize, from: i32, end: i32, sums: usize): void {
  let soft: i32 = 0;
  for (let at = from; at < end; at++) {
    const value = <i32>load<u8>(opacity + at);
    if (value > clearBelow && value < opaqueFrom) {
      soft += 1;
      continue;
    }
    let into = sums;
    if (value < 128) into += backgroundAt;
    const pixel = photo + at * 3;
    const r = <i32>load<u8>(pixel);
    const g = <i32>load<u8>(pixel, 1);
    const b = <i32>load<u8>(pixel, 2);
    const grey = r + g + b;
    add(into, f64x2(<f64>r, <f64>g));
    add(into + 16, f64x2(<f64>b, <f64>(r * r + g * g + b * b)));
    add(into + 32, f64x2(<f64>(grey * grey) / 3, 1));
  }
  store<f64>(sums + softAt, load<f64>(sums + softAt) + <f64>soft);
}

function add(into: usize, pair: v128): void {
  v128.store(into, f64x2.add(v128.load(into), pair));
}

/** @returns the field of each wanted block, from the blocks within reach. NaN where there is no pure pixel of one of the two. */
function colourFields(sums: usize, blocksAcross: i32, blocksDown: i32, wanted: usize): usize {
  const fields = takeZeros(blocksAcross * blocksDown * fieldBytes);
  const weights = takeWeights();
  const total = take(sumBytes);
  for (let y = 0, block = 0; y < blocksDown; y++) {
    for (let x = 0; x < blocksAcross; x++, block++) {
      if (!load<u8>(wanted + block)) continue;
      sumAround(sums, blocksAcross, blocksDown, x, y, weights, total);
      const into = fields + block * fieldBytes;
      store<f32>(into + 32, describe(total, into));
      store<f32>(into + 36, describe(total + backgroundAt, into + 16));
      const soft = load<f64>(total + softAt);
      store<f32>(into + 40, <f32>(soft / (load<f64>(total + 40) + load<f64>(total + backgroundAt + 40) + soft)));
    }
  }
  return fields;
}

/** Writes mean colour and variance of person or background. @returns the variance of grey. */
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

/** @returns the weight of a block by its distance in rows and columns, (reach + 1) x (reach + 1) doubles. */
function takeWeights(): usize {
  const weights = take((reach + 1) * (reach + 1) * 8);
  for (let y = 0; y <= reach; y++) {
    for (let x = 0; x <= reach; x++) {
      store<f64>(weights + (y * (reach + 1) + x) * 8, 1 / (1 + distanceWeight * <f64>(y * y + x * x)));
    }
  }
  return weights;
}

/** Writes into `total` the weighted sums of the blocks around block (x, y). */
function sumAround(
  sums: usize,
  blocksAcross: i32,
  blocksDown: i32,
  x: i32,
  y: i32,
  weights: usize,
  total: usize,
): void {
  memory.fill(total, 0, sumBytes);
  const first = max(0, x - reach);
  const last = min(blocksAcross - 1, x + reach);
  const bottom = min(blocksDown - 1, y + reach);
  for (let row = max(0, y - reach); row <= bottom; row++) {
    const rowWeights = weights + abs(row - y) * (reach + 1) * 8;
    for (let column = first; column <= last; column++) {
      const weight = f64x2.splat(load<f64>(rowWeights + abs(column - x) * 8));
      const from = sums + (row * blocksAcross + column) * sumBytes;
      for (let k = 0; k < sumBytes; k += 16) add(total + k, f64x2.mul(v128.load(from + k), weight));
    }
  }
}
