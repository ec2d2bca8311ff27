/**
 * Finds the lines of ruled or squared paper and removes them. A line runs over most of the picture, nearly straight, and
 * is lighter than the ink or crosses the whole picture.
 */
import type { PlaneSize } from '../../../core/raster.ts';

/** A line that was found. */
interface RuledLine {
  /** y of the line at each x, px; a slow curve, because paper bends. */
  readonly yAt: (x: number) => number;
  readonly level: number;
  readonly halfWidthPx: number;
  /** Degrees; positive falls to the right. */
  readonly angleDeg: number;
}

/** The lines cross at least so much of the picture. */
const leastSpan = 0.6;
/** A darker line is ink, such as an underline, unless it crosses the whole picture. Share of the ink's darkness. */
const mostLevel = 0.62;
const wholeSpan = 0.9;
/** Columns at which a search for lines begins, as shares of the width. */
const seedColumns = [0.12, 0.3, 0.5, 0.7, 0.88] as const;
/** A gap of this share of the width ends a line. */
const mostGap = 0.06;
/** Paper that lies at a greater angle has to be turned by its owner. */
const mostSlope = Math.tan((20 * Math.PI) / 180);

/** Ruled paper has at least so many lines, and their angles differ at most by so much. */
const [leastLines, mostApartDeg] = [3, 3];

/**
 * Removes ruled lines from `darkness`.
 * @param least darkness above the noise of the paper. @param ink darkness of the ink.
 * @returns the angle of the lines in degrees; null when there are too few: a fold of the paper is no line.
 */
export function removeRuledLines(darkness: Float32Array, size: PlaneSize, least: number, ink: number): number | null {
  const across = findLines(darkness, size, least, ink);
  for (const line of across) erase(darkness, size, line, ink);
  const turned = { widthPx: size.heightPx, heightPx: size.widthPx };
  const columns = transpose(darkness, size);
  const down = findLines(columns, turned, least, ink);
  for (const line of down) erase(columns, turned, line, ink);
  if (down.length > 0) darkness.set(transpose(columns, turned));
  const angles = across.map(({ angleDeg }) => angleDeg).sort((a, b) => a - b);
  const middle = angles[Math.floor(angles.length / 2)];
  const parallel = angles.filter((angle) => Math.abs(angle - middle) <= mostApartDeg);
  return parallel.length >= leastLines ? middle : null;
}

function transpose(plane: Float32Array, { widthPx, heightPx }: PlaneSize): Float32Array {
  const turned = new Float32Array(plane.length);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) turned[x * heightPx + y] = plane[y * widthPx + x];
  return turned;
}

function findLines(darkness: Float32Array, size: PlaneSize, least: number, ink: number): RuledLine[] {
  const { widthPx, heightPx } = size;
  const found: RuledLine[] = [];
  for (const share of seedColumns) {
    const x = Math.round(share * (widthPx - 1));
    for (let y = 2; y < heightPx - 2; y++) {
      if (!isRidge(darkness, size, x, y, least)) continue;
      if (found.some((line) => Math.abs(line.yAt(x) - y) <= 2 * line.halfWidthPx + 3)) continue;
      const line = trace(darkness, size, x, y, least);
      if (line && isRuled(line, ink)) found.push(line);
    }
  }
  return found;
}

const isRuled = ({ level, span }: { level: number; span: number }, ink: number) =>
  level <= mostLevel * ink || span >= wholeSpan;

/** Mean darkness of three px along the line, which calms noise. */
function along(darkness: Float32Array, { widthPx, heightPx }: PlaneSize, x: number, y: number): number {
  if (y < 0 || y >= heightPx) return 0;
  const row = y * widthPx;
  return (darkness[row + Math.max(0, x - 1)] + darkness[row + x] + darkness[row + Math.min(widthPx - 1, x + 1)]) / 3;
}

function isRidge(darkness: Float32Array, size: PlaneSize, x: number, y: number, least: number): boolean {
  const here = along(darkness, size, x, y);
  return here > least && here >= along(darkness, size, x, y - 1) && here > along(darkness, size, x, y + 1);
}

type Traced = RuledLine & { readonly span: number };

