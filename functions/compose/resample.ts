/**
 * Turns, scales and moves a picture in one resampling from source px to photo px. Runs after crop.ts, which gives the
 * map, and before backdrop.ts.
 *
 * It works first along the rows of the source, then down the columns of the photo (Catmull and Smith, «3-D
 * transformations of images in scanline order», 1980). The cubic kernel is as wide as the reduction needs, so there is
 * no aliasing. A cubic kernel rings less at hard edges than Lanczos and takes two thirds of the time. Colours are
 * weighted by their opacity, so that the colours of transparent pixels never show at an edge.
 */
import { type Affine, invert } from '../../core/measure.ts';
import { type Cutout, cutout } from '../../core/raster.ts';
import * as module from '../kernels/compose-wasm.ts';
import { kernelsOf } from '../kernels/run-kernel.ts';
import { cubicKernel } from './resample-kernel.ts';

const runKernel = kernelsOf(module);

/** A size in px. */
export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Returns the picture in a frame of this size, as straight RGBA. Beyond the edges of the source its outermost pixels
 * are repeated.
 * @param map maps px of `source` to px of the result: a turn, a scale and a shift.
 */
export function resample(source: Cutout, map: Affine, size: Size): Cutout {
  const back = invert(map);
  // The second pass runs down the columns of the source, so they must be nearer to vertical than to horizontal in the
  // frame.
  if (Math.abs(back.b) > Math.abs(back.d)) {
    return resample(
      transpose(source),
      invert({ ...back, a: back.b, b: back.a, c: back.d, d: back.c, e: back.f, f: back.e }),
      size,
    );
  }
  const { widthPx, heightPx } = size;
  const kernel = cubicKernel(Math.hypot(back.a, back.b));
  const sourceSize = { photo: source.data, widthPx: source.widthPx, heightPx: source.heightPx };
  const result = cutout(widthPx, heightPx, new Uint8Array(widthPx * heightPx * 4));
  const bandPx = bandHeight(back, size);
  for (let top = 0; top < heightPx; top += bandPx) {
    const bandHeightPx = Math.min(bandPx, heightPx - top);
    const bandBack = { ...back, e: back.e + back.c * top, f: back.f + back.d * top };
    const input = { ...sourceSize, ...kernel, ...bandBack, bandWidthPx: widthPx, bandHeightPx };
    result.data.set(runKernel('resample', input, widthPx * bandHeightPx * 4), top * widthPx * 4);
  }
  return result;
}

/**
 * The most pixels between the two passes, 16 bytes each: 12 MB. Ordinary photos need one or two bands, large prints need
 * more.
 */
const mostStripPx = 750_000;
const leastBandPx = 64;

function bandHeight(back: Affine, { widthPx, heightPx }: Size): number {
  const rows = mostStripPx / widthPx - Math.abs(back.b) * widthPx;
  return Math.min(heightPx, Math.max(leastBandPx, Math.floor(rows / Math.abs(back.d))));
}

/** Returns the picture with columns as rows. */
function transpose({ widthPx, heightPx, data }: Cutout): Cutout {
  const from = new Uint32Array(data.buffer, data.byteOffset, widthPx * heightPx);
  const to = new Uint32Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) for (let x = 0; x < widthPx; x++) to[x * heightPx + y] = from[y * widthPx + x];
  return cutout(heightPx, widthPx, new Uint8Array(to.buffer));
}
