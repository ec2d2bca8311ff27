/**
 * The parts of the file in which a cutout is stored (functions/runtime/cutout-file.ts). Compose reads them, and the page
 * does when a person adjusts the crop.
 */

/** The parts of a stored cutout. */
export interface CutoutParts {
  /** The upright working photo. */
  readonly photoJpeg: Uint8Array;
  /** The edges, one channel. */
  readonly edgesPng: Uint8Array;
  readonly headJson: Uint8Array;
}

/** The last bytes of the file. */
export const cutoutMark = 'ZBC1';
/** Three sizes of four bytes, then the mark. */
export const cutoutIndexBytes = 3 * 4 + cutoutMark.length;

/** Returns views of the parts; null for any other file. */
export function splitCutout(file: Uint8Array): CutoutParts | null {
  const start = file.length - cutoutIndexBytes;
  if (start < 0) return null;
  const index = new DataView(file.buffer, file.byteOffset + start, cutoutIndexBytes);
  const isMarked = [...cutoutMark].every((letter, at) => index.getUint8(12 + at) === letter.charCodeAt(0));
  const [photo, edges, head] = [0, 4, 8].map((at) => index.getUint32(at));
  if (!isMarked || photo + edges + head !== start) return null;
  return {
    photoJpeg: file.subarray(0, photo),
    edgesPng: file.subarray(photo, photo + edges),
    headJson: file.subarray(photo + edges, start),
  };
}