/** Follows a ridge in both directions. Returns null when it is short or no line. */
function trace(darkness: Float32Array, size: PlaneSize, x: number, y: number, least: number): Traced | null {
  const points = [...follow(darkness, size, x, y, -1, least).reverse(), ...follow(darkness, size, x, y, 1, least)];
  const span = points.length / size.widthPx;
  if (span < leastSpan) return null;
  const yAt = fitCurve(points);
  if (!yAt) return null;
  const xs = points.map((point) => point.x);
  const levels = xs.map((at) => along(darkness, size, at, Math.round(yAt(at)))).sort((a, b) => a - b);
  const hits = levels.filter((level) => level > least).length / levels.length;
  if (hits < 0.75) return null;
  const level = levels[Math.floor(levels.length / 2)];
  const [first, last] = [xs[0], xs[xs.length - 1]];
  const angleDeg = (Math.atan2(yAt(last) - yAt(first), last - first) * 180) / Math.PI;
  return { yAt, level, halfWidthPx: halfWidth(darkness, size, xs, yAt, level), angleDeg, span };
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

function follow(darkness: Float32Array, size: PlaneSize, x: number, y: number, step: 1 | -1, least: number): Spot[] {
  const spots: Spot[] = [];
  const mostGapPx = Math.max(4, mostGap * size.widthPx);
  let [at, slope, missed] = [y, 0, 0];
  let sure = 0;
  for (let column = x; column >= 0 && column < size.widthPx; column += step) {
    const expected = at + slope;
    const [best, bestY] = darkestNear(darkness, size, column, expected);
    missed = best > least ? 0 : missed + 1;
    if (missed > mostGapPx || expected < 0 || expected >= size.heightPx) break;
    const pulled = best > least ? 0.25 * (bestY - expected) : 0;
    // The slope settles after some px, so that ink that crosses the line does not draw it away.
    const rate = sure < 40 ? 0.08 : 0.015;
    slope = clamp(slope + rate * pulled, mostSlope);
    at = expected + pulled;
    sure++;
    spots.push({ x: column, y: best > least ? bestY : at });
  }
  return spots.slice(0, Math.max(0, spots.length - missed));
}

/** Returns the greatest darkness within one px of the expected row, and its row. */
function darkestNear(darkness: Float32Array, size: PlaneSize, x: number, expected: number): readonly [number, number] {
  const middle = Math.round(expected);
  let [best, bestY] = [0, middle];
  for (let row = middle - 1; row <= middle + 1; row++) {
    const value = along(darkness, size, x, row) - 0.01 * Math.abs(row - expected);
    if (value > best) [best, bestY] = [value, row];
  }
  return [best, bestY];
}

const clamp = (value: number, most: number) => Math.max(-most, Math.min(most, value));

/** Fits a parabola, twice: the second time without the points that ink drew away. Null for a line that bends more. */
function fitCurve(points: readonly Spot[]): ((x: number) => number) | null {
  const first = parabola(points);
  const near = points.filter(({ x, y }) => Math.abs(first(x) - y) <= 3);
  if (near.length < 0.7 * points.length) return null;
  return parabola(near);
}

function parabola(points: readonly Spot[]): (x: number) => number {
  const mean = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const scale = Math.max(1, Math.abs(points[points.length - 1].x - points[0].x) / 2);
  let [s0, s1, s2, s3, s4, t0, t1, t2] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const { x, y } of points) {
    const u = (x - mean) / scale;
    s0 += 1;
    s1 += u;
    s2 += u * u;
    s3 += u ** 3;
    s4 += u ** 4;
    t0 += y;
    t1 += y * u;
    t2 += y * u * u;
  }
  // Cramer's rule for the normal equations of y = a + b u + c u².
  const det = s0 * (s2 * s4 - s3 * s3) - s1 * (s1 * s4 - s2 * s3) + s2 * (s1 * s3 - s2 * s2);
  if (Math.abs(det) < 1e-9) return () => t0 / s0;
  const a = (t0 * (s2 * s4 - s3 * s3) - s1 * (t1 * s4 - s3 * t2) + s2 * (t1 * s3 - s2 * t2)) / det;
  const b = (s0 * (t1 * s4 - t2 * s3) - t0 * (s1 * s4 - s2 * s3) + s2 * (s1 * t2 - s2 * t1)) / det;
  const c = (s0 * (s2 * t2 - s3 * t1) - s1 * (s1 * t2 - s2 * t1) + t0 * (s1 * s3 - s2 * s2)) / det;
  return (x) => {
    const u = (x - mean) / scale;
    return a + b * u + c * u * u;
  };
}

/** Returns how far a line reaches to each side of its middle, px. */
function halfWidth(
  darkness: Float32Array,
  size: PlaneSize,
  xs: readonly number[],
  yAt: (x: number) => number,
  level: number,
): number {
  const reach = 8;
  for (let distance = 1; distance <= reach; distance++) {
    const sides = xs.flatMap((x) => {
      const y = Math.round(yAt(x));
      return [along(darkness, size, x, y - distance), along(darkness, size, x, y + distance)];
    });
    sides.sort((a, b) => a - b);
    if (sides[Math.floor(sides.length / 2)] < 0.3 * level) return distance;
  }
  return reach;
}

/** A pixel that is darker than the line by this factor is ink on the line. */
const inkOnLine = 1.45;

/** Removes a line, and keeps the ink that crosses it. */
function erase(darkness: Float32Array, size: PlaneSize, { yAt, level, halfWidthPx }: RuledLine, ink: number): void {
  const { widthPx, heightPx } = size;
  const inkLevel = Math.min(0.5 * ink, inkOnLine * level + 0.04);
  const original = darkness;
  const isInk = (x: number, y: number) => y >= 0 && y < heightPx && original[y * widthPx + x] > 0.4 * ink;
  const cross = (x: number, y: number) =>
    [x - 2, x, x + 2].some((near) => near >= 0 && near < widthPx && isInk(near, y));
  for (let x = 0; x < widthPx; x++) {
    const middle = Math.round(yAt(x));
    const [above, below] = [middle - halfWidthPx - 1, middle + halfWidthPx + 1];
    if (cross(x, above) && cross(x, below)) continue;
    for (let y = Math.max(0, above + 1); y < Math.min(heightPx, below); y++) {
      const at = y * widthPx + x;
      if (darkness[at] <= Math.max(inkLevel, inkOnLine * level + 0.04)) darkness[at] = 0;
    }
  }
}
