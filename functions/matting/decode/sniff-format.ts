/**
 * Finds the picture format of an upload by its bytes alone; file name and content type are ignored. decode.ts does this
 * before any decoder reads the file, so that an uploader cannot choose the decoder.
 */
import { PhotoRejected } from '../../../core/errors.ts';
import { readHeif } from './heif-boxes.ts';

/** The formats that decode.ts reads. `heic` is HEVC in HEIF, `avif` is AV1 in HEIF, whatever the brand of the file. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'tiff' | 'gif' | 'heic';

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

/** Files that people send by mistake; the error names them. Checked before the formats above, because a Canon raw file is also a TIFF. */
const otherSignatures: readonly (Signature & { readonly seems: string })[] = [
  { bytes: '49492a00........4352', seems: 'a Canon raw file' },
  { bytes: '4949524f', seems: 'an Olympus raw file' },
  { bytes: '49495253', seems: 'an Olympus raw file' },
  { bytes: '49495500', seems: 'a Panasonic raw file' },
  { bytes: '46554a4946494c4d', seems: 'a Fujifilm raw file' },
  { bytes: '424d', seems: 'a BMP picture' },
  { bytes: '00000100', seems: 'an icon (ICO)' },
  { bytes: '00000200', seems: 'a cursor (CUR)' },
  { bytes: '25504446', seems: 'a PDF document' },
  { bytes: '2521', seems: 'a PostScript document' },
  { bytes: '38425053', seems: 'a Photoshop document' },
  { bytes: '4154265446', seems: 'a DjVu document' },
  { bytes: '504b0304', seems: 'a ZIP archive or an office document' },
  { bytes: 'ff0a', seems: 'a JPEG XL picture' },
  { bytes: '0000000c4a584c20', seems: 'a JPEG XL picture' },
  { bytes: '0000000c6a502020', seems: 'a JPEG 2000 picture' },
  { bytes: 'ff4fff51', seems: 'a JPEG 2000 picture' },
];

const markup = [
  { pattern: /<svg[\s>]/i, seems: 'an SVG drawing' },
  { pattern: /^<(!doctype html|html|head|body|script)/i, seems: 'a web page' },
  { pattern: /^<(\?xml|!)/i, seems: 'an XML document' },
];

/** Length of the start that is searched for markup, bytes. */
const markupBytes = 1024;

function begins(bytes: Uint8Array, signature: Signature): boolean {
  const pairs = signature.bytes.match(/../g) ?? [];
  return (
    bytes.length >= pairs.length && pairs.every((pair, i) => pair === '..' || bytes[i] === Number.parseInt(pair, 16))
  );
}

function describeMarkup(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, markupBytes)).replace(/^(ï»¿|\s)+/, '');
  return text.startsWith('<') ? markup.find(({ pattern }) => pattern.test(text))?.seems : undefined;
}

/** HEIF holds many codecs. The codec of the primary picture decides; the brand decides only when no codec is found. */
function sniffHeif(bytes: Uint8Array): { format?: PhotoFormat; seems?: string } | undefined {
  const heif = readHeif(bytes);
  if (!heif) return undefined;
  if (heif.primaryCodec === 'av01') return { format: 'avif' };
  if (heif.primaryCodec === 'hvc1' || heif.primaryCodec === 'hev1') return { format: 'heic' };
  if (heif.primaryCodec !== undefined) return { seems: 'a HEIF picture of an unusual codec' };
  return heif.family ? { format: heif.family } : { seems: 'a video or a raw file' };
}

/**
 * @returns the format of an upload by its first bytes (for HEIF by the codec of its primary picture).
 * @throws PhotoRejected `unsupported-format`; its message names what the file seems to be, where that is known.
 */
export function sniffFormat(bytes: Uint8Array): PhotoFormat {
  const other = otherSignatures.find((signature) => begins(bytes, signature));
  const heif = sniffHeif(bytes);
  const format = other ? undefined : (heif?.format ?? photoSignatures.find((s) => begins(bytes, s))?.format);
  if (format) return format;
  const seems = other?.seems ?? heif?.seems ?? describeMarkup(bytes);
  throw new PhotoRejected('unsupported-format', seems && `It seems to be ${seems}.`);
}
