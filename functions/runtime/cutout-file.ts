/**
 * The file format of a stored cutout. Matting writes it; compose and the pre-traffic check read it. It is a JPEG file, the
 * working photo, that any program shows. Behind the end of the JPEG follow the edges (PNG, core/cutout-layers.ts), the
 * head measurements (JSON, core/head.ts) and an index of 16 bytes: the sizes of the three parts and the mark `ZBC1`. One
 * object instead of three: S3 bills each write.
 */
import { Fault } from '../../core/errors.ts';

/** The parts of a stored cutout. */
export interface CutoutParts {
  /** The upright working photo. */
  readonly photoJpeg: Uint8Array;
  /** The edges, one channel. */
  readonly edgesPng: Uint8Array;
  readonly headJson: Uint8Array;
}

const mark = Buffer.from('ZBC1');
const indexBytes = 3 * 4 + mark.length;

export function packCutout({ photoJpeg, edgesPng, headJson }: CutoutParts): Uint8Array {
  const index = Buffer.alloc(indexBytes);
  [photoJpeg, edgesPng, headJson].forEach(({ length }, at) => {
    index.writeUInt32BE(length, at * 4);
  });
  mark.copy(index, indexBytes - mark.length);
  return Buffer.concat([photoJpeg, edgesPng, headJson, index]);
}

/** Returns views of the parts. @throws Fault `bad-payload` for any other file. */
export function unpackCutout(file: Uint8Array): CutoutParts {
  const index = Buffer.from(file.buffer, file.byteOffset, file.length).subarray(-indexBytes);
  const isWhole = index.length === indexBytes && index.subarray(-mark.length).equals(mark);
  const sizes = isWhole ? [0, 4, 8].map((at) => index.readUInt32BE(at)) : [];
  const [photo = 0, edges = 0, head = 0] = sizes;
  if (!isWhole || photo + edges + head + indexBytes !== file.length) {
    throw new Fault('bad-payload', 'the stored cutout is not a file of this format');
  }
  return {
    photoJpeg: file.subarray(0, photo),
    edgesPng: file.subarray(photo, photo + edges),
    headJson: file.subarray(photo + edges, photo + edges + head),
  };
}
