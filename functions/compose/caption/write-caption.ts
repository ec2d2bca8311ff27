/** Paints the white strip of a caption with its black text over the foot of a photo. */
import type { CaptionStrip } from '../../../core/frame.ts';
import type { Cutout, Raster } from '../../../core/raster.ts';
import { fillOutlines } from './fill-outlines.ts';
import { outlinesOf } from './text.ts';

/** Returns a copy of the picture, RGB or RGBA, with the strip. The strip is opaque. */
export function writeCaption(picture: Raster | Cutout, strip: CaptionStrip): Raster | Cutout {
  const { widthPx, heightPx } = picture;
  const channels = picture.data.length / (widthPx * heightPx);
  const data = picture.data.slice();
  const from = (heightPx - strip.heightPx) * widthPx;
  const ink = fillOutlines(outlinesOf(strip, widthPx), widthPx, strip.heightPx);
  for (let at = 0; at < ink.length; at++) {
    const first = (from + at) * channels;
    data.fill(Math.round(255 * (1 - ink[at])), first, first + 3);
    if (channels === 4) data[first + 3] = 255;
  }
  return { widthPx, heightPx, data };
}
