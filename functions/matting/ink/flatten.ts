/**
 * First step of cleaning a picture of ink on paper: estimates the paper below the ink, and returns how much darker than
 * its paper each pixel is. Uneven light, folds and the edges of shadows are in the estimate, so they leave no trace.
 */
import type { PlaneSize, Raster } from '../../../core/raster.ts';

/** A picture beside the estimate of its paper. */
export interface FlatPicture extends PlaneSize {
  /** How much darker than the paper a pixel is: 0 is paper, 1 is black. */
  readonly darkness: Float32Array;
  /** The light on the paper, 0..255. */
  readonly paper: Uint8Array;
}

/**
 * Returns the darkness of each pixel.
 * @param radiusPx structures that are narrower than twice this are ink; wider ones are light or shadow.
 */
export function flatten({ widthPx, heightPx, data }: Raster, radiusPx: number): FlatPicture {
  const size = { widthPx, heightPx };
  const light = new Uint8Array(widthPx * heightPx);
  for (let at = 0, from = 0; at < light.length; at++, from += 3) {
    light[at] = Math.round((data[from] + data[from + 1] + data[from + 2]) / 3);
  }
  // A closing keeps ramps and steps of light where they are, and removes everything dark that is narrow.
  const smooth = boxMean(light, size);
  const paper = extreme(extreme(smooth, size, radiusPx, true), size, radiusPx, false);
  const darkness = new Float32Array(light.length);
  for (let at = 0; at < light.length; at++) darkness[at] = Math.max(0, 1 - light[at] / Math.max(1, paper[at]));
  return { ...size, darkness, paper };
}

/** Returns the mean of each pixel and its eight neighbours. */
function boxMean(plane: Uint8Array, { widthPx, heightPx }: PlaneSize): Uint8Array {
  const rows = new Uint16Array(plane.length);
  for (let at = 0; at < plane.length; at++) {
    const x = at % widthPx;
    rows[at] = plane[x > 0 ? at - 1 : at] + plane[at] + plane[x < widthPx - 1 ? at + 1 : at];
  }
  const mean = new Uint8Array(plane.length);
  const last = plane.length - widthPx;
  for (let at = 0; at < plane.length; at++) {
    const [above, below] = [at >= widthPx ? at - widthPx : at, at < last && heightPx > 1 ? at + widthPx : at];
    mean[at] = Math.round((rows[above] + rows[at] + rows[below]) / 9);
  }
  return mean;
}

/** Returns the greatest or least value within `radiusPx` of each pixel, across and down. */
function extreme(plane: Uint8Array, size: PlaneSize, radiusPx: number, greatest: boolean): Uint8Array {
  const { widthPx, heightPx } = size;
  const rows = new Uint8Array(plane.length);
  for (let y = 0; y < heightPx; y++) slide(plane, rows, y * widthPx, 1, widthPx, radiusPx, greatest);
  const result = new Uint8Array(plane.length);
  for (let x = 0; x < widthPx; x++) slide(rows, result, x, widthPx, heightPx, radiusPx, greatest);
  return result;
}

let [line, ahead, behind] = [new Uint8Array(0), new Uint8Array(0), new Uint8Array(0)];

/** One line of {@link extreme}, in three comparisons for each pixel (van Herk 1992, Gil and Werman 1993). */
function slide(
  from: Uint8Array,
  to: Uint8Array,
  start: number,
  step: number,
  count: number,
  radiusPx: number,
  greatest: boolean,
): void {
  const width = 2 * radiusPx + 1;
  const padded = Math.ceil((count + 2 * radiusPx) / width) * width;
  if (line.length < padded) [line, ahead, behind] = [0, 0, 0].map(() => new Uint8Array(padded));
  // The least of a line is the greatest of its complement.
  const flip = greatest ? 0 : 255;
  line.fill(0, 0, padded);
  for (let k = 0, at = start; k < count; k++, at += step) line[k + radiusPx] = from[at] ^ flip;
  for (let block = 0; block < padded; block += width) runBlock(block, width);
  for (let k = 0, at = start; k < count; k++, at += step) {
    const left = behind[k];
    const right = ahead[k + 2 * radiusPx];
    to[at] = Math.max(left, right) ^ flip;
  }
}

/** Writes the greatest value from the start of a block to each place of it, and from each place to its end. */
function runBlock(block: number, width: number): void {
  let most = 0;
  for (let i = block; i < block + width; i++) {
    if (line[i] > most) most = line[i];
    ahead[i] = most;
  }
  most = 0;
  for (let i = block + width - 1; i >= block; i--) {
    if (line[i] > most) most = line[i];
    behind[i] = most;
  }
}
