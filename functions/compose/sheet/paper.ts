/**
 * The blank sheet of a picture: white, with the ink of marks and ruler on it, as a small PNG. libvips reads it row by row
 * while the photos are laid over it, so that no sheet is ever whole in memory. Before sheet-picture.ts.
 */
import { crc32, deflateSync } from 'node:zlib';
import type { Box, Extent } from './layout.ts';

export interface Ink {
  /** In whole px, on the paper. */
  readonly strips: readonly Box[];
  /** 0 black, 1 and 2 greys, 3 white. */
  readonly level: number;
}

/** Two bits a px (W3C PNG, 7.2) keep A4 at 600 dpi at 9 MB while it is drawn. */
const bitsPerPx = 2;
const pxPerByte = 8 / bitsPerPx;
const white = 0xff;

/** PNG, greyscale, with its density (11.3.4.3: px per metre), which libvips hands on to what is written from it. */
export function drawPaper({ width, height }: Extent, inks: readonly Ink[], densityDpi: number): Buffer {
  const stride = 1 + Math.ceil(width / pxPerByte);
  const rows = Buffer.alloc(stride * height, white);
  // Each row begins with its filter type: none.
  for (let at = 0; at < rows.length; at += stride) rows[at] = 0;
  for (const { strips, level } of inks) {
    for (const strip of strips) paint(rows, stride, strip, level);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(bitsPerPx, 8);
  const density = Buffer.alloc(9);
  density.writeUInt32BE(Math.round(densityDpi / 0.0254), 0);
  density.writeUInt32BE(Math.round(densityDpi / 0.0254), 4);
  density.writeUInt8(1, 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('pHYs', density),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
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

function chunk(name: string, data: Buffer): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(name, 4, 'latin1');
  data.copy(bytes, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}
