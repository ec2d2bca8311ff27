/**
 * Applies strokes to a cutout. A stroke follows the edges of the picture: under the brush it takes what has the colours
 * under the middle of the brush, and leaves alone what has the colours beside the stroke. A pixel at the edge between the
 * two is shared between them, as in matting. No network runs.
 */
import type { Point } from '../measure.ts';
import type { Cutout, PlaneSize, Raster } from '../raster.ts';
import { colourGroups, type Levels, type Sides, sidesOf } from './colour-groups.ts';
import { type ColourShares, colourShares } from './colour-shares.ts';
import { distanceMap } from './distance-map.ts';
import type { Stroke } from './stroke.ts';

/** The colours within this part of the radius are those that the stroke is for. */
const middleShare = 0.45;
/** The colours beside a stroke are looked at up to so many radii from its line. */
const besideShare = 2;
/** So many places for one radius are looked at. */
const placesPerRadius = 10;
/** The effect fades over this part of the radius, at least one px. */
const fadeShare = 0.25;
/** A pixel counts as cut away up to this opacity, and as person from the opposite one. */
const clear = 25;
/** The least radius, px: that of a brush on one pixel. */
const leastRadiusPx = 0.75;

/** Applies the strokes in their order, in place. @param photo the working photo, of the cutout's size. */
export function applyStrokes(cutout: Cutout, photo: Raster, strokes: readonly Stroke[]): void {
  for (const stroke of strokes) applyStroke(cutout, photo, stroke);
}

/** Applies one stroke, in place. Pixels beyond its radius stay as they are. @param photo as in {@link applyStrokes}. */
export function applyStroke(cutout: Cutout, photo: Raster, stroke: Stroke): void {
  const { line, radiusPx } = lineOf(stroke, cutout);
  const map = distanceMap(line, radiusPx, 1, cutout);
  if (!map) return;
  const sides = stroke.wholeArea ? null : coloursOf(cutout, photo, line, radiusPx, stroke.kind);
  const isForAll = !sides || sides.spared.length === 0;
  const shares = isForAll ? null : colourShares(photo, map, sides, middleOf(radiusPx));
  const change = stroke.kind === 'keep' ? keepPixel : removePixel;
  const fadePx = Math.min(radiusPx, Math.max(1, radiusPx * fadeShare));
  for (let y = 0; y < map.heightPx; y++) {
    for (let x = map.starts[y], at = y * map.widthPx + x; x < map.ends[y]; x++, at++) {
      if (map.squares[at] >= radiusPx * radiusPx || shares?.share[at] === 0) continue;
      const strength = fading((radiusPx - Math.sqrt(map.squares[at])) / fadePx);
      change(cutout, photo, (map.top + y) * cutout.widthPx + map.left + x, strength, shares, at);
    }
  }
}

/** Returns the line of a stroke and its radius, px of the picture. */
export function lineOf(
  { points, radius }: Stroke,
  { widthPx, heightPx }: PlaneSize,
): { readonly line: readonly Point[]; readonly radiusPx: number } {
  const line = points.map(([x, y]) => ({ x: x * widthPx, y: y * heightPx }));
  return { line, radiusPx: Math.max(leastRadiusPx, radius * heightPx) };
}

const middleOf = (radiusPx: number): number => Math.max(leastRadiusPx, radiusPx * middleShare);

/** Returns the colours under the middle of the brush, and those beside the stroke that it would change there. */
function coloursOf(
  cutout: Cutout,
  photo: Raster,
  line: readonly Point[],
  radiusPx: number,
  kind: Stroke['kind'],
): Sides | null {
  const step = Math.max(1, Math.floor(radiusPx / placesPerRadius));
  const map = distanceMap(line, radiusPx * besideShare, step, cutout);
  if (!map) return null;
  const isSpared = (opacity: number) => (kind === 'keep' ? opacity <= clear : opacity >= 255 - clear);
  const [painted, spared]: [Levels[], Levels[]] = [[], []];
  const [inner, outer] = [middleOf(radiusPx) ** 2, radiusPx * radiusPx];
  for (let at = 0; at < map.squares.length; at++) {
    const square = map.squares[at];
    if (square === Number.POSITIVE_INFINITY) continue;
    const column = at % map.widthPx;
    const row = (at - column) / map.widthPx;
    const pixel = (map.top + row * step) * cutout.widthPx + map.left + column * step;
    if (square <= inner) painted.push(levelsAt(photo, pixel));
    else if (square > outer && isSpared(cutout.data[pixel * 4 + 3])) spared.push(levelsAt(photo, pixel));
  }
  return sidesOf(colourGroups(thinned(painted)), colourGroups(thinned(spared)));
}

function levelsAt({ data }: Raster, pixel: number): Levels {
  return [data[pixel * 3], data[pixel * 3 + 1], data[pixel * 3 + 2]];
}

/** More samples change the groups no further. */
const mostSamples = 1500;

function thinned(samples: readonly Levels[]): readonly Levels[] {
  const step = Math.ceil(samples.length / mostSamples);
  return step <= 1 ? samples : samples.filter((_, at) => at % step === 0);
}

/** Returns 0 at 0 and 1 from 1 upwards, without a corner between. */
function fading(share: number): number {
  const part = Math.min(1, Math.max(0, share));
  return part * part * (3 - 2 * part);
}

/**
 * Makes a pixel as opaque as its share of the painted colour. The spared colour in it becomes painted colour.
 * @param strength of the brush at the pixel, 0 to 1.
 * @param shares null: the stroke is for all pixels under it. @param at the place of the pixel there.
 */
function keepPixel(
  { data }: Cutout,
  photo: Raster,
  pixel: number,
  strength: number,
  shares: ColourShares | null,
  at: number,
): void {
  const share = shares ? shares.share[at] / 255 : 1;
  const old = data[pixel * 4 + 3];
  const opacity = Math.round(255 * share * strength);
  if (opacity <= old) return;
  const fresh = (opacity - old) / opacity;
  for (let channel = 0; channel < 3; channel++) {
    const way = shares ? (1 - share) * shares.wayOf(at, channel) : 0;
    const kept = photo.data[pixel * 3 + channel] + way;
    data[pixel * 4 + channel] = level(data[pixel * 4 + channel] * (1 - fresh) + kept * fresh);
  }
  data[pixel * 4 + 3] = opacity;
}

/** Leaves the part of a pixel that is of the spared colour. @param strength @param shares @param at as in {@link keepPixel}. */
function removePixel(
  { data }: Cutout,
  _photo: Raster,
  pixel: number,
  strength: number,
  shares: ColourShares | null,
  at: number,
): void {
  const part = (shares ? shares.share[at] / 255 : 1) * strength;
  const old = data[pixel * 4 + 3];
  const opacity = Math.round(255 * (1 - part));
  if (opacity >= old) return;
  for (let channel = 0; channel < 3; channel++) {
    const way = shares && old === 255 ? part * shares.wayOf(at, channel) : 0;
    data[pixel * 4 + channel] = opacity === 0 ? 0 : level(data[pixel * 4 + channel] - way);
  }
  data[pixel * 4 + 3] = opacity;
}

const level = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));
