/** Looks for glasses where the standard forbids or discourages them. Their bridge is a line across the nose. */
import { type Check, judge } from '../../../core/checks.ts';
import type { FaceMeasurements } from '../../../core/head.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import { sourceOf } from './place.ts';
import { brightnessOf, cellsBetweenEyes, eyesCell, type FaceGrid } from './samples.ts';

/**
 * Contrast of the strongest level line across the bridge of the nose, as a share of the brightness of the skin. Eleven real
 * people with glasses measure 0.16 and more, also with thin frames; of 59 without, one measures more (wrinkles, 0.25).
 * Rimless glasses may measure less. So the photo only warns.
 */
const mostLine = 0.155;
/** The part of the nose that is read, in eye distances from the middle of the eyes. */
const bridge = { side: 0.073, above: 0.19, below: 0.23 } as const;
/** Distance of a line from the skin that it is compared with, cells. */
const lineReach = 4;

/** Returns the check; none when the standard allows glasses or says nothing of them. */
export function checkGlasses(face: FaceMeasurements, grid: FaceGrid, standard: PhotoStandard): Check[] {
  if (standard.glasses !== 'forbidden' && standard.glasses !== 'discouraged') return [];
  const value = bridgeLine(face, grid);
  return [
    judge({
      code: 'glasses',
      value,
      unit: 'share',
      limit: { min: null, max: mostLine },
      beyond: 'warn',
      source: `${sourceOf(standard)}: glasses are ${standard.glasses}; measure and line are ours: a line across the bridge of the nose`,
      found: value > mostLine ? 'The person seems to wear glasses.' : 'No glasses were found.',
    }),
  ];
}

/** Returns the contrast of the strongest line; NaN when the nose is not seen. */
function bridgeLine({ landmarks }: FaceMeasurements, grid: FaceGrid): number {
  const brightness = brightnessOf(grid);
  const middle = grid.toCell(landmarks.noseBridge).x;
  const side = bridge.side * cellsBetweenEyes;
  const rowMean = (row: number) => meanOf(grid, brightness, row, Math.round(middle - side), Math.round(middle + side));
  const [from, to] = [bridge.above, bridge.below].map((share) => Math.round(share * cellsBetweenEyes));
  let strongest = Number.NaN;
  for (let row = eyesCell.row - from; row <= eyesCell.row + to; row++) {
    const contrast = Math.abs((rowMean(row - lineReach) + rowMean(row + lineReach)) / 2 - rowMean(row));
    if (Number.isFinite(contrast)) strongest = Math.max(Number.isNaN(strongest) ? 0 : strongest, contrast);
  }
  return strongest / skinBrightness(landmarks, grid, brightness);
}

function skinBrightness(
  { cheekLeft, cheekRight }: FaceMeasurements['landmarks'],
  grid: FaceGrid,
  brightness: Float32Array,
) {
  const means = [cheekLeft, cheekRight].flatMap((place) => {
    const { x, y } = grid.toCell(place);
    const rows = [-8, -4, 0, 4, 8].map((by) =>
      meanOf(grid, brightness, Math.round(y) + by, Math.round(x) - 8, Math.round(x) + 8),
    );
    return rows.filter(Number.isFinite);
  });
  return means.reduce((sum, value) => sum + value, 0) / means.length;
}

/** Returns the mean of a part of a row; NaN when less than two thirds of it are seen. */
function meanOf(
  { columns, rows, seen }: FaceGrid,
  values: Float32Array,
  row: number,
  from: number,
  to: number,
): number {
  if (row < 0 || row >= rows) return Number.NaN;
  let [sum, count] = [0, 0];
  for (let column = Math.max(0, from); column <= Math.min(columns - 1, to); column++) {
    const cell = row * columns + column;
    if (!seen[cell]) continue;
    sum += values[cell];
    count++;
  }
  return count * 3 >= (to - from) * 2 ? sum / count : Number.NaN;
}
