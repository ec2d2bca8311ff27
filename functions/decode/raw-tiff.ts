/**
 * Recognises camera raw files that are TIFF files, too (DNG, NEF, ARW, PEF). A TIFF reader would take the small preview
 * in them for the photo.
 */
import type { ForeignFormatId } from '../../core/foreign-formats.ts';

// TIFF 6.0, section 2 and 8; TIFF/EP (ISO 12234-2); DNG 1.7, tag DNGVersion.
const [subfileType, make, subDirectories, dngVersion] = [254, 271, 330, 50706];
/** More entries than any camera writes into one directory. */
const maxEntries = 500;

const makers: readonly (readonly [RegExp, ForeignFormatId])[] = [
  [/^NIKON/i, 'raw-nikon'],
  [/^SONY/i, 'raw-sony'],
  [/^(PENTAX|RICOH)/i, 'raw-pentax'],
  [/^CANON/i, 'raw-canon'],
  [/^(OLYMPUS|OM Digital)/i, 'raw-olympus'],
  [/^PANASONIC/i, 'raw-panasonic'],
];

/** Returns which raw file a TIFF file is; null for an ordinary TIFF. Never throws. */
export function rawOfTiff(bytes: Uint8Array): ForeignFormatId | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 8) return null;
  const little = view.getUint16(0) === 0x4949;
  const tags = readDirectory(view, view.getUint32(4, little), little);
  if (tags.has(dngVersion)) return 'dng';
  // In a raw file the first directory is a reduced copy, and the raw picture is in a directory below it.
  const isReduced = ((tags.get(subfileType) ?? 0) & 1) === 1;
  if (!isReduced || !tags.has(subDirectories)) return null;
  const maker = textAt(view, tags.get(make) ?? 0);
  return makers.find(([pattern]) => pattern.test(maker))?.[1] ?? 'raw';
}

/** Returns the values, or offsets of the values, of a directory by tag; empty when it is outside the file. */
function readDirectory(view: DataView, at: number, little: boolean): Map<number, number> {
  const tags = new Map<number, number>();
  if (at + 2 > view.byteLength) return tags;
  const count = Math.min(maxEntries, view.getUint16(at, little));
  for (let i = 0; i < count; i++) {
    const entry = at + 2 + i * 12;
    if (entry + 12 > view.byteLength) break;
    tags.set(view.getUint16(entry, little), view.getUint32(entry + 8, little));
  }
  return tags;
}

function textAt(view: DataView, at: number): string {
  const end = Math.min(at + 20, view.byteLength);
  return at < end ? new TextDecoder('latin1').decode(new Uint8Array(view.buffer, view.byteOffset + at, end - at)) : '';
}
