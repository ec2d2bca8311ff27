/**
 * Samples the person's face, stood upright, on a grid that is as fine for every photo: so many cells between the eyes.
 * One pass over the cutout; check-light.ts reads all its measures from the grid.
 */
import type { HeadMeasurements } from '../../../core/head.ts';
import { type Affine, apply, distance, invert, type Point, turnAndScale } from '../../../core/measure.ts';
import type { Cutout } from '../../../core/raster.ts';

/** Cells row by row; colours are coded sRGB values 0..255, `seen` is 1 where a cell holds what was asked for. */
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
  /** The cell, with fractions, that a place of the working photo falls in. */
  readonly toCell: (place: Point) => Point;
}

/** Which pixels a grid is sampled from. */
export interface Source {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Interleaved, `channels` values a pixel, red first. */
  readonly colours: Uint8Array;
  readonly channels: number;
  /** The cutout's RGBA: whose opacity decides. */
  readonly alpha: Uint8Array;
  /** Opacity that counts, both inclusive. */
  readonly alphaFrom: number;
  readonly alphaTo: number;
}

/**
 * At 96 a blur that shows on a print (0.02 of the eye distance) spans four cells, and ICAO's least eye distance of 90
 * px is not stretched.
 */
export const cellsBetweenEyes = 96;
/** The grid's reach around the middle of the eyes, in eye distances: temple to temple, hairline to chin. */
const reach = { side: 1.15, above: 0.95, below: 2.05 } as const;
/** The cell that the middle of the eyes is in. */
export const eyesCell = {
  column: Math.round(reach.side * cellsBetweenEyes),
  row: Math.round(reach.above * cellsBetweenEyes),
} as const;
/** Fully person, up to the rounding of an 8-bit matte. */
const opaqueFrom = 250;

/** The face in the cutout, whose opaque colours are the photo's own. */
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

/** Taps along each side of a cell, at most: enough to even out noise, few enough to cost little. */
const maxTaps = 2;

/**
 * @param toPicture from cells to px of the picture; a cell counts when all its taps lie inside and are opaque as asked.
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

/** Where a cell is looked at, px from its corner: x and y in turn. */
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

/** Share of full light of a coded sRGB value, by rounded value (IEC 61966-2-1). */
const linear = Float32Array.from({ length: 256 }, (_, value) =>
  value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
);

/** Luminance of one cell, 0..1 of full light, as ISO/IEC 29794-5 computes it (BT.709 weights on linear light). */
export function luminanceAt({ red, green, blue }: Grid, cell: number): number {
  const lit = (value: number) => linear[Math.round(value)];
  return 0.2126 * lit(red[cell]) + 0.7152 * lit(green[cell]) + 0.0722 * lit(blue[cell]);
}

/** Brightness of each cell as coded, 0..255: about as even to the eye (BT.709 weights). */
export function brightnessOf({ red, green, blue }: Grid): Float32Array {
  const brightness = new Float32Array(red.length);
  for (let i = 0; i < brightness.length; i++) {
    brightness[i] = 0.2126 * red[i] + 0.7152 * green[i] + 0.0722 * blue[i];
  }
  return brightness;
}
