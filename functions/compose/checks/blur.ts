/**
 * Measures how blurred a face is, whatever its contrast and the camera's noise: what is sharp changes much when blurred
 * once more, what is blurred hardly (after Crete et al., The blur effect, SPIE 6492, 2007). Used by check-light.ts.
 */
import { brightnessOf, cellsBetweenEyes, eyesCell, type FaceGrid } from './samples.ts';

/**
 * Brows to lips, temple to temple, in eye distances from the eyes' middle: where a face has lines that can be sharp.
 */
const features = { side: 0.85, above: 0.4, below: 1.35 } as const;
const box = {
  left: eyesCell.column - Math.round(features.side * cellsBetweenEyes),
  right: eyesCell.column + Math.round(features.side * cellsBetweenEyes),
  top: eyesCell.row - Math.round(features.above * cellsBetweenEyes),
  bottom: eyesCell.row + Math.round(features.below * cellsBetweenEyes),
} as const;

/** Half the second blur's width, cells: 7 in all told known blurs apart better than 5, 9 or 13. */
const half = 3;
const taps = 2 * half + 1;

/** 0 sharp, 1 blurred beyond measure; the worse of across and down. NaN for an even patch. */
export function blurOf(grid: FaceGrid): number {
  const brightness = brightnessOf(grid);
  return Math.max(blurAlong(brightness, grid, 1), blurAlong(brightness, grid, grid.columns));
}

/** @param step to the next cell: 1 across, a row's length down. */
function blurAlong(brightness: Float32Array, { columns, seen }: FaceGrid, step: number): number {
  const roughness = new Uint32Array(roughnessBins);
  let [sharp, soft, count] = [0, 0, 0];
  for (let row = box.top; row < box.bottom; row++) {
    for (let cell = row * columns + box.left; cell < row * columns + box.right; cell++) {
      if (!seen[cell] || !seen[cell - step * (half + 1)] || !seen[cell + step * half]) continue;
      const here = brightness[cell] - brightness[cell - step];
      // The difference of two neighbouring box blurs: only the ends of their windows differ.
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
/** Mean square of brightness steps below which there is nothing to judge, levels squared. */
const leastEdge = 0.01;

/**
 * The camera's noise, levels squared, read where the face is smooth: the median second difference, over 0.6745 (median
 * of a normal's magnitude) and root 6 (noise of a second difference).
 */
function noiseVariance(roughness: Uint32Array, count: number): number {
  let [bin, below] = [-1, 0];
  while (below < count / 2) below += roughness[++bin];
  const median = (bin + 0.5) / binsPerLevel;
  return (median / 0.6745) ** 2 / 6;
}
