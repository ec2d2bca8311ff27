/**
 * Measures the blur of a face, independent of contrast and camera noise. A second blur changes a sharp face much and a
 * blurred face little (after Crete et al., The blur effect, SPIE 6492, 2007).
 */
import { brightnessOf, cellsBetweenEyes, eyesCell, type FaceGrid } from './samples.ts';

/**
 * The part of the face with lines that can be sharp: from brows to lips and from temple to temple, in eye distances
 * from the middle of the eyes.
 */
const features = { side: 0.85, above: 0.4, below: 1.35 } as const;
const box = {
  left: eyesCell.column - Math.round(features.side * cellsBetweenEyes),
  right: eyesCell.column + Math.round(features.side * cellsBetweenEyes),
  top: eyesCell.row - Math.round(features.above * cellsBetweenEyes),
  bottom: eyesCell.row + Math.round(features.below * cellsBetweenEyes),
} as const;

/** Half the width of the second blur, cells. A width of 7 separated known blurs better than 5, 9 or 13. */
const half = 3;
const taps = 2 * half + 1;

/**
 * Returns the blur: 0 is sharp, 1 is completely blurred; the larger of the horizontal and the vertical value. NaN for a
 * face without lines.
 */
export function blurOf(grid: FaceGrid): number {
  const brightness = brightnessOf(grid);
  return Math.max(blurAlong(brightness, grid, 1), blurAlong(brightness, grid, grid.columns));
}

/** @param step cells to the next one: 1 for horizontal, the length of a row for vertical. */
function blurAlong(brightness: Float32Array, { columns, seen }: FaceGrid, step: number): number {
  const roughness = new Uint32Array(roughnessBins);
  let [sharp, soft, count] = [0, 0, 0];
  for (let row = box.top; row < box.bottom; row++) {
    for (let cell = row * columns + box.left; cell < row * columns + box.right; cell++) {
      if (!seen[cell] || !seen[cell - step * (half + 1)] || !seen[cell + step * half]) continue;
      const here = brightness[cell] - brightness[cell - step];
      // The difference of two neighbouring box blurs depends only on the ends of their windows.
      const blurred = (brightness[cell + step * half] - brightness[cell - step * (half + 1)]) / taps;
      sharp += here * here;
      soft += Math.min(here * here, blurred * blurred);
      const bend = Math.abs(brightness[cell + step] - brightness[cell] - here);
      roughness[Math.min(roughnessBins - 1, Math.floor(bend * binsPerLevel))]++;
      count++;
    }
  }
  if (count === 0) return Number.NaN;
  const edges = sharp - 2 * count * noiseVariance(roughness, count);
  return edges > count * leastEdge ? Math.min(1, soft / edges) : Number.NaN;
}

const roughnessBins = 256;
const binsPerLevel = 8;
/** With a smaller mean square of brightness steps there are no edges to measure, levels squared. */
const leastEdge = 0.01;

/**
 * Returns the variance of the camera noise, levels squared. It is read where the face is smooth: the median second
 * difference, divided by 0.6745 (the median magnitude of a normal distribution) and by the root of 6 (the noise of a
 * second difference).
 */
function noiseVariance(roughness: Uint32Array, count: number): number {
  let [bin, below] = [-1, 0];
  while (below < count / 2) below += roughness[++bin];
  const median = (bin + 0.5) / binsPerLevel;
  return (median / 0.6745) ** 2 / 6;
}
