/**
 * Checks the photo's own background, for orders that keep it. It must be smooth, without pattern or objects, even,
 * without shadow, and of a colour that the office accepts. Only the part inside the frame is checked.
 */
import { type Check, judge } from '../../../core/checks.ts';
import { chain, invert, turnAndScale } from '../../../core/measure.ts';
import type { Cutout, Raster } from '../../../core/raster.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import { checkBackdropColour, isBackdropStated } from './backdrop-colour.ts';
import type { CheckedOutput } from './checked-output.ts';
import { type Grid, luminanceAt, sampleGrid } from './samples.ts';

/**
 * Half the resolution of OFIQ (354 px across 4.35 eye distances). It takes a quarter of the time and averages noise.
 */
const cellsPerEyeDistance = 40;
/** A pixel counts as background alone up to this opacity. */
const clearTo = 4;

/**
 * Checks smoothness, evenness and colour.
 * @param photo the upright working photo, in the size of the cutout.
 * @param eyeDistancePx in the working photo.
 */
export function checkBackground(
  photo: Raster | Cutout,
  cutout: Cutout,
  eyeDistancePx: number,
  { standard, crop, widthPx, heightPx }: CheckedOutput,
): Check[] {
  const cellPx = (eyeDistancePx / cellsPerEyeDistance) * crop.scale;
  const zero = { x: 0, y: 0 };
  const toPicture = chain(invert(crop.map), turnAndScale(0, cellPx, zero, zero));
  const channels = photo.data.length / (photo.widthPx * photo.heightPx);
  const opacity = { alpha: cutout.data, alphaFrom: 0, alphaTo: clearTo };
  const source = { widthPx: photo.widthPx, heightPx: photo.heightPx, colours: photo.data, channels, ...opacity };
  const grid = sampleGrid(source, toPicture, Math.floor(widthPx / cellPx), Math.floor(heightPx / cellPx));
  const spread = largestSpread(grid);
  return [smoothness(grid, spread, standard), evenness(spread), ...checkBackdropColour(grid, standard)];
}

/**
 * Drawn plain walls with camera noise and bare walls of real photos give 1 to 8.5. Furnished rooms, streets and flags
 * give 10.4 and more.
 */
const mostGradient = 10;
/**
 * Beyond both values there are objects in the background. A wall with a coarse texture and grain reaches a gradient of
 * 41 with a spread of 0.16; rooms, streets and flags reach 28 to 210 with 0.44 to 0.86.
 */
const sureObjects = { gradient: 25, spread: 0.4 } as const;

function smoothness(grid: Grid, spread: number, standard: PhotoStandard): Check {
  const value = meanGradient(grid);
  const isSure = spread > sureObjects.spread && isBackdropStated(standard);
  return judge({
    code: 'background-smooth',
    value,
    unit: 'gradient',
    limit: { min: null, max: mostGradient },
    ...(isSure && { failLimit: { min: null, max: sureObjects.gradient } }),
    beyond: 'warn',
    source:
      'ISO/IEC 29794-5 background uniformity (OFIQ, mean luminance gradient) at half its resolution: no pass line, ours lies between bare and furnished walls',
    found: value > mostGradient ? 'The background has a pattern or objects in it.' : 'The background is smooth.',
  });
}

/**
 * Drawn walls in usual indoor light give 0.01 to 0.05, bare walls of real photos up to 0.14, a wall that fades to
 * another colour 0.25.
 */
const mostSpread = 0.15;

function evenness(value: number): Check {
  return judge({
    code: 'background-even',
    value,
    unit: 'share',
    limit: { min: null, max: mostSpread },
    beyond: 'warn',
    source: 'offices: plain, even, no shadow, in words; no figure stated, the line is ours',
    found: value > mostSpread ? 'The background is unevenly lit or coloured.' : 'The background is even.',
  });
}

/** Cells within this distance of the person are left out, because of hair and its shadow. */
const clearance = 2;
/** With fewer cells, no value is returned. */
const leastCells = 100;
/** Step between the rows and columns that are read; that is enough for a mean. */
const stride = 2;

/** Returns the mean luminance gradient by the 3 x 3 Sobel operator, in levels of 255. */
function meanGradient(grid: Grid): number {
  const { columns, rows, seen } = grid;
  const luminance = new Float32Array(seen.length);
  for (let i = 0; i < seen.length; i++) if (seen[i]) luminance[i] = 255 * luminanceAt(grid, i);
  let [sum, count] = [0, 0];
  for (let row = clearance; row < rows - clearance; row += stride) {
    for (let cell = row * columns + clearance; cell < (row + 1) * columns - clearance; cell += stride) {
      if (!isClear(grid, cell)) continue;
      sum += gradientAt(luminance, cell, columns);
      count++;
    }
  }
  return count < leastCells ? Number.NaN : sum / count;
}

function gradientAt(values: Float32Array, cell: number, columns: number): number {
  const [up, down] = [cell - columns, cell + columns];
  const fall = values[up - 1] - values[down + 1];
  const rise = values[up + 1] - values[down - 1];
  const across = rise - fall + 2 * (values[cell + 1] - values[cell - 1]);
  const along = -rise - fall + 2 * (values[down] - values[up]);
  return Math.hypot(across, along);
}

/**
 * Returns whether a cell and the corners of the square around it are background. Then the cells between are background
 * too, except for a single hair.
 */
function isClear({ columns, seen }: Grid, cell: number): boolean {
  const [up, down] = [cell - clearance * columns, cell + clearance * columns];
  return (
    seen[cell] + seen[up - clearance] + seen[up + clearance] + seen[down - clearance] + seen[down + clearance] === 5
  );
}

/** Returns the largest spread of the three channels. */
function largestSpread({ red, green, blue, seen }: Grid): number {
  return Math.max(...[red, green, blue].map((values) => spread(values, seen)));
}

/** Returns the difference between the 95 % and the 5 % quantile, as a share of 255. */
function spread(values: Float32Array, seen: Uint8Array): number {
  const histogram = new Uint32Array(256);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (!seen[i]) continue;
    histogram[Math.round(values[i])]++;
    count++;
  }
  if (count < leastCells) return Number.NaN;
  const quantile = (share: number) => {
    let [value, below] = [-1, 0];
    while (below < count * share) below += histogram[++value];
    return value;
  };
  return (quantile(0.95) - quantile(0.05)) / 255;
}
