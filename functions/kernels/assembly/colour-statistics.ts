/**
 * Local colour statistics of the person and of the background: mean and covariance of the sure pixels near each block of
 * the photo. Where a block has few sure pixels, its statistics come from larger and larger surroundings (pull-push), so
 * every block has some and they change smoothly.
 */
import { take, takeZeros } from './memory';
import { cellAt, loadColour, readBetween, readColumns, readVector, seek } from './planes';

/** A block has 2^blockShift px a side. Blocks of 4 px give the same errors and take four times the memory. */
const blockShift: i32 = 3;
const blockPx: i32 = 1 << blockShift;
/** The larger surroundings count as much as so many sure pixels of a block. */
const surroundings: f32 = 3;

/**
 * Statistics of a block, three vectors: mean of red, green and blue, number of pixels; means of their squares; means of
 * the products of green and blue, blue and red, red and green. Colours are relative to a middle grey of 128, because floats
 * are exact for small numbers only.
 */
const blockBytes: i32 = 48;
/**
 * Before the blocks: the cell and the row of the last pixel that was read, and the three vectors in the two columns of blocks
 * around it. Pixels are read along rows, so eight of them share these columns.
 */
const columnsBytes: i32 = 16 + 3 * 32;
export const middle: f32 = 128;

/** Blocks of the photo in a row and in a column. */
let blocksAcross: i32 = 0;
let blocksDown: i32 = 0;

/**
 * Gathers the statistics of one kind of sure pixels.
 * @param photo three bytes a pixel. @param states a byte a pixel. @param wanted the state of the pixels to gather.
 * @returns the statistics of every block, or 0 when no pixel has that state.
 */
export function gatherStatistics(photo: usize, states: usize, wanted: u8, widthPx: i32, heightPx: i32): usize {
  blocksAcross = (widthPx + blockPx - 1) >> blockShift;
  blocksDown = (heightPx + blockPx - 1) >> blockShift;
  const columns = take(columnsBytes + blocksAcross * blocksDown * blockBytes);
  const sums = columns + columnsBytes;
  memory.fill(sums, 0, blocksAcross * blocksDown * blockBytes);
  store<i32>(columns, -1);
  let found = false;
  let block = sums;
  for (let top = 0; top < heightPx; top += blockPx) {
    const down = min(blockPx, heightPx - top);
    for (let left = 0; left < widthPx; left += blockPx, block += blockBytes) {
      const at = top * widthPx + left;
      const across = min(blockPx, widthPx - left);
      if (addBlock(photo + at * 3, states + at, wanted, widthPx, across, down, block)) found = true;
    }
  }
  if (!found) return 0;
  fill(sums, blocksAcross, blocksDown);
  return sums;
}

/** Sums the pixels with the wanted state of one block. @returns whether there are any. */
function addBlock(photo: usize, states: usize, wanted: u8, widthPx: i32, across: i32, down: i32, into: usize): bool {
  // Most blocks have pixels of one state only.
  if (across === blockPx && down === blockPx) {
    const count = countIn(states, wanted, widthPx);
    if (count === 0) return false;
    if (count === blockPx * blockPx) {
      sumWholeBlock(photo, widthPx * 3, into);
      return true;
    }
  }
  let sum = f32x4.splat(0);
  let squares = f32x4.splat(0);
  let mixed = f32x4.splat(0);
  for (let y = 0; y < down; y++) {
    for (let at = y * widthPx, end = at + across; at < end; at++) {
      if (load<u8>(states + at) !== wanted) continue;
      const colour = f32x4.replace_lane(f32x4.sub(loadColour(photo + at * 3), f32x4.splat(middle)), 3, 1);
      sum = f32x4.add(sum, colour);
      squares = f32x4.add(squares, f32x4.mul(colour, colour));
      mixed = f32x4.add(mixed, products(colour, colour));
    }
  }
  v128.store(into, sum);
  v128.store(into, squares, 16);
  v128.store(into, mixed, 32);
  return f32x4.extract_lane(sum, 3) > 0;
}

/** @returns how many of the pixels of a whole block have the wanted state. @param stride bytes a row. */
function countIn(states: usize, wanted: u8, stride: i32): i32 {
  let equal = i8x16.splat(0);
  for (let y = 0; y < blockPx; y++, states += stride) {
    equal = i8x16.sub(equal, i8x16.eq(v128.load_zero<u64>(states), i8x16.splat(wanted)));
  }
  // The upper eight lanes compare zeros.
  return <i32>sumOfLanes(i32x4.extadd_pairwise_i16x8_u(i16x8.extend_low_i8x16_u(equal)));
}

/**
 * Sums all pixels of a whole block in whole numbers: the same sums as those of floats, in a quarter of the time.
 * @param stride bytes a row of the photo.
 */
