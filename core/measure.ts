/** Lengths, points, rectangles and affine maps: the arithmetic between millimetres, pixels and a tilted head. */

const mmPerInch = 25.4;

/** A place in a picture, px; x to the right, y down, pixel centres at .5. */
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

/** An inclusive band of allowed values, in the unit its name says. */
export interface Band {
  readonly min: number;
  readonly max: number;
}

/** The map (x, y) -> (a x + c y + e, b x + d y + f), coefficient names as in SVG and CSS `matrix()`. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Length in px, not rounded. */
export function mmToPx(mm: number, densityDpi: number): number {
  return (mm / mmPerInch) * densityDpi;
}

/** Length in mm. */
export function pxToMm(px: number, densityDpi: number): number {
  return (px / densityDpi) * mmPerInch;
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

/** The map that undoes `map`, which must not be flat (a d = b c). */
export function invert(map: Affine): Affine {
  const det = map.a * map.d - map.b * map.c;
  const a = map.d / det;
  const b = -map.b / det;
  const c = -map.c / det;
  const d = map.a / det;
  return { a, b, c, d, e: -(a * map.e + c * map.f), f: -(b * map.e + d * map.f) };
}

/** Turns by `angleDeg` (positive: clockwise on screen), scales, and puts `from` at `to`. */
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
