/** Samples a square of a frame for a network, as functions/inference/sample.ts does. */
import type { Affine } from '../../core/measure.ts';
import type { Frame } from './face-reading.ts';

/** The most places along each side of a px of the square that are averaged. */
const mostPlaces = 3;

/**
 * Returns planes of red, green and blue. Outside the frame is black.
 * @param toFrame maps px of the square (centres at .5) to px of the frame.
 * @param coded the value of a byte is scale * byte + offset.
 */
export function sampleSquare(
  frame: Frame,
  { a, b, c, d, e, f }: Affine,
  sidePx: number,
  { scale, offset }: { readonly scale: number; readonly offset: number },
): Float32Array {
  const size = sidePx * sidePx;
  const planes = new Float32Array(3 * size).fill(offset);
  const places = Math.max(1, Math.min(mostPlaces, Math.round(Math.hypot(a, b))));
  const share = scale / (places * places);
  for (let i = 0; i < size; i++) {
    for (let place = 0; place < places * places; place++) {
      const x = (i % sidePx) + ((place % places) + 0.5) / places;
      const y = Math.floor(i / sidePx) + (Math.floor(place / places) + 0.5) / places;
      addColour(frame, a * x + c * y + e - 0.5, b * x + d * y + f - 0.5, share, planes, i);
    }
  }
  return planes;
}

/** Adds the colour between four px, bilinear. @param x @param y px, centres at whole numbers. */
function addColour(
  { widthPx, heightPx, data }: Frame,
  x: number,
  y: number,
  share: number,
  planes: Float32Array,
  i: number,
): void {
  const size = planes.length / 3;
  const left = Math.floor(x);
  const top = Math.floor(y);
  for (let corner = 0; corner < 4; corner++) {
    const across = corner & 1;
    const down = corner >> 1;
    const isInside = left + across >= 0 && left + across < widthPx && top + down >= 0 && top + down < heightPx;
    if (!isInside) continue;
    const weight = share * Math.abs(1 - across - (x - left)) * Math.abs(1 - down - (y - top));
    const at = 4 * ((top + down) * widthPx + left + across);
    planes[i] += weight * data[at];
    planes[size + i] += weight * data[at + 1];
    planes[2 * size + i] += weight * data[at + 2];
  }
}
