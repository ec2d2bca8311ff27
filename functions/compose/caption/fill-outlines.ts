/**
 * Fills closed outlines with exact area coverage. Each edge adds to an accumulation buffer how much of its px and of the px
 * to the right lies below it; the sum along a row is the coverage. The method is that of font-rs (Levien, 2016).
 */
import type { Contour } from './text.ts';

/**
 * Returns the covered share of each px, 0 to 1, row by row. Holes run in the other direction than their outline. The parts
 * outside the picture are left out.
 */
export function fillOutlines(contours: readonly Contour[], widthPx: number, heightPx: number): Float32Array {
  // One more column takes what lies to the right of the last px.
  const stride = widthPx + 2;
  const sums = new Float32Array(stride * heightPx);
  for (const contour of contours) {
    for (let i = 0; i < contour.length; i += 2) {
      const next = (i + 2) % contour.length;
      addEdge({ sums, stride, heightPx }, contour[i], contour[i + 1], contour[next], contour[next + 1]);
    }
  }
  const covered = new Float32Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    let sum = 0;
    for (let x = 0; x < widthPx; x++) {
      sum += sums[y * stride + x];
      covered[y * widthPx + x] = Math.min(1, Math.abs(sum));
    }
  }
  return covered;
}

interface Accumulation {
  readonly sums: Float32Array;
  readonly stride: number;
  readonly heightPx: number;
}

/** Adds an edge, row by row. */
function addEdge(into: Accumulation, x0: number, y0: number, x1: number, y1: number): void {
  if (y0 === y1) return;
  const direction = y0 < y1 ? 1 : -1;
  const [topX, topY, bottomX, bottomY] = y0 < y1 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
  const slope = (bottomX - topX) / (bottomY - topY);
  for (let row = Math.max(0, Math.floor(topY)); row < Math.min(into.heightPx, Math.ceil(bottomY)); row++) {
    const [from, to] = [Math.max(row, topY), Math.min(row + 1, bottomY)];
    const ends = [topX + (from - topY) * slope, topX + (to - topY) * slope];
    addSpan(into, row, direction * (to - from), Math.min(...ends), Math.max(...ends));
  }
}

/**
 * Adds the part of an edge that lies in one row.
 * @param height signed height of the part, px.
 */
function addSpan({ sums, stride }: Accumulation, row: number, height: number, left: number, right: number): void {
  const [first, last] = [Math.floor(left), Math.max(Math.floor(left) + 1, Math.ceil(right))];
  const slope = right > left ? height / (right - left) : 0;
  for (let x = first; x < last; x++) {
    const [from, to] = [Math.max(x, left), Math.min(x + 1, right)];
    const part = right > left ? slope * (to - from) : height;
    // The px of the part is covered to the right of its middle; the next px wholly.
    const inside = 1 - ((from + to) / 2 - x);
    addAt(sums, stride, row, x, part * inside);
    addAt(sums, stride, row, x + 1, part * (1 - inside));
  }
}

function addAt(sums: Float32Array, stride: number, row: number, x: number, value: number): void {
  const column = Math.min(stride - 1, Math.max(0, x));
  sums[row * stride + column] += value;
}
