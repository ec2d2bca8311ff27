/** Measures the errors of alpha where an edge is truly soft: hair, fur, the rim of the clothes. */
import { isSoft } from './colour-error.ts';

export interface SoftError {
  /** Mean absolute difference, 0..1. */
  readonly absolute: number;
  /** Mean difference, -1..1. A matte that is too wide has a positive one. */
  readonly bias: number;
  /** Share of the pixels of strands (truth above {@link strand}) that the matte has lost (below {@link lost}). */
  readonly lostStrands: number;
}

const strand = 0.3;
const lost = 0.1;

/** @param ignored pixels above 127 do not count. @returns null when no pixel is soft. */
export function softError(
  predicted: Float32Array,
  truth: Float32Array,
  ignored: Uint8Array | null = null,
): SoftError | null {
  let [count, absolute, sum, strands, lostStrands] = [0, 0, 0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    if (!isSoft(truth[i]) || (ignored && ignored[i] > 127)) continue;
    const difference = predicted[i] - truth[i];
    count += 1;
    absolute += Math.abs(difference);
    sum += difference;
    if (truth[i] <= strand) continue;
    strands += 1;
    lostStrands += Number(predicted[i] < lost);
  }
  if (count === 0) return null;
  return { absolute: absolute / count, bias: sum / count, lostStrands: strands > 0 ? lostStrands / strands : 0 };
}
