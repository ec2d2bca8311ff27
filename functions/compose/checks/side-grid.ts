/** Samples head and hair in upright position, with what is beside them, on a grid of colours. only-person.ts measures on it. */
import type { HeadMeasurements } from '../../../core/head.ts';
import { labOf } from '../../../core/lab.ts';
import type { Cutout } from '../../../core/raster.ts';

type Face = NonNullable<HeadMeasurements['face']>;
type Head = NonNullable<HeadMeasurements['head']>;

/** Side of a cell, T. */
export const cell = 0.03;
/** The part that is read, T: to both sides of the middle of the eyes, and below the eye line. The crown ends it above. */
const part = { side: 2.2, below: 1 } as const;
const opaqueFrom = 250;

/** Cells row by row from the crown down; colours in CIELAB. Cells that are not of the person have the lightness NaN. */
export interface SideGrid {
  readonly columns: number;
  readonly rows: number;
  readonly lightness: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
  /** Returns the cell of a point of the working photo, with fractions. */
  readonly toCell: (x: number, y: number) => { readonly column: number; readonly row: number };
  readonly eyeRow: number;
}

/** Samples the cutout around the head. */
export function sampleSides({ rollDeg }: Face, { eyeMiddle, chinPx, crownHairPx }: Head, cutout: Cutout): SideGrid {
  const { widthPx, heightPx, data } = cutout;
  const cellPx = Math.max(1e-3, cell * chinPx);
  const [columns, eyeRow] = [Math.round((2 * part.side) / cell), Math.max(1, Math.round(crownHairPx / cellPx))];
  const rows = eyeRow + Math.round(part.below / cell);
  const [cos, sin] = [Math.cos((rollDeg * Math.PI) / 180), Math.sin((rollDeg * Math.PI) / 180)];
  const lightness = new Float32Array(columns * rows).fill(Number.NaN);
  const [a, b] = [new Float32Array(columns * rows), new Float32Array(columns * rows)];
  for (let at = 0; at < lightness.length; at++) {
    const right = ((at % columns) - columns / 2) * cellPx;
    const down = (Math.floor(at / columns) - eyeRow) * cellPx;
    const x = Math.floor(eyeMiddle.x + cos * right - sin * down);
    const y = Math.floor(eyeMiddle.y + sin * right + cos * down);
    if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) continue;
    const pixel = (y * widthPx + x) * 4;
    if (data[pixel + 3] < opaqueFrom) continue;
    const colour = labOf({ r: data[pixel], g: data[pixel + 1], b: data[pixel + 2] });
    lightness[at] = colour.lightness;
    a[at] = colour.a;
    b[at] = colour.b;
  }
  const toCell = (x: number, y: number) => {
    const [dx, dy] = [(x - eyeMiddle.x) / cellPx, (y - eyeMiddle.y) / cellPx];
    return { column: cos * dx + sin * dy + columns / 2, row: cos * dy - sin * dx + eyeRow };
  };
  return { columns, rows, lightness, a, b, toCell, eyeRow };
}

/** The rows that show the head but no shoulder, T below the eye line. */
const reachBelow = 0.6;

/** Returns how far the person reaches beside the middle of the eyes, T. */
export function reach({ columns, rows, lightness, eyeRow }: SideGrid): number {
  const lastRow = Math.min(rows, eyeRow + Math.round(reachBelow / cell));
  let most = 0;
  for (let at = 0; at < lastRow * columns; at++) {
    if (!Number.isNaN(lightness[at])) most = Math.max(most, Math.abs((at % columns) - columns / 2));
  }
  return most * cell;
}
