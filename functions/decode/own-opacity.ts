/**
 * Decides if an upload is cut out already, and separates its colours from its opacity. A file counts as cut out when a part
 * of it is clear that is too large for rounded corners and not only a clear border. Called by decode.ts.
 */
import { type Cutout, cutout, type Raster, raster } from '../../core/raster.ts';

/** A decoded picture, interleaved. From four channels on the fourth is opacity, and the colours are straight. */
export interface Pixels {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

/** From this opacity on a pixel belongs to the visible part of the file. 5 % is hardly visible; some apps write 254 for 255. */
const visibleFrom = 13;
/**
 * The least clear share of the box around the visible pixels of a file that is cut out. Rounded corners with a radius of a
 * quarter of the side clear 5 %, a circle 21 %; head and shoulders leave 25 to 50 % clear, a head alone 15 to 20 %.
 */
const leastClearShare = 0.08;

/** @returns true when the clear part of the file is a background that was removed. @param rgba straight RGBA. */
export function isCutOut({ widthPx, heightPx, data }: Cutout): boolean {
  const [inRow, inColumn] = [new Uint32Array(heightPx), new Uint32Array(widthPx)];
  for (let y = 0, at = 3; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at += 4) {
      if (data[at] < visibleFrom) continue;
      inRow[y]++;
      inColumn[x]++;
    }
  }
  const visible = inRow.reduce((sum, count) => sum + count, 0);
  return visible > 0 && 1 - visible / (span(inRow) * span(inColumn)) >= leastClearShare;
}

/** @returns the distance from the first to the last row or column that is not empty, both included. */
function span(counts: Uint32Array): number {
  return counts.findLastIndex((count) => count > 0) - counts.findIndex((count) => count > 0) + 1;
}

/** @returns the colours without the opacity. */
export function coloursOf({ widthPx, heightPx, channels, data }: Pixels): Raster {
  if (channels === 3) return raster(widthPx, heightPx, data);
  const colours = new Uint8Array(widthPx * heightPx * 3);
  for (let from = 0, to = 0; to < colours.length; from += channels, to += 3) {
    colours[to] = data[from];
    colours[to + 1] = data[from + 1];
    colours[to + 2] = data[from + 2];
  }
  return raster(widthPx, heightPx, colours);
}

/** @returns straight RGBA; clear pixels are black, whatever the file holds there. @param pixels holds the opacity. */
export function withOpacity(colours: Raster, pixels: Pixels): Cutout {
  const { widthPx, heightPx, channels, data } = pixels;
  const rgba = new Uint8Array(widthPx * heightPx * 4);
  for (let at = 0, from = 0, opacityAt = 3; at < rgba.length; at += 4, from += 3, opacityAt += channels) {
    const opacity = data[opacityAt];
    if (opacity === 0) continue;
    rgba[at] = colours.data[from];
    rgba[at + 1] = colours.data[from + 1];
    rgba[at + 2] = colours.data[from + 2];
    rgba[at + 3] = opacity;
  }
  return cutout(widthPx, heightPx, rgba);
}

/** @returns the picture before a plain colour. @param ground red, green and blue, 0..255. */
export function before(
  { widthPx, heightPx, data }: Cutout,
  ground: readonly [red: number, green: number, blue: number],
): Raster {
  const mixed = new Uint8Array(widthPx * heightPx * 3);
  for (let from = 0, to = 0; to < mixed.length; from += 4, to += 3) {
    const opacity = data[from + 3];
    for (let c = 0; c < 3; c++) {
      mixed[to + c] = ((data[from + c] * opacity + ground[c] * (255 - opacity) + 127) / 255) | 0;
    }
  }
  return raster(widthPx, heightPx, mixed);
}
