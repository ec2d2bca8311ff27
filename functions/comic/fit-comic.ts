/** Chooses the size at which a comic fits into the memory of its function. Called by comic-file.ts. */
import { leastComicPx } from '../../core/comic-looks.ts';
import type { Degraded } from '../../core/degraded.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import { type Cutout, longestSide } from '../../core/raster.ts';
import { degradedBy, largestThatFits } from '../memory/fit.ts';
import type { FunctionMemory } from '../memory/function-memory.ts';
import { portraitFrame } from './portrait-frame.ts';

/**
 * What drawing holds beside {@link FunctionMemory.heldMb}, MB: measured 2026-11-30 (docs/decisions/0024-short-memory.md).
 * `always`: the opened cutout, what photos of earlier orders left, and 12 MB for the system.
 */
const held = { always: 70, perMp: 58 } as const;

/** Each size that is tried has this share of the side of the one before. */
const step = 0.875;
/** A smaller portrait is not worth drawing, px. */
const smallestPx = 256;

/** The size of a portrait. */
export interface ComicFit {
  /** The longer side, px. */
  readonly sidePx: number;
  readonly degraded: Degraded[];
}

/**
 * Returns the ordered size, or the largest smaller one that fits.
 * @param memory null: no limit. @throws PhotoRejected `too-large-for-memory` when not even the smallest one fits.
 */
export function fitComic(
  person: Cutout,
  head: HeadMeasurements,
  sidePx: number,
  memory: FunctionMemory | null,
): ComicFit {
  if (!memory) return { sidePx, degraded: [] };
  const frameAt = (side: number) => portraitFrame(person, head, side);
  const neededMb = (side: number) => {
    const { widthPx, heightPx } = frameAt(side);
    return memory.heldMb + held.always + (held.perMp * widthPx * heightPx) / 1e6;
  };
  const { size, usualMb } = largestThatFits(smallerSides(sidePx), neededMb, memory);
  const [from, to] = [sidePx, size].map((side) => longestSide(frameAt(side)));
  return { sidePx: size, degraded: degradedBy('comic', from, to, usualMb, memory) };
}

/** Returns the sides that are tried, the ordered one first. */
export function smallerSides(sidePx: number): number[] {
  const sides = [sidePx];
  for (let side = Math.round(sidePx * step); side >= Math.max(leastComicPx, smallestPx); side = Math.round(side * step))
    sides.push(side);
  return sides;
}
