/**
 * The lines of the drawn portraits: places, smooth curves and their mirror images; svg.ts puts them on paper. Lengths are
 * head units: the skull, crown to chin, is 200 high; x right, y down, origin between the eyes.
 */

/** A place in head units. */
export type At = readonly [x: number, y: number];

/** One cubic Bezier piece: start, two handles, end. */
export type Curve = readonly [At, At, At, At];

/** The smooth line through all points (Catmull-Rom as cubic pieces). */
export function smooth(points: readonly At[], closed = false): Curve[] {
  const count = points.length;
  const at = (i: number): At => {
    const index = closed ? (i + count) % count : Math.min(count - 1, Math.max(0, i));
    return points[index] ?? [0, 0];
  };
  return Array.from({ length: closed ? count : count - 1 }, (_, i) => {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    return [
      from,
      [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6],
      [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6],
      to,
    ];
  });
}

/** The right half of an outline from top to bottom, made whole by its mirror image. */
export function mirrored(right: readonly Curve[]): Curve[] {
  const left = right.map(([a, b, c, d]): Curve => [flip(d), flip(c), flip(b), flip(a)]).reverse();
  return [...right, ...left];
}

/** The point of a curve at share t of its parameter. */
export function pointOn([a, b, c, d]: Curve, t: number): At {
  const u = 1 - t;
  const blend = (i: 0 | 1) => u ** 3 * a[i] + 3 * u * u * t * b[i] + 3 * u * t * t * c[i] + t ** 3 * d[i];
  return [blend(0), blend(1)];
}

/** A box in head units. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The box of all handles (the curves lie inside it), grown by a margin on each side. */
export function boxOf(curves: readonly Curve[], margin: number): Box {
  const xs = curves.flatMap((curve) => curve.map(([x]) => x));
  const ys = curves.flatMap((curve) => curve.map(([, y]) => y));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return {
    x: left - margin,
    y: top - margin,
    width: Math.max(...xs) - left + 2 * margin,
    height: Math.max(...ys) - top + 2 * margin,
  };
}

/** Places written as in an SVG `points` attribute: `63 16, 68 -6`. */
export function points(text: string): At[] {
  return text.split(',').map((place): At => {
    const [x = 0, y = 0] = place.trim().split(' ').map(Number);
    return [x, y];
  });
}

/** Joined pieces written as places: start, then handle, handle, end for each piece, as in SVG path data without its letters. */
export function curvesOf(text: string): Curve[] {
  const [start = [0, 0], ...rest] = points(text);
  return trace(
    start,
    ...Array.from({ length: rest.length / 3 }, (_, i): [At, At, At] => [
      rest[i * 3] ?? start,
      rest[i * 3 + 1] ?? start,
      rest[i * 3 + 2] ?? start,
    ]),
  );
}

/** Joined pieces: start, then (handle, handle, end) for each. For places that are computed. */
export function trace(start: At, ...legs: readonly (readonly [At, At, At])[]): Curve[] {
  let from = start;
  return legs.map(([b, c, to]) => {
    const curve: Curve = [from, b, c, to];
    from = to;
    return curve;
  });
}

/** The mirror image about the head's axis, pieces in the same order. */
export function flipped(curves: readonly Curve[]): Curve[] {
  return curves.map(([a, b, c, d]): Curve => [flip(a), flip(b), flip(c), flip(d)]);
}

export const flip = ([x, y]: At): At => [-x, y];
