/** Writes single chunks of a PNG file (W3C PNG, 5.3). */
import { crc32 } from 'node:zlib';

/** @param name four Latin letters. */
export function pngChunk(name: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(name, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** The chunk with the physical density, in px per metre (11.3.4.3). */
export function densityChunk(densityDpi: number): Buffer {
  const data = Buffer.alloc(9);
  const pxPerMetre = Math.round(densityDpi / 0.0254);
  data.writeUInt32BE(pxPerMetre, 0);
  data.writeUInt32BE(pxPerMetre, 4);
  data.writeUInt8(1, 8);
  return pngChunk('pHYs', data);
}
