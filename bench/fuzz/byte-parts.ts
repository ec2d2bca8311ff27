/** Pieces that the makers of hostile files build with: chunks, segments, and compressed zeros without end. */
import { constants, crc32, deflateRawSync } from 'node:zlib';

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  chunk.writeUInt32BE(data.length, 0);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4);
  return chunk;
}

export const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');
/** Signature and IHDR of every PNG. */
export const pngHeadBytes = 33;

export function pngHeader(widthPx: number, heightPx: number, kind: PngKind): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(widthPx, 0);
  data.writeUInt32BE(heightPx, 4);
  data.set([kind.bitDepth, kind.colourType, 0, 0, kind.interlaced ? 1 : 0], 8);
  return pngChunk('IHDR', data);
}

export interface PngKind {
  readonly bitDepth: number;
  readonly colourType: number;
  readonly interlaced?: boolean;
}

export function jpegSegment(marker: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** `jpeg` with more segments right behind its first marker. */
export function withSegments(jpeg: Buffer, ...segments: readonly Uint8Array[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

export function riffChunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

export function webpFile(...chunks: readonly Uint8Array[]): Buffer {
  const file = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), ...chunks]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}

/** VP8X, the header of an extended WebP. */
export function webpCanvas(widthPx: number, heightPx: number, flags: number): Buffer {
  const data = Buffer.alloc(10);
  data[0] = flags;
  data.writeUIntLE((widthPx - 1) & 0xffffff, 4, 3);
  data.writeUIntLE((heightPx - 1) & 0xffffff, 7, 3);
  return riffChunk('VP8X', data);
}

const blockBytes = 2 ** 20;
let zeroBlock: Buffer | undefined;

/** A zlib stream of that many zeros, about a thousandth of its length; no decoder knows before it has inflated them. */
export function deflatedZeros(sizeBytes: number): Buffer {
  zeroBlock ??= deflateRawSync(Buffer.alloc(blockBytes), { finishFlush: constants.Z_FULL_FLUSH });
  const blocks = Array.from({ length: Math.floor(sizeBytes / blockBytes) }, () => zeroBlock as Buffer);
  const rest = deflateRawSync(Buffer.alloc(sizeBytes % blockBytes));
  // Adler-32 of zeros (RFC 1950): the first sum stays 1, the second counts the bytes.
  const sum = Buffer.from([0, 0, 0, 1]);
  sum.writeUInt16BE(sizeBytes % 65521, 0);
  return Buffer.concat([Buffer.from([0x78, 0x01]), ...blocks, rest, sum]);
}

/** Codes of growing or fixed width, least significant bit first, as GIF and lossless WebP write them. */
export class LowBits {
  readonly #bytes: number[] = [];
  #held = 0;
  #count = 0;

  put(value: number, bits: number): this {
    this.#held += value * 2 ** this.#count;
    this.#count += bits;
    while (this.#count >= 8) {
      this.#bytes.push(this.#held % 256);
      this.#held = Math.floor(this.#held / 256);
      this.#count -= 8;
    }
    return this;
  }

  close(): Buffer {
    if (this.#count > 0) this.#bytes.push(this.#held % 256);
    return Buffer.from(this.#bytes);
  }
}
