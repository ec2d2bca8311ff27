/**
 * Splits a cutout into the working photo and a small layer of edges, and joins them again. Opaque pixels have the
 * photo's own colour, so only the colours of soft pixels need to be stored beside the photo.
 */
import { Fault } from './errors.ts';
import { type Cutout, cutout, type Matte, matte, type Raster } from './raster.ts';

/**
 * Returns the edges as a picture in one channel, as wide as the cutout. Its upper rows, as many as the cutout has, are the
 * opacity. The rows below are the red values of the soft pixels, then the green, then the blue ones, row by row; the last
 * row is filled up with 0. A soft pixel is neither opaque nor clear. A third of the bytes of RGBA, so it is packed and
 * unpacked in a third of the time.
 */
export function edgesOf({ widthPx, heightPx, data }: Cutout): Matte {
  const count = widthPx * heightPx;
  const opacity = new Uint8Array(count);
  const soft = new Uint32Array(count);
  let softCount = 0;
  for (let at = 0; at < count; at++) {
    opacity[at] = data[at * 4 + 3];
    if (isSoft(opacity[at])) soft[softCount++] = at;
  }
  const rows = heightPx + Math.ceil((3 * softCount) / widthPx);
  const edges = new Uint8Array(rows * widthPx);
  edges.set(opacity);
  for (let i = 0, to = count; i < softCount; i++, to++) {
    const from = soft[i] * 4;
    edges[to] = data[from];
    edges[to + softCount] = data[from + 1];
    edges[to + 2 * softCount] = data[from + 2];
  }
  return matte(widthPx, rows, edges);
}

/**
 * Returns the cutout: the opacity of the edges, with the photo's colours where they are opaque.
 * @param edges as {@link edgesOf} returns them for the photo.
 * @throws Fault `bad-payload` when the edges are of another photo.
 */
export function joinEdges(edges: Matte, photo: Raster): Cutout {
  const { widthPx, heightPx } = photo;
  const count = widthPx * heightPx;
  const softCount = softIn(edges.data.subarray(0, count));
  if (edges.widthPx !== widthPx || edges.data.length < count + 3 * softCount) {
    throw new Fault(
      'bad-payload',
      `edges of ${edges.widthPx}x${edges.heightPx} px do not fit ${widthPx}x${heightPx} px`,
    );
  }
  const [layer, colours] = [edges.data, photo.data];
  // One write for each pixel, red in the lowest byte.
  const pixels = new Uint32Array(count);
  for (let at = 0, from = count; at < count; at++) {
    const opacity = layer[at];
    if (opacity === 255) {
      pixels[at] = colours[at * 3] | (colours[at * 3 + 1] << 8) | (colours[at * 3 + 2] << 16) | 0xff000000;
    } else if (opacity !== 0) {
      pixels[at] = layer[from] | (layer[from + softCount] << 8) | (layer[from + 2 * softCount] << 16) | (opacity << 24);
      from++;
    }
  }
  return cutout(widthPx, heightPx, new Uint8Array(pixels.buffer));
}

function softIn(opacity: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < opacity.length; at++) if (isSoft(opacity[at])) count++;
  return count;
}

function isSoft(opacity: number): boolean {
  return opacity !== 0 && opacity !== 255;
}
