/** Checks the colour of the photo's own background against the backdrops that the office accepts. */
import { hexFromRgb, type Rgb, wallDistance } from '../../../core/backdrop.ts';
import { type Check, judge } from '../../../core/checks.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import { sourceOf } from './place.ts';
import type { Grid } from './samples.ts';

/** Beyond this, no usual light makes a wall of another colour of it: blue, brown and dark walls where white is asked for. */
const surelyOther = 30;

/** Returns the check of the median colour; none when the office has no rule. @param grid the background inside the frame. */
export function checkBackdropColour(grid: Grid, standard: PhotoStandard): Check[] {
  const { backdrops } = standard;
  if (backdrops.length === 0) return [];
  const wall = medianColour(grid);
  const value = wall ? wallDistance(wall, standard) : Number.NaN;
  const wanted = backdrops.map(({ name }) => name.en).join(', ');
  const check = judge({
    code: 'background-colour',
    value,
    unit: 'lab',
    limit: { min: null, max: 0 },
    ...(isBackdropStated(standard) && { failLimit: { min: null, max: surelyOther } }),
    beyond: 'warn',
    source: `${sourceOf(standard)}; the tolerance for light and white balance is ours`,
    found:
      value > 0
        ? `The background is ${wall ? hexFromRgb(wall).toUpperCase() : ''}; the office accepts ${wanted}.`
        : 'The background has a colour that the office accepts.',
  });
  return [check];
}

/** Returns whether an office states a backdrop. The habits of studios and unconfirmed colours are no rule of an office. */
export function isBackdropStated({ backdrops, confidence, unconfirmed }: PhotoStandard): boolean {
  return backdrops.length > 0 && confidence !== 'convention' && !unconfirmed.includes('backdrops');
}

/** With fewer cells, no value is returned. */
const leastCells = 100;

/** Returns the median of each channel, 0..255; null when too few cells are seen. */
function medianColour({ red, green, blue, seen }: Grid): Rgb | null {
  const cells = seen.reduce((sum, value) => sum + value, 0);
  if (cells < leastCells) return null;
  const [r, g, b] = [red, green, blue].map((values) => medianOf(values, seen, cells));
  return { r, g, b };
}

/** Returns the median of the seen cells, rounded. A histogram is faster than sorting some hundred thousand values. */
function medianOf(values: Float32Array, seen: Uint8Array, cells: number): number {
  const histogram = new Uint32Array(256);
  for (let i = 0; i < values.length; i++) if (seen[i]) histogram[Math.round(values[i])]++;
  let [value, below] = [-1, 0];
  while (below < cells / 2) below += histogram[++value];
  return value;
}
