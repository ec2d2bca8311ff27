/** Chooses the largest size whose work fits into the memory of a function. */
import type { Degraded } from '../../core/degraded.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { longestSide, type PlaneSize } from '../../core/raster.ts';
import type { FunctionMemory } from './function-memory.ts';

/** The chosen size, and the forecast for the usual one. */
export interface Fit<Size> {
  readonly size: Size;
  readonly usualMb: number;
}

/**
 * Returns the first size that fits.
 * @param sizes the usual one first, then smaller ones. @param neededMb forecasts all that the process then holds, MB.
 * @throws PhotoRejected `too-large-for-memory` when not even the last one fits.
 */
export function largestThatFits<Size>(
  sizes: readonly Size[],
  neededMb: (size: Size) => number,
  { limitMb }: Pick<FunctionMemory, 'limitMb'>,
): Fit<Size> {
  const forecasts = sizes.map((size) => ({ size, mb: neededMb(size) }));
  const chosen = forecasts.find(({ mb }) => mb <= limitMb);
  const usualMb = Math.ceil(forecasts[0]?.mb ?? 0);
  if (chosen) return { size: chosen.size, usualMb };
  throw tooLarge(Math.ceil(Math.min(...forecasts.map(({ mb }) => mb))), limitMb);
}

/** Returns the megapixels of a picture when its longer side is made so short; a smaller picture keeps its size. */
export function megapixelsAt(picture: PlaneSize, sidePx: number): number {
  const scale = Math.min(1, sidePx / longestSide(picture));
  return (picture.widthPx * picture.heightPx * scale ** 2) / 1e6;
}

/** Returns the rejection of work that does not fit at its smallest size. @param neededMb what the smallest size needs. */
function tooLarge(neededMb: number, limitMb: number): PhotoRejected {
  return new PhotoRejected(
    'too-large-for-memory',
    `Even at the smallest size it needs ${neededMb} MB; the function has ${limitMb} MB.`,
    {
      advice: `Send a smaller picture or a plain JPEG, or ask the operator of the studio to give the function ${neededMb} MB.`,
      facts: { neededMb, memoryMb: limitMb },
    },
  );
}

/** Returns the entry for the record; none when the size is the usual one. */
export function degradedBy(
  what: Degraded['what'],
  fromPx: number,
  toPx: number,
  neededMb: number,
  { limitMb: memoryMb }: Pick<FunctionMemory, 'limitMb'>,
): Degraded[] {
  return toPx < fromPx ? [{ what, fromPx, toPx, why: 'memory', neededMb, memoryMb }] : [];
}
