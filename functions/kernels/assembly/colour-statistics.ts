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
  for (let y = 0; y < heightPx; y++) {
    let block = sums + (y >> blockShift) * blocksAcross * blockBytes;
    for (let x = 0; x < widthPx; x += blockPx, block += blockBytes) {
      const at = y * widthPx + x;
      if (addRow(photo + at * 3, states + at, wanted, min(blockPx, widthPx - x), block)) found = true;
    }
  }
  if (!found) return 0;
  fill(sums, blocksAcross, blocksDown);
  return sums;
}

/** Adds the pixels with the wanted state of one row of a block. @returns whether there are any. */
function addRow(photo: usize, states: usize, wanted: u8, count: i32, into: usize): bool {
  // Most rows of a block have pixels of one state only.
  const same = i8x16.bitmask(i8x16.eq(v128.load_zero<u64>(states), i8x16.splat(wanted)));
  if (count === blockPx && (same & 0xff) === 0) return false;
  let sum = f32x4.splat(0);
  let squares = f32x4.splat(0);
  let mixed = f32x4.splat(0);
  for (let x = 0; x < count; x++) {
    if (load<u8>(states + x) !== wanted) continue;
    const colour = f32x4.replace_lane(f32x4.sub(loadColour(photo + x * 3), f32x4.splat(middle)), 3, 1);
    sum = f32x4.add(sum, colour);
    squares = f32x4.add(squares, f32x4.mul(colour, colour));
    mixed = f32x4.add(mixed, products(colour, colour));
  }
  if (f32x4.extract_lane(sum, 3) === 0) return false;
  v128.store(into, f32x4.add(v128.load(into), sum));
  v128.store(into, f32x4.add(v128.load(into, 16), squares), 16);
  v128.store(into, f32x4.add(v128.load(into, 32), mixed), 32);
  return true;
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

let pixelRow: i32 = 0;

/** Sets the pixel that {@link readStatistics} reads. */
export function seekPixel(x: i32, y: i32): void {
  pixelRow = y;
  const share = <f32>1 / <f32>blockPx;
  seek((<f32>x + 0.5) * share, (<f32>y + 0.5) * share, blocksAcross, blocksDown, blockBytes);
}

/** Reads the statistics at the pixel set by {@link seekPixel} into {@link mean}, {@link variance} and {@link covariance}. */
export function readStatistics(statistics: usize): void {
  const state = statistics - columnsBytes;
  const columns = state + 16;
  if (load<i32>(state) !== cellAt() || load<i32>(state, 4) !== pixelRow) {
    store<i32>(state, cellAt());
    store<i32>(state, pixelRow, 4);
    readColumns(statistics, columns);
    readColumns(statistics + 16, columns + 32);
    readColumns(statistics + 32, columns + 64);
  }
  mean = readBetween(columns);
  const squares = f32x4.sub(readBetween(columns + 32), f32x4.mul(mean, mean));
  variance = f32x4.max(f32x4.splat(0), squares);
  covariance = f32x4.sub(readBetween(columns + 64), products(mean, mean));
}
