/**
 * Finds the picture format of an upload by its bytes alone; file name and content type are ignored. decode.ts does this
 * before any decoder reads the file, so that an uploader cannot choose the decoder.
 */
import { type ForeignFormatId, rejectForeign } from '../../core/foreign-formats.ts';
import { bmpSize } from './bmp.ts';
import { readHeif } from './heif-boxes.ts';
import { rawOfTiff } from './raw-tiff.ts';

/** The formats that decode.ts reads. `heic` is HEVC in HEIF, `avif` is AV1 in HEIF, whatever the brand of the file. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'tiff' | 'gif' | 'heic' | 'bmp';

interface Signature {
  /** Bytes in hex, `..` for any byte, from the start of the file. */
  readonly bytes: string;
}

const photoSignatures: readonly (Signature & { readonly format: PhotoFormat })[] = [
  { bytes: 'ffd8ff', format: 'jpeg' },
  { bytes: '89504e470d0a1a0a', format: 'png' },
  { bytes: '52494646........57454250', format: 'webp' },
  { bytes: '474946383761', format: 'gif' },
  { bytes: '474946383961', format: 'gif' },
  { bytes: '49492a00', format: 'tiff' },
  { bytes: '4d4d002a', format: 'tiff' },
  { bytes: '49492b00', format: 'tiff' },
  { bytes: '4d4d002b', format: 'tiff' },
];

/** Files that people send by mistake. Checked before the formats above, because a Canon raw file is also a TIFF. */
const otherSignatures: readonly (Signature & { readonly kind: ForeignFormatId })[] = [
  { bytes: '49492a00........4352', kind: 'raw-canon' },
  { bytes: '49491a00000048454150', kind: 'raw-canon' },
  { bytes: '........66747970637278', kind: 'raw-canon' },
  { bytes: '4949524f', kind: 'raw-olympus' },
  { bytes: '49495253', kind: 'raw-olympus' },
  { bytes: '4d4d4f52', kind: 'raw-olympus' },
  { bytes: '49495500', kind: 'raw-panasonic' },
  { bytes: '46554a4946494c4d', kind: 'raw-fujifilm' },
  { bytes: '464f5662', kind: 'raw' },
  { bytes: '00000100', kind: 'icon' },
  { bytes: '00000200', kind: 'icon' },
  { bytes: '25504446', kind: 'pdf' },
  { bytes: '2521', kind: 'postscript' },
  { bytes: 'c5d0d3c6', kind: 'postscript' },
  { bytes: '38425053', kind: 'photoshop' },
  { bytes: '4154265446', kind: 'djvu' },
  { bytes: '504b0304', kind: 'archive' },
  { bytes: '377abcaf271c', kind: 'archive' },
  { bytes: '526172211a07', kind: 'archive' },
  { bytes: 'd0cf11e0a1b11ae1', kind: 'archive' },
  { bytes: 'ff0a', kind: 'jpeg-xl' },
  { bytes: '0000000c4a584c20', kind: 'jpeg-xl' },
  { bytes: '0000000c6a502020', kind: 'jpeg-2000' },
  { bytes: 'ff4fff51', kind: 'jpeg-2000' },
  { bytes: '1a45dfa3', kind: 'video' },
  { bytes: '52494646........415649', kind: 'video' },
  { bytes: '3026b2758e66cf11', kind: 'video' },
  { bytes: '464c5601', kind: 'video' },
  { bytes: '000001ba', kind: 'video' },
  { bytes: '........6d6f6f76', kind: 'video' },
  { bytes: '........6d646174', kind: 'video' },
  { bytes: '........77696465', kind: 'video' },
];

const markup: readonly { readonly pattern: RegExp; readonly kind: ForeignFormatId }[] = [
  { pattern: /<svg[\s>]/i, kind: 'svg' },
  { pattern: /^<(!doctype html|html|head|body|script)/i, kind: 'web-page' },
  { pattern: /^<(\?xml|!)/i, kind: 'xml' },
];

/** Length of the start that is searched for markup, bytes. */
const markupBytes = 1024;

function begins(bytes: Uint8Array, signature: Signature): boolean {
  const pairs = signature.bytes.match(/../g) ?? [];
  return (
    bytes.length >= pairs.length && pairs.every((pair, i) => pair === '..' || bytes[i] === Number.parseInt(pair, 16))
  );
}

function markupKind(bytes: Uint8Array): ForeignFormatId | undefined {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, markupBytes)).replace(/^(ï»¿|\s)+/, '');
  return text.startsWith('<') ? markup.find(({ pattern }) => pattern.test(text))?.kind : undefined;
}

/** What the bytes are: an accepted format, or another kind of file. Neither is set when nothing is recognised. */
interface Sniffed {
  readonly format?: PhotoFormat | undefined;
  readonly kind?: ForeignFormatId | null | undefined;
}

/** HEIF holds many codecs. The codec of the primary picture decides; the brand decides only when no codec is found. */
function sniffHeif(bytes: Uint8Array): Sniffed | undefined {
  const heif = readHeif(bytes);
  if (!heif) return undefined;
  if (heif.primaryCodec === 'av01') return { format: 'avif' };
  if (heif.primaryCodec === 'hvc1' || heif.primaryCodec === 'hev1') return { format: 'heic' };
  if (heif.primaryCodec !== undefined) return { kind: 'heif-other' };
  return heif.family ? { format: heif.family } : { kind: 'video' };
}

function sniff(bytes: Uint8Array): Sniffed {
  const other = otherSignatures.find((signature) => begins(bytes, signature));
  if (other) return { kind: other.kind };
  const heif = sniffHeif(bytes);
  if (heif) return heif;
  if (bmpSize(bytes)) return { format: 'bmp' };
  const format = photoSignatures.find((signature) => begins(bytes, signature))?.format;
  const kind = format === 'tiff' ? rawOfTiff(bytes) : markupKind(bytes);
  return kind ? { kind } : { format };
}

/**
 * @returns the format of an upload by its first bytes (for HEIF by the codec of its primary picture).
 * @throws PhotoRejected `unsupported-format`; message and advice name what the file seems to be, where that is known.
 */
export function sniffFormat(bytes: Uint8Array): PhotoFormat {
  const { format, kind = null } = sniff(bytes);
  if (format) return format;
  throw rejectForeign(kind);
}
