/** Keeps the best of the boxes that show the same object (non-maximum suppression). Before it: decode-boxes.ts. */
import type { Candidate } from './decode-boxes.ts';

/** Boxes of one class that share more than this of their union are one object. NanoDet uses 0.6, YOLOX 0.45. */
const sameObjectShare = 0.5;

/** Returns the boxes of different objects, the best first. */
export function suppress(candidates: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score)) {
    const isSame = (other: Candidate) => other.label === candidate.label && shared(other, candidate) > sameObjectShare;
    if (!kept.some(isSame)) kept.push(candidate);
  }
  return kept;
}

/** Returns the common area of two boxes as a share of the area of both, 0..1. */
function shared(a: Candidate, b: Candidate): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const both = areaOf(a) + areaOf(b) - width * height;
  return (width * height) / both;
}

const areaOf = ({ left, top, right, bottom }: Candidate): number => (right - left) * (bottom - top);
