/** Keeps the best of the boxes that show the same object (non-maximum suppression). Before it: decode-boxes.ts. */
import { intersectionOverUnion, type Rect } from '../../core/measure.ts';
import type { Candidate } from './decode-boxes.ts';

/** Boxes of one class that share more than this of their union are one object. NanoDet uses 0.6, YOLOX 0.45. */
const sameObjectShare = 0.5;

/** Returns the boxes of different objects, the best first. */
export function suppress(candidates: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score)) {
    const isSame = (other: Candidate) =>
      other.label === candidate.label && intersectionOverUnion(boxOf(other), boxOf(candidate)) > sameObjectShare;
    if (!kept.some(isSame)) kept.push(candidate);
  }
  return kept;
}

const boxOf = ({ left, top, right, bottom }: Candidate): Rect => ({
  ...{ leftPx: left, topPx: top },
  ...{ widthPx: right - left, heightPx: bottom - top },
});
