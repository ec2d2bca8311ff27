/** Sound portraits with EXIF, XMP and colour profiles that are broken, endless, circular, or lie about their own size. */
import sharp from 'sharp';
import type { Random } from '../../portraits/random.ts';
import { jpegSegment, pngChunk, pngHeadBytes, riffChunk, webpCanvas, webpFile, withSegments } from './byte-parts.ts';
import { type Answer, type Maker, pick, randomBytes, wholeBetween } from './hostile-file.ts';
import { extensions, type Format, type SoundFiles, soundSize } from './sound-files.ts';

/** A TIFF block of entries with random tags, types, counts and values; its next directory may be itself. */
function wildExif(random: Random): Buffer {
  const count = wholeBetween(random, 0, 60);
  const block = Buffer.alloc(8 + 2 + count * 12 + 4);
  block.write('II*\0\x08\0\0\0', 'latin1');
  block.writeUInt16LE(random() < 0.2 ? 0xffff : count, 8);
  for (let i = 0; i < count; i++) {
    const at = 10 + i * 12;
    // 0x0112 is orientation; the others point to directories that may lie anywhere.
    block.writeUInt16LE(pick(random, [0x8769, 0x8825, 0xa005, 0x927c, 0x0201, wholeBetween(random, 1, 0xffff)]), at);
    block.writeUInt16LE(wholeBetween(random, 0, 14), at + 2);
    block.writeUInt32LE(pick(random, [0, 1, 4, 0xffff, 0x7fffffff, 0xffffffff]), at + 4);
    block.writeUInt32LE(pick(random, [8, 0, block.length, 0xfffffff0, wholeBetween(random, 0, 99_999)]), at + 8);
  }
  block.writeUInt32LE(pick(random, [8, 0, 0xffffffff]), block.length - 4);
  return block;
}

/** One orientation entry of whatever type, count and value. */
function orientation(random: Random): Buffer {
  const block = Buffer.from('II*\0\x08\0\0\0\x01\0\x12\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1');
  block.writeUInt16LE(pick(random, [0, 1, 2, 3, 4, 5, 7, 12, 99]), 12);
  block.writeUInt32LE(pick(random, [0, 1, 2, 0xffffffff]), 14);
  block.writeUInt32LE(pick(random, [0, 9, 255, 0xffff, 0xffffffff]), 18);
  return block;
}

function wildXmp(random: Random): Buffer {
  const piece = pick(random, [
    '<x>',
    '<!ENTITY a "&a;&a;">',
    '&lt;',
    '<rdf:RDF xmlns:rdf="file:///etc/passwd">',
    '\0',
    '<!--',
  ]);
  const [begin, salt] = [
    '<?xpacket begin=""?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x:xmpmeta>',
    randomBytes(random, 6),
  ];
  return Buffer.concat([Buffer.from(begin), salt, Buffer.alloc(wholeBetween(random, 1, 60_000), piece)]);
}

/** Noise behind the head of a profile whose own numbers are extreme: size, number of tags, where they lie. */
function wildProfile(random: Random): Buffer {
  const profile = randomBytes(random, wholeBetween(random, 1, 4000));
  if (profile.length < 200) return profile;
  profile.writeUInt32BE(pick(random, [0, profile.length, 0xffffffff, 0x7fffffff]), 0);
  profile.write(pick(random, ['mntrRGB XYZ ', 'mntrCMYKLab ', 'spacGRAYXYZ ', 'linkRGB RGB ']), 12, 'latin1');
  profile.write('acsp', 36, 'latin1');
  profile.writeUInt32BE(pick(random, [0, 1, 17, 0xffff, 0x7fffffff, 0xffffffff]), 128);
  for (let at = 132; at + 12 <= 180; at += 12) {
    profile.write(pick(random, ['rTRC', 'rXYZ', 'A2B0', 'wtpt', 'cprt', 'desc', 'chad']), at, 'latin1');
    profile.writeUInt32BE(pick(random, [128, profile.length - 4, 0xfffffff0]), at + 4);
    profile.writeUInt32BE(pick(random, [0, 20, 0x7fffffff, 0xffffffff]), at + 8);
  }
  return profile;
}