function sumWholeBlock(photo: usize, stride: i32, into: usize): void {
  let red = i16x8.splat(0);
  let green = i16x8.splat(0);
  let blue = i16x8.splat(0);
  let rr = i32x4.splat(0);
  let gg = i32x4.splat(0);
  let bb = i32x4.splat(0);
  let gb = i32x4.splat(0);
  let br = i32x4.splat(0);
  let rg = i32x4.splat(0);
  for (let y = 0; y < blockPx; y++, photo += stride) {
    const head = v128.load(photo);
    const tail = v128.load_zero<u64>(photo, 16);
    const r = fromMiddle(v128.shuffle<u8>(head, tail, 0, 3, 6, 9, 12, 15, 18, 21, 0, 0, 0, 0, 0, 0, 0, 0));
    const g = fromMiddle(v128.shuffle<u8>(head, tail, 1, 4, 7, 10, 13, 16, 19, 22, 0, 0, 0, 0, 0, 0, 0, 0));
    const b = fromMiddle(v128.shuffle<u8>(head, tail, 2, 5, 8, 11, 14, 17, 20, 23, 0, 0, 0, 0, 0, 0, 0, 0));
    red = i16x8.add(red, r);
    green = i16x8.add(green, g);
    blue = i16x8.add(blue, b);
    rr = i32x4.add(rr, i32x4.dot_i16x8_s(r, r));
    gg = i32x4.add(gg, i32x4.dot_i16x8_s(g, g));
    bb = i32x4.add(bb, i32x4.dot_i16x8_s(b, b));
    gb = i32x4.add(gb, i32x4.dot_i16x8_s(g, b));
    br = i32x4.add(br, i32x4.dot_i16x8_s(b, r));
    rg = i32x4.add(rg, i32x4.dot_i16x8_s(r, g));
  }
  const pixels = <f32>(blockPx * blockPx);
  v128.store(into, f32x4(sumOfWords(red), sumOfWords(green), sumOfWords(blue), pixels));
  v128.store(into, f32x4(sumOfLanes(rr), sumOfLanes(gg), sumOfLanes(bb), pixels), 16);
  v128.store(into, f32x4(sumOfLanes(gb), sumOfLanes(br), sumOfLanes(rg), pixels), 32);
}

/** @returns the lower eight bytes, 0..255, minus the middle grey. */
function fromMiddle(bytes: v128): v128 {
  return i16x8.sub(i16x8.extend_low_i8x16_u(bytes), i16x8.splat(<i16>middle));
}

function sumOfWords(v: v128): f32 {
  return sumOfLanes(i32x4.extadd_pairwise_i16x8_s(v));
}

function sumOfLanes(v: v128): f32 {
  const pairs = i32x4.add(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return <f32>(i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1));
}

/** @returns the products of green and blue, blue and red, red and green of two colours. */
export function products(a: v128, b: v128): v128 {
  return f32x4.mul(v128.shuffle<f32>(a, a, 1, 2, 0, 3), v128.shuffle<f32>(b, b, 2, 0, 1, 3));
}

/** Turns the sums of each block into means, each mixed with the means of the surroundings. */
function fill(sums: usize, width: i32, height: i32): void {
  if (width === 1 && height === 1) {
    scale(sums, f32x4.splat(<f32>1 / max<f32>(1, f32x4.extract_lane(v128.load(sums), 3))));
    return;
  }
  const halfWidth = (width + 1) >> 1;
  const halfHeight = (height + 1) >> 1;
  const halved = takeZeros(halfWidth * halfHeight * blockBytes);
  for (let y = 0, at = sums; y < height; y++) {
    for (let x = 0; x < width; x++, at += blockBytes) {
      const into = halved + ((y >> 1) * halfWidth + (x >> 1)) * blockBytes;
      for (let k = 0; k < blockBytes; k += 16) {
        v128.store(into + k, f32x4.add(v128.load(into + k), v128.load(at + k)));
      }
    }
  }
  fill(halved, halfWidth, halfHeight);
  for (let y = 0, at = sums; y < height; y++) {
    for (let x = 0; x < width; x++, at += blockBytes) {
      seek(<f32>(x + x + 1) * 0.25, <f32>(y + y + 1) * 0.25, halfWidth, halfHeight, blockBytes);
      const weight = f32x4.splat(<f32>1 / (surroundings + f32x4.extract_lane(v128.load(at), 3)));
      for (let k = 0; k < blockBytes; k += 16) {
        const around = f32x4.mul(readVector(halved + k), f32x4.splat(surroundings));
        v128.store(at + k, f32x4.mul(f32x4.add(v128.load(at + k), around), weight));
      }
    }
  }
}

function scale(block: usize, factor: v128): void {
  for (let k = 0; k < blockBytes; k += 16) v128.store(block + k, f32x4.mul(v128.load(block + k), factor));
}

/** What {@link readStatistics} read: mean colour, variances, covariances, in the order of a block's vectors. */
export let mean: v128 = f32x4.splat(0);
export let variance: v128 = f32x4.splat(0);
export let covariance: v128 = f32x4.splat(0);

let placeRow: f32 = 0;

/** Sets the place that {@link readStatistics} and {@link readMean} read, px of the photo, pixel centres at .5. */
export function seekPlace(x: f32, y: f32): void {
  placeRow = y;
  const share = <f32>1 / <f32>blockPx;
  seek(x * share, y * share, blocksAcross, blocksDown, blockBytes);
}

/** Reads the statistics at the place set by {@link seekPlace} into {@link mean}, {@link variance} and {@link covariance}. */
export function readStatistics(statistics: usize): void {
  const state = statistics - columnsBytes;
  const columns = state + 16;
  if (load<i32>(state) !== cellAt() || load<f32>(state, 4) !== placeRow) {
    store<i32>(state, cellAt());
    store<f32>(state, placeRow, 4);
    readColumns(statistics, columns);
    readColumns(statistics + 16, columns + 32);
    readColumns(statistics + 32, columns + 64);
  }
  mean = readBetween(columns);
  const squares = f32x4.sub(readBetween(columns + 32), f32x4.mul(mean, mean));
  variance = f32x4.max(f32x4.splat(0), squares);
  covariance = f32x4.sub(readBetween(columns + 64), products(mean, mean));
}

/** @returns the mean colour at the place set by {@link seekPlace}, relative to the middle grey. */
export function readMean(statistics: usize): v128 {
  return readVector(statistics);
}
