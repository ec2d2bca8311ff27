/**
 * Samples the face in upright position on a grid. The grid has the same number of cells between the eyes for every
 * photo. The cutout is read once; light.ts and blur.ts measure on the grid.
 */
import type { HeadMeasurements } from '../../../core/head.ts';
import { linearOf } from '../../../core/lab.ts';
import { type Affine, apply, distance, invert, type Point, turnAndScale } from '../../../core/measure.ts';
import type { Cutout } from '../../../core/raster.ts';

/**
 * Cells row by row. Colours are coded sRGB values 0..255. `seen` is 1 when the cell's pixels have the required opacity.
 */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
  readonly seen: Uint8Array;
}

/** A face on a grid. */
export interface FaceGrid extends Grid {
  /** Returns the cell, with fractions, at a point of the working photo. */
  readonly toCell: (place: Point) => Point;
}

/** The pixels from which a grid is sampled. */
export interface Source {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Interleaved, `channels` values per pixel, red first. */
  readonly colours: Uint8Array;
  readonly channels: number;
  /** RGBA of the cutout; only its opacity is used. */
  readonly alpha: Uint8Array;
  /** The range of opacity that counts, both ends included. */
  readonly alphaFrom: number;
  readonly alphaTo: number;
}

/**
 * With 96 cells, a blur that is visible on a print (0.02 of the eye distance) covers four cells, and ICAO's least eye
 * distance of 90 px is hardly enlarged.
 */
export const cellsBetweenEyes = 96;
/**
 * Size of the grid around the middle of the eyes, in eye distances: from temple to temple and from hairline to chin.
 */
const reach = { side: 1.15, above: 0.95, below: 2.05 } as const;
/** The cell of the middle of the eyes. */
export const eyesCell = {
  column: Math.round(reach.side * cellsBetweenEyes),
  row: Math.round(reach.above * cellsBetweenEyes),
} as const;
/** A pixel counts as person alone from this opacity, to allow for the rounding of an 8-bit matte. */
const opaqueFrom = 250;

/** Samples the face from the cutout, whose opaque colours are those of the photo. */
export function sampleFace(
  { leftEye, rightEye, rollDeg }: NonNullable<HeadMeasurements['face']>,
  cutout: Cutout,
): FaceGrid {
  const middle = { x: (leftEye.x + rightEye.x) / 2, y: (leftEye.y + rightEye.y) / 2 };
  const cellPx = Math.max(1e-3, distance(leftEye, rightEye)) / cellsBetweenEyes;
  const at = { x: eyesCell.column, y: eyesCell.row };
  const toPicture = turnAndScale(rollDeg, cellPx, at, middle);
  const columns = Math.ceil(2 * reach.side * cellsBetweenEyes);
  const rows = Math.ceil((reach.above + reach.below) * cellsBetweenEyes);
  const { widthPx, heightPx, data } = cutout;
  const opacity = { alpha: data, alphaFrom: opaqueFrom, alphaTo: 255 };
  const source = { widthPx, heightPx, colours: data, channels: 4, ...opacity };
  const toGrid = invert(toPicture);
  return { ...sampleGrid(source, toPicture, columns, rows), toCell: (place) => apply(toGrid, place) };
}

/** The most samples along each side of a cell: enough to average noise, and fast. */
const maxTaps = 2;

/**
 * Samples a grid. A cell is seen when all its samples are inside the picture and have the required opacity.
 * @param toPicture maps cells to px of the picture.
 */
export function sampleGrid(source: Source, toPicture: Affine, columns: number, rows: number): Grid {
  const [red, green, blue] = [0, 1, 2].map(() => new Float32Array(columns * rows));
  const grid: Grid = { columns, rows, red, green, blue, seen: new Uint8Array(columns * rows) };
  const taps = tapsOf(toPicture);
  const { a, b, c, d } = toPicture;
  for (let row = 0, cell = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, cell++) {
      fillCell(grid, cell, source, taps, a * column + c * row, b * column + d * row);
    }
  }
  return grid;
}

/** Returns the sample points of a cell, px from its corner: x and y in turn. */
function tapsOf(toPicture: Affine): Float64Array {
  const side = Math.min(maxTaps, Math.max(1, Math.round(Math.hypot(toPicture.a, toPicture.b))));
  const taps = new Float64Array(2 * side * side);
  for (let i = 0; i < side * side; i++) {
    const { x, y } = apply(toPicture, { x: ((i % side) + 0.5) / side, y: (Math.floor(i / side) + 0.5) / side });
    taps.set([x, y], 2 * i);
  }
  return taps;
}

function fillCell(grid: Grid, cell: number, source: Source, taps: Float64Array, x: number, y: number): void {
  const { colours, channels, alpha, widthPx, heightPx, alphaFrom, alphaTo } = source;
  let [red, green, blue] = [0, 0, 0];
  for (let tap = 0; tap < taps.length; tap += 2) {
    const left = Math.floor(x + taps[tap]);
    const top = Math.floor(y + taps[tap + 1]);
    if (left < 0 || top < 0 || left >= widthPx || top >= heightPx) return;
    const pixel = top * widthPx + left;
    const opacity = alpha[pixel * 4 + 3];
    if (opacity < alphaFrom || opacity > alphaTo) return;
    red += colours[pixel * channels];
    green += colours[pixel * channels + 1];
    blue += colours[pixel * channels + 2];
  }
  const share = 2 / taps.length;
  grid.red[cell] = red * share;
  grid.green[cell] = green * share;
  grid.blue[cell] = blue * share;
  grid.seen[cell] = 1;
}

/** Side of a zone in eye distances, as ICAO draws it. */
const zoneSide = 0.3;

/** Returns the mean red, green and blue around a point, coded 0..255; NaN when too few cells are seen. */
export function zoneColour(grid: FaceGrid, place: Point): readonly [number, number, number] {
  const at = grid.toCell(place);
  const half = (zoneSide / 2) * cellsBetweenEyes;
  let [red, green, blue, count] = [0, 0, 0, 0];
  for (let row = Math.round(at.y - half); row < at.y + half; row++) {
    for (let column = Math.round(at.x - half); column < at.x + half; column++) {
      const cell = row * grid.columns + column;
      if (column < 0 || column >= grid.columns || !grid.seen[cell]) continue;
      red += grid.red[cell];
      green += grid.green[cell];
      blue += grid.blue[cell];
      count++;
    }
  }
  const enough = count >= half * half;
  return enough ? [red / count, green / count, blue / count] : [Number.NaN, Number.NaN, Number.NaN];
}

/** Returns the luminance of a cell, 0..1, as in ISO/IEC 29794-5 (BT.709 weights on linear light). */
export function luminanceAt({ red, green, blue }: Grid, cell: number): number {
  return 0.2126 * linearOf(red[cell]) + 0.7152 * linearOf(green[cell]) + 0.0722 * linearOf(blue[cell]);
}

/** Returns the coded brightness of each cell, 0..255, which is about uniform to the eye (BT.709 weights). */
export function brightnessOf({ red, green, blue }: Grid): Float32Array {
  const brightness = new Float32Array(red.length);
  for (let i = 0; i < brightness.length; i++) {
    brightness[i] = 0.2126 * red[i] + 0.7152 * green[i] + 0.0722 * blue[i];
  }
  return brightness;
}
