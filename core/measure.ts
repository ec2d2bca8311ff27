/** Lengths, points, rectangles and affine maps, in mm and px. */

const mmPerInch = 25.4;

/** A point in a picture, px; x to the right, y down. The centre of a pixel is at .5. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An upright rectangle, px. */
export interface Rect {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A range of allowed values with both ends. The unit is in the name of the variable or field. */
export interface Band {
  readonly min: number;
  readonly max: number;
}

/** The map (x, y) -> (a x + c y + e, b x + d y + f). The coefficients have the names of SVG and CSS `matrix()`. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Returns the length in px, not rounded. */
export function mmToPx(mm: number, densityDpi: number): number {
  return (mm / mmPerInch) * densityDpi;
}

/** Returns the length in mm. */
export function pxToMm(px: number, densityDpi: number): number {
  return (px / densityDpi) * mmPerInch;
}

/** Returns the distance of the value from the band; 0 inside it. */
export function outside(value: number, { min, max }: Band): number {
  return Math.max(min - value, value - max, 0);
}

/** Returns true when the point lies in the rectangle or on its edge. */
export function contains({ leftPx, topPx, widthPx, heightPx }: Rect, { x, y }: Point): boolean {
  return x >= leftPx && x <= leftPx + widthPx && y >= topPx && y <= topPx + heightPx;
}

/** Returns the area that two rectangles share, px squared; 0 when they do not touch. */
export function commonArea(a: Rect, b: Rect): number {
  const widthPx = Math.min(a.leftPx + a.widthPx, b.leftPx + b.widthPx) - Math.max(a.leftPx, b.leftPx);
  const heightPx = Math.min(a.topPx + a.heightPx, b.topPx + b.heightPx) - Math.max(a.topPx, b.topPx);
  return Math.max(0, widthPx) * Math.max(0, heightPx);
}

/** Returns the area that two rectangles share as a share of the area of both together, 0..1. */
export function intersectionOverUnion(a: Rect, b: Rect): number {
  const shared = commonArea(a, b);
  return shared / (a.widthPx * a.heightPx + b.widthPx * b.heightPx - shared);
}

export function distance(p: Point, q: Point): number {
  return Math.hypot(p.x - q.x, p.y - q.y);
}

export function midpoint(p: Point, q: Point): Point {
  return { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 };
}

export function apply(map: Affine, p: Point): Point {
  return { x: map.a * p.x + map.c * p.y + map.e, y: map.b * p.x + map.d * p.y + map.f };
}

/** Returns the inverse map. `map` must be invertible (a d != b c). */
export function invert(map: Affine): Affine {
  const det = map.a * map.d - map.b * map.c;
  const a = map.d / det;
  const b = -map.b / det;
  const c = -map.c / det;
  const d = map.a / det;
  return { a, b, c, d, e: -(a * map.e + c * map.f), f: -(b * map.e + d * map.f) };
}

/** Returns the map that applies `inner` first, then `outer`. */
export function chain(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  };
}

/** Returns the angle by which a map of turnAndScale turns, degrees; positive: clockwise on the screen. */
export function turnOf({ a, b }: Affine): number {
  return (Math.atan2(b, a) * 180) / Math.PI;
}

/** Returns the map that turns by `angleDeg` (positive: clockwise on the screen), scales, and moves `from` to `to`. */
export function turnAndScale(angleDeg: number, scale: number, from: Point, to: Point): Affine {
  const cos = scale * Math.cos((angleDeg * Math.PI) / 180);
  const sin = scale * Math.sin((angleDeg * Math.PI) / 180);
  return {
    a: cos,
    b: sin,
    c: -sin,
    d: cos,
    e: to.x - (cos * from.x - sin * from.y),
    f: to.y - (sin * from.x + cos * from.y),
  };
}
