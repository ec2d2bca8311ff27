/**
 * Splits a cutout into the working photo and a small layer of edges, and joins them again. Opaque pixels have the
 * photo's own colour, so only the colours of soft pixels need to be stored beside the photo.
 */
import { type Cutout, cutout, type Raster } from './raster.ts';

/**
 * Returns the edges: the opacity of every pixel, and the colour where a pixel is neither opaque nor clear. All other
 * colours are black, which compresses best.
 */
export function edgesOf({ widthPx, heightPx, data }: Cutout): Cutout {
  const edges = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 4) {
    const opacity = data[at + 3];
    if (opacity === 0) continue;
    edges[at + 3] = opacity;
    if (opacity === 255) continue;
    edges[at] = data[at];
    edges[at + 1] = data[at + 1];
    edges[at + 2] = data[at + 2];
  }
  return cutout(widthPx, heightPx, edges);
}

/**
 * Returns the cutout: the edges with the photo's colours where they are opaque. It writes into the data of `edges`.
 * @param photo of the same size.
 */
export function joinEdges(edges: Cutout, photo: Raster): Cutout {
  const { widthPx, heightPx, data } = edges;
  for (let at = 0, from = 0; at < data.length; at += 4, from += 3) {
    if (data[at + 3] !== 255) continue;
    data[at] = photo.data[from];
    data[at + 1] = photo.data[from + 1];
    data[at + 2] = photo.data[from + 2];
  }
  return cutout(widthPx, heightPx, data);
}
