/**
 * Reads the boxes of a HEIF file (ISO/IEC 14496-12) and its items (ISO/IEC 23008-12) as far as needed to find the codec of
 * the primary picture. sniff-format.ts decides by the codec between AVIF and HEIC.
 */

export interface Heif {
  /** The format by the brands of the file type box; undefined for video, raw and unknown files in the same container. */
  readonly family: 'avif' | 'heic' | undefined;
  /** The first brand, four characters. */
  readonly majorBrand: string;
  /** The item type of the primary picture, or of its tiles when it consists of tiles; undefined when not found. */
  readonly primaryCodec: string | undefined;
}

interface Box {
  readonly type: string;
  /** The content without the header. */
  readonly body: DataView;
}

// AV1 Image File Format 1.1, section 6; ISO/IEC 23008-12 annex B. The brands mif1 and msf1 do not name a codec; HEVC is usual.
const avifBrands = new Set(['avif', 'avis']);
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'mif2', 'msf1']);

/** Item types without samples of their own, which combine other items. */
const derivedTypes = new Set(['grid', 'iden', 'iovl', 'tmap']);

/** More boxes or items than any camera writes. Reading stops there. */
const maxEntries = 10_000;

function fourCharacters(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}

function slice(view: DataView, start: number, end = view.byteLength): DataView {
  return new DataView(view.buffer, view.byteOffset + start, Math.max(0, end - start));
}

/** Yields the boxes of one level. It stops without an error where the bytes end or are invalid. */
function* boxes(view: DataView): Generator<Box> {
  let at = 0;
  for (let count = 0; count < maxEntries && at + 8 <= view.byteLength; count++) {
    let sizeBytes = view.getUint32(at);
    let headerBytes = 8;
    if (sizeBytes === 1 && at + 16 <= view.byteLength) {
      sizeBytes = Number(view.getBigUint64(at + 8));
      headerBytes = 16;
    } else if (sizeBytes === 0) {
      sizeBytes = view.byteLength - at;
    }
    if (sizeBytes < headerBytes) return;
    const end = Math.min(at + sizeBytes, view.byteLength);
    yield { type: fourCharacters(view, at + 4), body: slice(view, at + headerBytes, end) };
    at += sizeBytes;
  }
}

function find(view: DataView, type: string): DataView | undefined {
  for (const box of boxes(view)) if (box.type === type) return box.body;
  return undefined;
}

/** @param pitm the primary item box. @returns the id of the primary item. */
function readPrimaryId(pitm: DataView): number | undefined {
  const wide = pitm.byteLength >= 8 && pitm.getUint8(0) > 0;
  if (wide) return pitm.getUint32(4);
  return pitm.byteLength >= 6 ? pitm.getUint16(4) : undefined;
}

/** @param iinf the item information box. @returns item types by item id, in file order. Entries before version 2 have no type. */
function readItemTypes(iinf: DataView): Map<number, string> {
  const types = new Map<number, string>();
  if (iinf.byteLength < 6) return types;
  const entries = slice(iinf, iinf.getUint8(0) === 0 ? 6 : 8);
  for (const { type, body } of boxes(entries)) {
    if (type !== 'infe' || body.byteLength < 12) continue;
    const version = body.getUint8(0);
    if (version === 2) types.set(body.getUint16(4), fourCharacters(body, 8));
    if (version === 3 && body.byteLength >= 14) types.set(body.getUint32(4), fourCharacters(body, 10));
  }
  return types;
}

function readPrimaryCodec(meta: DataView): string | undefined {
  const pitm = find(meta, 'pitm');
  const iinf = find(meta, 'iinf');
  const primaryId = pitm && readPrimaryId(pitm);
  if (!iinf || primaryId === undefined) return undefined;
  const types = readItemTypes(iinf);
  const primary = types.get(primaryId);
  if (primary === undefined || !derivedTypes.has(primary)) return primary;
  // The picture consists of tiles. No known writer mixes codecs, so the first coded item gives the codec.
  return [...types.values()].find((type) => type === 'av01' || type === 'hvc1' || type === 'hev1');
}

function readBrands(ftyp: DataView): string[] {
  const brands: string[] = [];
  for (let at = 0; at + 4 <= ftyp.byteLength && brands.length < maxEntries; at += 4) {
    // Bytes 4 to 7 are the minor version, not a brand.
    if (at !== 4) brands.push(fourCharacters(ftyp, at));
  }
  return brands;
}

function familyOf(brands: readonly string[]): Heif['family'] {
  if (brands.some((brand) => avifBrands.has(brand))) return 'avif';
  return brands.some((brand) => heicBrands.has(brand)) ? 'heic' : undefined;
}

/** @returns format and codec of an ISO base media file by its boxes; undefined for any other file. Never throws, reads no pixels. */
export function readHeif(bytes: Uint8Array): Heif | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 12 || fourCharacters(view, 4) !== 'ftyp') return undefined;
  const ftyp = find(view, 'ftyp');
  const brands = ftyp ? readBrands(ftyp) : [];
  const meta = find(view, 'meta');
  const family = familyOf(brands);
  const primaryCodec = family && meta && meta.byteLength > 4 ? readPrimaryCodec(slice(meta, 4)) : undefined;
  return { family, majorBrand: brands[0] ?? '', primaryCodec };
}