type Kind = 'exif' | 'xmp' | 'icc';

function intoJpeg({ jpeg }: SoundFiles, kind: Kind, data: Buffer): Buffer {
  const heads = { exif: 'Exif\0\0', xmp: 'http://ns.adobe.com/xap/1.0/\0', icc: 'ICC_PROFILE\0\x01\x01' };
  const segment = Buffer.concat([Buffer.from(heads[kind], 'latin1'), data]).subarray(0, 65_000);
  return withSegments(jpeg, jpegSegment(kind === 'icc' ? 0xe2 : 0xe1, segment));
}

async function intoPng({ png }: SoundFiles, kind: Kind, data: Buffer): Promise<Buffer> {
  const { deflateSync } = await import('node:zlib');
  const chunks = {
    exif: () => pngChunk('eXIf', data),
    xmp: () => pngChunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), data])),
    icc: () => pngChunk('iCCP', Buffer.concat([Buffer.from('p\0\0'), deflateSync(data)])),
  };
  return Buffer.concat([png.subarray(0, pngHeadBytes), chunks[kind](), png.subarray(pngHeadBytes)]);
}

function intoWebp({ webp }: SoundFiles, kind: Kind, data: Buffer): Buffer {
  const [flag, type] = { exif: [0x08, 'EXIF'] as const, xmp: [0x04, 'XMP '] as const, icc: [0x20, 'ICCP'] as const }[
    kind
  ];
  const canvas = webpCanvas(soundSize.widthPx, soundSize.heightPx, flag);
  const more = riffChunk(type, data);
  const image = webp.subarray(12);
  return kind === 'icc' ? webpFile(canvas, more, image) : webpFile(canvas, image, more);
}

const profiled = new Map<Format, Promise<Buffer>>();

/** A real profile in a real file, then noise over the profile: the container knows its place and length. */
async function overProfile(
  random: Random,
  { png }: SoundFiles,
  format: 'avif' | 'tiff',
  data: Buffer,
): Promise<Buffer> {
  const known = profiled.get(format) ?? sharp(png).withIccProfile('p3').toFormat(format, { effort: 0 }).toBuffer();
  profiled.set(format, known);
  const bytes = Buffer.from(await known);
  const at = bytes.indexOf('acsp') - 36;
  data.copy(bytes, at, 0, Math.min(data.length, 470));
  return Buffer.concat([bytes, randomBytes(random, 4)]);
}

/** A broken profile makes colours uncertain, and broken EXIF is ignored: the picture is served, or refused as unreadable. */
const served: readonly Answer[] = ['done', 'no-face', 'no-person', 'unreadable'];

export const absurdMetadata: Maker = async ({ random, sound }, format) => {
  const kind = pick(random, ['exif', 'xmp', 'icc'] as const);
  const wild = {
    exif: () => pick(random, [wildExif, orientation])(random),
    xmp: () => wildXmp(random),
    icc: () => wildProfile(random),
  };
  const data = wild[kind]();
  const common = { family: 'absurd metadata', format, extension: extensions[format] };
  if (format === 'avif' || format === 'tiff') {
    return { ...common, bytes: await overProfile(random, sound, format, wildProfile(random)), right: served };
  }
  // GIF, HEIC and BMP have hardly any: a segment of JPEG stands for them.
  const into = { jpeg: intoJpeg, png: intoPng, webp: intoWebp, gif: intoJpeg, heic: intoJpeg, bmp: intoJpeg }[format];
  const isJpeg = into === intoJpeg;
  const bytes = await into(sound, kind, Buffer.concat([data, randomBytes(random, 2)]));
  return { ...common, ...(isJpeg && { format: 'jpeg', extension: '.jpg' }), bytes, right: served };
};
