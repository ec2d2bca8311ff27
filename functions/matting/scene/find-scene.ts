/**
 * Finds the scene in a picture of a picture: a photo with a border, a scan of a print, a print on a table, a picture between
 * letterbox bars. What is outside the scene is even, is connected with the edges of the picture, and ends in straight
 * lines. A person before a plain wall does not: nobody is a rectangle.
 */
import type { Point, Rect } from '../../../core/measure.ts';
import type { Raster } from '../../../core/raster.ts';
import { inverted } from '../planes.ts';
import { regionsOf } from '../regions.ts';

/** The scene in a picture. */
export interface Scene {
  /** The upright rectangle that holds nothing but the scene, px; for a tilted print, the one around it. */
  readonly rect: Rect;
  /** True when the sides of the scene are not parallel to those of the picture. */
  readonly isTilted: boolean;
}

/**
 * How much the colours of the surroundings may differ, levels of 255: `step` from pixel to pixel, `drift` from the edge of the
 * picture where they begin. The second try stops at the white border of a print under a white lid, the third goes through
 * both.
 */
const tries = [
  { step: 9, drift: 40 },
  { step: 5, drift: 12 },
  { step: 15, drift: 60 },
] as const;
/** The pixels of an even side differ so much from their median, levels. */
const mostEdgeStep = 18;
/** Of a side of the picture, this share must have the colour of the surroundings. */
const leastEdgeShare = 0.9;
/** The scene covers at least this share of the picture. A smaller one has too few pixels for a photo. */
const leastSceneShare = 0.04;
/** The depth of the surroundings, as a share of the picture's side. */
const leastDepth = 0.012;
/** The share of the rectangle that the scene fills; a person before a wall fills up to 0.9 of it. */
const leastFill = 0.985;
const leastTiltedFill = 0.97;
/** A scene that is turned less is straight; the wedges are cut off with the surroundings. */
const straightDeg = 1.5;

/**
 * @param small the picture at a few hundred px. A kernel reads it, so a print's texture is evened out.
 * @returns null when the picture is a plain photo.
 */
export function findScene(small: Raster): Scene | null {
  const sides = evenSides(small);
  if (sides.length < 2) return null;
  for (const allowed of tries) {
    const inside = largestInside(surroundings(small, sides, allowed), small);
    const scene = inside && sceneOf(inside, small);
    if (scene) return scene;
  }
  return null;
}

/** A side of the picture: its pixels that have its median colour, about. */
interface Side {
  readonly places: readonly number[];
  readonly colour: Uint8Array;
}

/** Returns the sides of the picture that have one colour. */
function evenSides(picture: Raster): Side[] {
  const { data } = picture;
  return edgesOf(picture).flatMap((places) => {
    const colour = medianColour(data, places);
    const near = places.filter((at) => stepBetween(data, at * 3, colour, 0) <= mostEdgeStep);
    return near.length >= leastEdgeShare * places.length ? [{ places: near, colour }] : [];
  });
}

/** Marks the surroundings: the pixels that are connected with the even sides by small steps of colour. */
function surroundings(
  { widthPx, heightPx, data }: Raster,
  sides: readonly Side[],
  { step, drift }: (typeof tries)[number],
): Uint8Array {
  const marked = new Uint8Array(widthPx * heightPx);
  const seedOf = new Uint8Array(widthPx * heightPx);
  const queue = new Int32Array(widthPx * heightPx);
  let tail = 0;
  const mark = (at: number, side: number) => {
    marked[at] = 1;
    seedOf[at] = side;
    queue[tail++] = at;
  };
  sides.forEach(({ places }, side) => {
    for (const at of places) if (!marked[at]) mark(at, side);
  });
  const visit = (next: number, at: number) => {
    if (marked[next] || stepBetween(data, next * 3, data, at * 3) > step) return;
    if (stepBetween(data, next * 3, sides[seedOf[at]].colour, 0) <= drift) mark(next, seedOf[at]);
  };
  for (let head = 0; head < tail; head++) {
    const at = queue[head];
    const x = at % widthPx;
    if (x > 0) visit(at - 1, at);
    if (x < widthPx - 1) visit(at + 1, at);
    if (at >= widthPx) visit(at - widthPx, at);
    if (at < widthPx * (heightPx - 1)) visit(at + widthPx, at);
  }
  return marked;
}

/** Returns the pixels of the upper, lower, left and right edge. */
function edgesOf({ widthPx, heightPx }: Raster): readonly (readonly number[])[] {
  const row = (y: number) => Array.from({ length: widthPx }, (_, x) => y * widthPx + x);
  const column = (x: number) => Array.from({ length: heightPx }, (_, y) => y * widthPx + x);
  return [row(0), row(heightPx - 1), column(0), column(widthPx - 1)];
}

function medianColour(data: Uint8Array, places: readonly number[]): Uint8Array {
  const median = (c: number) => places.map((at) => data[at * 3 + c]).sort((a, b) => a - b)[places.length >> 1];
  return Uint8Array.of(median(0), median(1), median(2));
}

