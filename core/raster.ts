/**
 * The pixel types of all steps, with constructors that check the length. 8 bits per channel, sRGB, rows from top to
 * bottom.
 */
import { Fault } from './errors.ts';

/** Width and height of a picture or a plane, px. */
export interface PlaneSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Returns the longer side, px. */
export const longestSide = ({ widthPx, heightPx }: PlaneSize): number => Math.max(widthPx, heightPx);

/** An opaque picture: RGB interleaved, `data.length === widthPx * heightPx * 3`. */
export interface Raster {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/** The opacity of a picture in one channel: 0 is background, 255 is person; `data.length === widthPx * heightPx`. */
export interface Matte {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/**
 * Foreground colours and matte as straight (not premultiplied) RGBA interleaved; `data.length === widthPx * heightPx *
 * 4`.
 */
export interface Cutout {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

function checked(widthPx: number, heightPx: number, data: Uint8Array, channels: number) {
  const fits = Number.isInteger(widthPx) && Number.isInteger(heightPx) && widthPx > 0 && heightPx > 0;
  if (!fits || data.length !== widthPx * heightPx * channels) {
    throw new Fault('internal', `${widthPx}x${heightPx}x${channels} does not describe ${data.length} bytes`);
  }
  return { widthPx, heightPx, data };
}

/** @throws Fault `internal` when the length does not fit RGB of that size. */
export function raster(widthPx: number, heightPx: number, data: Uint8Array): Raster {
  return checked(widthPx, heightPx, data, 3);
}

/** @throws Fault `internal` when the length does not fit one channel of that size. */
export function matte(widthPx: number, heightPx: number, data: Uint8Array): Matte {
  return checked(widthPx, heightPx, data, 1);
}

/** @throws Fault `internal` when the length does not fit RGBA of that size. */
export function cutout(widthPx: number, heightPx: number, data: Uint8Array): Cutout {
  return checked(widthPx, heightPx, data, 4);
}
