/** Reads the markers of a JPEG file (ITU-T T.81, annex B) to get the size that it claims and its number of scans. */
import type { PlaneSize } from '../../core/raster.ts';

export interface JpegMarkers {
  /** Size by the first frame header, as stored (not turned), px; undefined when there is none. */
  readonly size: PlaneSize | undefined;
  /** The number of times that the decoder goes over the picture. */
  readonly scans: number;
}

const [startOfScan, endOfImage, temporary, firstRestart, lastRestart] = [0xda, 0xd9, 0x01, 0xd0, 0xd7];
/** C4 (Huffman tables), C8 (extensions) and CC (arithmetic conditioning) lie in the range of the frame headers, C0..CF. */
const notFrames = new Set([0xc4, 0xc8, 0xcc]);

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && !notFrames.has(marker);
const standsAlone = (marker: number) =>
  marker === 0 || marker === 0xff || marker === temporary || (marker >= firstRestart && marker <= lastRestart);

/**
 * Goes from marker to marker up to the end of the image and skips stray bytes, as decoders do. Reads no pixels, never throws.
 * @param maxScans the count stops at maxScans + 1.
 */
export function readJpegMarkers(bytes: Uint8Array, maxScans: number): JpegMarkers {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [size, scans]: [JpegMarkers['size'], number] = [undefined, 0];
  // In entropy-coded data ff is followed only by 0 or by a restart marker, so any other marker ends the data.
  for (
    let at = view.indexOf(0xff, 2);
    at >= 0 && at + 4 <= view.length && scans <= maxScans;
    at = view.indexOf(0xff, at)
  ) {
    const marker = view[at + 1];
    if (marker === endOfImage) break;
    if (standsAlone(marker)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === startOfScan) scans += 1;
    if (!size && isFrame(marker) && at + 9 <= view.length) {
      size = { widthPx: view.readUInt16BE(at + 7), heightPx: view.readUInt16BE(at + 5) };
    }
    at += 2 + view.readUInt16BE(at + 2);
  }
  return { size, scans };
}
