/** Checks that the body reaches the lower edge of a photo with a new backdrop, and does not end above it in nothing. */
import { type Check, judge } from '../../../core/checks.ts';
import type { HeadMeasurements } from '../../../core/head.ts';
import { apply, invert } from '../../../core/measure.ts';
import type { Cutout } from '../../../core/raster.ts';
import type { CheckedOutput } from './checked-output.ts';

type Head = NonNullable<HeadMeasurements['head']>;

const mostEnded = 0.2;
const surelyEnded = 0.8;
/** The body is read from this far below the chin, in distances from eyes to chin (T), because hair ends there, too. */
const belowChin = 0.3;
/** A column ends when its lowest pixel is this far above the edge, T. Sleeves and round shoulders end a little above. */
const leastGap = 0.15;
const columnCount = 72;
const opaque = 128;

/**
 * Returns the check: the share of the body's width that ends above the lower edge of the photo, or of the picture where that
 * comes first. None when the photo keeps its own background, because nothing of it was cut out, and none when the picture ends
 * at the neck, which `shoulders-cut` reports.
 */
export function checkBodyEnds({ chinPx }: Head, cutout: Cutout, output: CheckedOutput): Check[] {
  if (output.backdrop.kind === 'original') return [];
  const value = endedShare(chinPx * output.crop.scale, cutout, output);
  if (value === null) return [];
  return [
    judge({
      code: 'body-ends',
      value,
      unit: 'share',
      limit: { min: null, max: mostEnded },
      failLimit: { min: null, max: surelyEnded },
      beyond: 'warn',
      source: 'offices ask for head and shoulders, in words; no figure stated, the lines are ours',
      found:
        value > mostEnded
          ? 'A part of the body ends above the lower edge of the photo.'
          : 'The body reaches the lower edge of the photo.',
    }),
  ];
}

/**
 * Returns the share of the columns of the body that end; 1 without any body, null when the picture ends above it.
 * @param chinPx T in px of the photo.
 */
function endedShare(chinPx: number, cutout: Cutout, { crop, widthPx, heightPx }: CheckedOutput): number | null {
  const toCutout = invert(crop.map);
  const stepPx = widthPx / columnCount;
  const firstPx = heightPx - crop.eyeLinePx + (1 + belowChin) * chinPx;
  const rows = Array.from({ length: Math.ceil((heightPx - firstPx) / stepPx) }, (_, i) => firstPx + i * stepPx);
  let [body, ended, seen] = [0, 0, 0];
  for (let x = stepPx / 2; x < widthPx; x += stepPx) {
    const column = rows.map((y) => alphaAt(cutout, apply(toCutout, { x, y })));
    const last = column.findLastIndex((alpha) => alpha !== null);
    const lowest = column.findLastIndex((alpha) => alpha !== null && alpha >= opaque);
    if (last > 0) seen++;
    if (lowest < 0) continue;
    body++;
    if ((last - lowest) * stepPx > leastGap * chinPx) ended++;
  }
  if (seen * 2 < columnCount) return null;
  return body === 0 ? 1 : ended / body;
}

/** Returns the opacity, 0..255; null outside the picture. */
function alphaAt(
  { widthPx, heightPx, data }: Cutout,
  place: { readonly x: number; readonly y: number },
): number | null {
  const [x, y] = [Math.floor(place.x), Math.floor(place.y)];
  if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) return null;
  return data[(y * widthPx + x) * 4 + 3];
}
