/** The weights that resample.ts mixes neighbouring pixels with, tabled by where between two pixels the result lies. */

/** Half the kernel's width before stretching. */
const reachPx = 2;
/** Places between two pixels that weights are tabled for; an error of 1/128 px is far below what can be seen. */
export const phaseBits = 6;
export const phases = 1 << phaseBits;

/** Weights by phase: `taps` for each, of which the first stands `before` pixels left of the position's floor. */
export interface Kernel {
  readonly taps: number;
  readonly before: number;
  readonly weights: Float32Array;
}

/** @param step source px for one photo px; above 1 the kernel is stretched by it, so that nothing aliases. */
export function cubicKernel(step: number): Kernel {
  const stretch = Math.max(1, step);
  const reach = Math.ceil(reachPx * stretch);
  const [taps, before] = [2 * reach, reach - 1];
  const weights = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    const row = weights.subarray(phase * taps, (phase + 1) * taps);
    for (let tap = 0; tap < taps; tap++) row[tap] = catmullRom((tap - before - phase / phases) / stretch);
    const sum = row.reduce((total, weight) => total + weight, 0);
    for (let tap = 0; tap < taps; tap++) row[tap] /= sum;
  }
  return { taps, before, weights };
}

/** Keys, «Cubic convolution interpolation for digital image processing» (1981), a = -1/2. */
function catmullRom(distance: number): number {
  const t = Math.abs(distance);
  if (t >= 2) return 0;
  return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((2.5 - 0.5 * t) * t - 4) * t + 2;
}
