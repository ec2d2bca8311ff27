/**
 * Opens BMP files with NetSurf's libnsbmp compiled to WebAssembly, because sharp reads no BMP. A file cannot reach beyond
 * the memory of that module. The library is loaded only when such a photo arrives.
 */
import { createRequire } from 'node:module';
import { PhotoRejected } from '../../core/errors.ts';
import type { PlaneSize } from '../../core/raster.ts';

/** The part of @cwasm/nsbmp that is used. */
interface NsBmp {
  /** Returns pixels of 8 bits, RGBA. The fourth byte means nothing in most files. @throws Error for a broken file. */
  decode(bytes: Uint8Array): { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray };
}

// Microsoft, «Bitmap header types», read 2026-11-29: file header of 14 bytes, then one of several information headers.
const headerAt = 14;
const oldHeaderBytes = 12;
const headerSizes = new Set([oldHeaderBytes, 16, 40, 52, 56, 64, 108, 124]);

/** Returns the size by the header, px; null when the bytes are no BMP file that can be read. */
export function bmpSize(bytes: Uint8Array): PlaneSize | null {
  if (bytes.length < headerAt + oldHeaderBytes || bytes[0] !== 0x42 || bytes[1] !== 0x4d) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getUint32(headerAt, true);
  if (!headerSizes.has(headerBytes)) return null;
  if (headerBytes === oldHeaderBytes) {
    return { widthPx: view.getUint16(headerAt + 4, true), heightPx: view.getUint16(headerAt + 6, true) };
  }
  // A negative height means that the rows are stored from the top.
  return { widthPx: view.getUint32(headerAt + 4, true), heightPx: Math.abs(view.getInt32(headerAt + 8, true)) };
}

/**
 * Decodes the pixels. It blocks the event loop (about 10 ms a megapixel).
 * @param size of the header; the limits were checked with it.
 * @returns interleaved RGBA pixels of 8 bits. @throws PhotoRejected `unreadable`.
 */
export function decodeBmp(bytes: Uint8Array, size: PlaneSize): Uint8Array {
  try {
    const { width, height, data } = openDecoder().decode(bytes);
    if (width !== size.widthPx || height !== size.heightPx) throw new Error(`the decoder found ${width}x${height} px`);
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  } catch (cause) {
    throw new PhotoRejected('unreadable', undefined, { cause });
  }
}

/** Opens the module anew for each photo: its memory only grows, and is freed with the module. */
function openDecoder(): NsBmp {
  const require = createRequire(import.meta.url);
  const path = require.resolve('@cwasm/nsbmp');
  delete require.cache[path];
  return require(path) as NsBmp;
}
