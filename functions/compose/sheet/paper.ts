/**
 * Draws the paper of a sheet without its photos: white, with cutting marks and ruler, as a small PNG. picture.ts lays
 * the photos over it. libvips reads the PNG row by row, so the whole sheet is never in memory as pixels.
 */
import { deflateSync } from 'node:zlib';
import type { Box, Extent } from '../../../core/sheet/layout.ts';
import { densityChunk, pngChunk } from '../png-chunk.ts';

export interface Ink {
  /** Strips in whole px, on the paper. */
  readonly strips: readonly Box[];
  /** 0 black, 1 and 2 greys, 3 white. */
  readonly level: number;
}

/** With two bits per px (W3C PNG, 7.2), A4 at 600 dpi takes 9 MB while it is drawn. */
const bitsPerPx = 2;
const pxPerByte = 8 / bitsPerPx;
const white = 0xff;

/** Returns a greyscale PNG with the density, which libvips copies into the sheet. */
export function drawPaper({ width, height }: Extent, inks: readonly Ink[], densityDpi: number): Buffer {
  const stride = 1 + Math.ceil(width / pxPerByte);
  const rows = Buffer.alloc(stride * height, white);
  // Each row begins with its filter type; 0 is none.
  for (let at = 0; at < rows.length; at += stride) rows[at] = 0;
  for (const { strips, level } of inks) {
    for (const strip of strips) paint(rows, stride, strip, level);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(bitsPerPx, 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    densityChunk(densityDpi),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function paint(rows: Buffer, stride: number, { left, top, width, height }: Box, level: number): void {
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      const at = y * stride + 1 + Math.floor(x / pxPerByte);
      const shift = 8 - bitsPerPx * (1 + (x % pxPerByte));
      rows[at] = (rows[at] & ~(3 << shift)) | (level << shift);
    }
  }
}
