/** Draws the boxes of found things into a picture. The colours stand for the names, because images of functions have no fonts. */
import { rgbFromHex } from '../../core/backdrop.ts';
import type { FoundObject } from '../../core/found-object.ts';
import { type Raster, raster } from '../../core/raster.ts';

/** Colours that differ for most colour-blind people, too (Okabe and Ito 2008, without black). */
const colours = ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#0072b2', '#d55e00', '#cc79a7'] as const;

/** Returns the colour of the box at this place of the list. */
export function colourOf(place: number): string {
  return colours[place % colours.length];
}

/** Width of the lines as a share of the picture's long edge. */
const lineShare = 1 / 300;

/** Returns a copy of the picture with the boxes in it. The best box is drawn last, over the others. */
export function drawBoxes(picture: Raster, objects: readonly FoundObject[]): Raster {
  const { widthPx, heightPx } = picture;
  const drawn = raster(widthPx, heightPx, new Uint8Array(picture.data));
  const linePx = Math.max(2, Math.round(Math.max(widthPx, heightPx) * lineShare));
  for (const [place, { box }] of [...objects.entries()].toReversed()) {
    const { r, g, b } = rgbFromHex(colourOf(place));
    const rgb = [r, g, b];
    const [right, bottom] = [box.leftPx + box.widthPx, box.topPx + box.heightPx];
    fill(drawn, rgb, box.leftPx, box.topPx, right, box.topPx + linePx);
    fill(drawn, rgb, box.leftPx, bottom - linePx, right, bottom);
    fill(drawn, rgb, box.leftPx, box.topPx, box.leftPx + linePx, bottom);
    fill(drawn, rgb, right - linePx, box.topPx, right, bottom);
  }
  return drawn;
}

/** Fills a rectangle; what lies outside the picture is left out. Right and bottom are not included. */
function fill(
  { widthPx, heightPx, data }: Raster,
  rgb: readonly number[],
  left: number,
  top: number,
  right: number,
  bottom: number,
): void {
  for (let y = Math.max(0, top); y < Math.min(bottom, heightPx); y++) {
    for (let x = Math.max(0, left); x < Math.min(right, widthPx); x++) data.set(rgb, (y * widthPx + x) * 3);
  }
}
