/** The weights with which resample.ts mixes neighbouring pixels, in a table by the position between two pixels. */

/** Half the width of the kernel before it is stretched. */
const reachPx = 2;
/**
 * Positions between two pixels, as in functions/kernels/assembly/resample.ts. With 64 the error is at most 1/128 px, which is
 * not visible.
 */
const phases = 64;

/** The weights by phase: `taps` for each. The first tap is `before` pixels left of the integer part of the position. */
export interface Kernel {
  readonly taps: number;
  readonly before: number;
  readonly weights: Float32Array;
}

/**
 * Returns the cubic kernel.
 * @param step px of the source per px of the photo; above 1 the kernel is stretched by it, against aliasing.
 */
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

/** The cubic of Keys, «Cubic convolution interpolation for digital image processing» (1981), with a = -1/2. */
function catmullRom(distance: number): number {
  const t = Math.abs(distance);
  if (t >= 2) return 0;
  return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((2.5 - 0.5 * t) * t - 4) * t + 2;
}