/** Returns the largest difference of a channel between two colours. */
function stepBetween(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  return Math.max(Math.abs(a[atA] - b[atB]), Math.abs(a[atA + 1] - b[atB + 1]), Math.abs(a[atA + 2] - b[atB + 2]));
}

type Pixels = Int32Array;

/** Returns the largest connected region that is not marked, with the marked holes in it; null when it is too small. */
function largestInside(outside: Uint8Array, { widthPx, heightPx }: Raster): Pixels | null {
  const inside = inverted(outside);
  const [largest] = regionsOf(inside, { widthPx, heightPx }).toSorted((a, b) => b.length - a.length);
  return largest && largest.length >= leastSceneShare * inside.length ? largest : null;
}

/** Returns the scene that a region of pixels is; null when the region is no rectangle, or is nearly the whole picture. */
function sceneOf(pixels: Pixels, picture: Raster): Scene | null {
  const corners = hullOf(pixels, picture);
  const { fromX, fromY, toX, toY } = extentOf(corners, 0);
  const rect = { leftPx: fromX, topPx: fromY, widthPx: toX - fromX, heightPx: toY - fromY };
  if (!isFramed(rect, picture)) return null;
  if (pixels.length >= leastFill * rect.widthPx * rect.heightPx) return { rect, isTilted: false };
  const areas = tilts.map((deg) => {
    const turned = extentOf(corners, deg);
    return (turned.toX - turned.fromX) * (turned.toY - turned.fromY);
  });
  const least = Math.min(...areas);
  if (pixels.length < leastTiltedFill * least) return null;
  const deg = tilts[areas.indexOf(least)];
  return Math.abs(deg) > straightDeg ? { rect, isTilted: true } : { rect: withoutWedges(rect, deg), isTilted: false };
}

/** The angles that are tried, degrees. */
const tilts = Array.from({ length: 101 }, (_, i) => (i - 50) / 2);

/** Returns the corners of the convex hull of some pixels, from their outer edges. */
function hullOf(pixels: Pixels, { widthPx, heightPx }: Raster): Point[] {
  const [first, last] = [new Int32Array(heightPx).fill(widthPx), new Int32Array(heightPx).fill(-1)];
  for (const at of pixels) {
    const y = Math.floor(at / widthPx);
    const x = at - y * widthPx;
    if (x < first[y]) first[y] = x;
    if (x > last[y]) last[y] = x;
  }
  const rows = Array.from(first.keys()).filter((y) => last[y] >= 0);
  const left = rows.flatMap((y) => [0, 1].map((below) => ({ x: first[y], y: y + below })));
  const right = rows.flatMap((y) => [0, 1].map((below) => ({ x: last[y] + 1, y: y + below })));
  return [...chainOf(left, 1), ...chainOf(right, -1)];
}

/** Returns the points of one side of a hull, from top to bottom, that lie outermost. @param inwards 1 for the left side. */
function chainOf(points: readonly Point[], inwards: 1 | -1): Point[] {
  const chain: Point[] = [];
  for (const point of points) {
    while (chain.length > 1 && inwards * turnOf(chain[chain.length - 2], chain[chain.length - 1], point) >= 0)
      chain.pop();
    chain.push(point);
  }
  return chain;
}

function turnOf(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** Returns the extent of some points along axes that are turned by an angle. */
function extentOf(points: readonly Point[], deg: number) {
  const [cos, sin] = [Math.cos((deg * Math.PI) / 180), Math.sin((deg * Math.PI) / 180)];
  let [fromX, fromY, toX, toY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    const [along, down] = [cos * x + sin * y, cos * y - sin * x];
    fromX = Math.min(fromX, along);
    toX = Math.max(toX, along);
    fromY = Math.min(fromY, down);
    toY = Math.max(toY, down);
  }
  return { fromX, fromY, toX, toY };
}

/** Returns the rectangle inside one that is turned by a small angle. */
function withoutWedges({ leftPx, topPx, widthPx, heightPx }: Rect, deg: number): Rect {
  const sine = Math.abs(Math.sin((deg * Math.PI) / 180));
  const [x, y] = [Math.ceil(sine * heightPx), Math.ceil(sine * widthPx)];
  return { leftPx: leftPx + x, topPx: topPx + y, widthPx: widthPx - 2 * x, heightPx: heightPx - 2 * y };
}

/** Returns whether at least two sides of the picture are away from the scene. */
function isFramed(rect: Rect, { widthPx, heightPx }: Raster): boolean {
  const depths = [
    rect.leftPx / widthPx,
    (widthPx - rect.leftPx - rect.widthPx) / widthPx,
    rect.topPx / heightPx,
    (heightPx - rect.topPx - rect.heightPx) / heightPx,
  ];
  return depths.filter((depth) => depth >= leastDepth).length >= 2;
}
