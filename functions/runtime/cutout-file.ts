/**
 * The file format of a stored cutout. Matting writes it; compose and the pre-traffic check read it. It is a JPEG file, the
 * working photo, that any program shows. Behind the end of the JPEG follow the edges (PNG, core/cutout-layers.ts), the
 * head measurements (JSON, core/head.ts) and an index of 16 bytes: the sizes of the three parts and the mark `ZBC1`. One
 * object instead of three: S3 bills each write.
 */
import { type CutoutParts, cutoutIndexBytes, cutoutMark, splitCutout } from '../../core/cutout-parts.ts';
import { Fault } from '../../core/errors.ts';

export function packCutout({ photoJpeg, edgesPng, headJson }: CutoutParts): Uint8Array {
  const index = Buffer.alloc(cutoutIndexBytes);
  [photoJpeg, edgesPng, headJson].forEach(({ length }, at) => {
    index.writeUInt32BE(length, at * 4);
  });
  index.write(cutoutMark, cutoutIndexBytes - cutoutMark.length, 'latin1');
  return Buffer.concat([photoJpeg, edgesPng, headJson, index]);
}

/** Returns views of the parts. @throws Fault `bad-payload` for any other file. */
export function unpackCutout(file: Uint8Array): CutoutParts {
  const parts = splitCutout(file);
  if (!parts) throw new Fault('bad-payload', 'the stored cutout is not a file of this format');
  return parts;
}
