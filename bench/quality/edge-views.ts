/** Pictures of the edge of a cutout: the whole over a backdrop, and the softest parts of it. */
import sharp from 'sharp';
import type { Cutout, Raster } from '../../core/raster.ts';

/** The upper left corner of a square part, px. */
export interface Corner {
  readonly left: number;
  readonly top: number;
}

/** Returns a PNG of the picture. */
export function pictureOf({ widthPx, heightPx, data }: Raster): Promise<Buffer> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toBuffer();
}

/** Returns a PNG of the cutout over a colour. @param background a CSS colour. */
export function layOver({ widthPx, heightPx, data }: Cutout, background: string): Promise<Buffer> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 4 } })
    .flatten({ background })
    .png()
    .toBuffer();
}

/**
 * Returns the square parts with the most pixels that are neither clear nor opaque, the softest one first. They do not
 * overlap. There may be fewer than `count`.
 * @param sidePx side of a part; at most the shorter side of the cutout.
 */
export function softestParts(cutout: Cutout, sidePx: number, count: number): Corner[] {
  const step = Math.max(1, Math.floor(sidePx / 4));
  const places: (Corner & { readonly soft: number })[] = [];
  for (let top = 0; top + sidePx <= cutout.heightPx; top += step) {
    for (let left = 0; left + sidePx <= cutout.widthPx; left += step) {
      places.push({ left, top, soft: softPixels(cutout, { left, top }, sidePx) });
    }
  }
  const found: Corner[] = [];
  for (const { left, top } of places.toSorted((a, b) => b.soft - a.soft)) {
    const isApart = (one: Corner) => Math.abs(one.left - left) >= sidePx || Math.abs(one.top - top) >= sidePx;
    if (found.length < count && found.every(isApart)) found.push({ left, top });
  }
  return found;
}

function softPixels({ widthPx, data }: Cutout, { left, top }: Corner, sidePx: number): number {
  let count = 0;
  for (let y = top; y < top + sidePx; y++) {
    for (let at = (y * widthPx + left) * 4 + 3, x = 0; x < sidePx; x++, at += 4) {
      if (data[at] > 12 && data[at] < 243) count += 1;
    }
  }
  return count;
}
