/** A drawn portrait that says who it shows, where, and with what, in every place that a picture file has for it. */

import sharp from 'sharp';
import { catalogue } from '../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';
import { withJpegSegment, withPngChunk } from './odd-images.ts';

/** The beginning of every hidden text. No file of a studio may contain it. */
export const privateMark = 'PRIVATE-JANE';

/** As ASCII, and as UTF-16 of both kinds. */
export const privateBytes: readonly Buffer[] = [
  Buffer.from(privateMark),
  Buffer.from(privateMark, 'utf16le'),
  Buffer.from(privateMark, 'utf16le').swap16(),
];

/** TIFF values as EXIF holds them: ASCII text, three RATIONALs, or a LONG. */
type Value = { readonly text: string } | { readonly degrees: readonly number[] } | { readonly long: number };

/** Bytes of one image file directory at `offset` (EXIF 2.32, 4.6.2), its values behind it. @param next offset of the following one. */
function directory(offset: number, entries: readonly (readonly [tag: number, value: Value])[], next = 0): Buffer {
  const head = Buffer.alloc(2 + entries.length * 12 + 4);
  head.writeUInt16LE(entries.length, 0);
  const bodies: Buffer[] = [];
  let at = offset + head.length;
  for (const [index, [tag, value]] of entries.entries()) {
    const start = 2 + index * 12;
    const { type, count, bytes } = encoded(value);
    head.writeUInt16LE(tag, start);
    head.writeUInt16LE(type, start + 2);
    head.writeUInt32LE(count, start + 4);
    if (bytes.length <= 4) bytes.copy(head, start + 8);
    else {
      head.writeUInt32LE(at, start + 8);
      bodies.push(bytes);
      at += bytes.length;
    }
  }
  head.writeUInt32LE(next, head.length - 4);
  return Buffer.concat([head, ...bodies]);
}

function encoded(value: Value): { type: number; count: number; bytes: Buffer } {
  if ('text' in value) {
    const bytes = Buffer.from(`${value.text}\0${value.text.length % 2 === 0 ? '\0' : ''}`, 'latin1');
    return { type: 2, count: bytes.length, bytes };
  }
  if ('long' in value) return { type: 4, count: 1, bytes: Buffer.from(Uint32Array.of(value.long).buffer) };
  const bytes = Buffer.from(Uint32Array.from(value.degrees.flatMap((one) => [one, 1])).buffer);
  return { type: 5, count: value.degrees.length, bytes };
}

/** Camera, owner and place, and behind them a thumbnail with a comment of its own. */
function exif(thumbnail: Buffer): Buffer {
  const text = (what: string) => ({ text: `${privateMark}-${what}` });
  const main = (gps: number, next: number) =>
    directory(
      8,
      [
        [0x010e, text('title')],
        [0x0110, text('camera')],
        [0x013b, text('artist')],
        [0x8298, text('owner')],
        [0x8825, { long: gps }],
      ],
      next,
    );
  const gpsAt = 8 + main(0, 0).length;
  const place = directory(gpsAt, [
    [1, { text: 'N' }],
    [2, { degrees: [52, 31, 12] }],
    [3, { text: 'E' }],
    [4, { degrees: [13, 24, 18] }],
    [0x1d, text('day')],
  ]);
  const thumbAt = gpsAt + place.length;
  const small = (offset: number) =>
    directory(thumbAt, [
      [0x0201, { long: offset }],
      [0x0202, { long: thumbnail.length }],
    ]);
  const tiff = [
    Buffer.from('II*\0\x08\0\0\0', 'latin1'),
    main(gpsAt, thumbAt),
    place,
    small(thumbAt + small(0).length),
    thumbnail,
  ];
  return Buffer.concat(tiff);
}

const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="${privateMark}-xmp"/></rdf:RDF></x:xmpmeta>`;

/** The profile with its description's letters replaced (ICC.1, mluc: UTF-16, big-endian). */
function namedProfile(icc: Buffer): Buffer {
  const named = Buffer.from(icc);
  const start = named.indexOf(Buffer.from('mluc'));
  const [length, offset] = [named.readUInt32BE(start + 20), named.readUInt32BE(start + 24)];
  const text = Buffer.from(privateMark, 'utf16le').swap16();
  if (text.length <= length) text.copy(named, start + offset);
  // Programs that copy a profile keep bytes to which no tag points.
  const grown = Buffer.concat([named, Buffer.from(`${privateMark}-profile`)]);
  grown.writeUInt32BE(grown.length, 0);
  return grown;
}

/** JPEG. */
export async function privateJpeg(name: keyof typeof catalogue = 'glasses'): Promise<Buffer> {
  const { photo } = await renderPortrait(catalogue[name]);
  const plain = await sharp(await encodeJpeg(photo))
    .withIccProfile('p3')
    .jpeg({ quality: 92 })
    .toBuffer();
  const { icc } = await sharp(plain).metadata();
  const bare = await encodeJpeg(photo);
  const thumbnail = withJpegSegment(
    await sharp(bare).resize(120).jpeg().toBuffer(),
    0xfe,
    Buffer.from(`${privateMark}-thumbnail`),
  );
  const segments: readonly (readonly [number, Buffer])[] = [
    [0xfe, Buffer.from(`${privateMark}-comment`)],
    [
      0xed,
      Buffer.concat([
        Buffer.from('Photoshop 3.0\0', 'latin1'),
        Buffer.from(`8BIM\x04\x04${privateMark}-iptc`, 'latin1'),
      ]),
    ],
    [0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), namedProfile(icc ?? Buffer.alloc(0))])],
    [0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), Buffer.from(xmp)])],
    [0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(thumbnail)])],
    [0xe0, Buffer.concat([Buffer.from('JFXX\0\x10', 'latin1'), thumbnail])],
    [0xef, Buffer.from(`${privateMark}-app15`)],
  ];
  const marked = segments.reduce<Buffer>((jpeg, [marker, data]) => withJpegSegment(jpeg, marker, data), bare);
  return Buffer.concat([marked, Buffer.from(`${privateMark}-trailer`)]);
}

/** PNG. */
export async function privatePng(name: keyof typeof catalogue = 'demo'): Promise<Buffer> {
  const { photo } = await renderPortrait(catalogue[name]);
  const bare = await sharp(await encodeJpeg(photo))
    .png()
    .toBuffer();
  const thumbnail = await sharp(bare).resize(120).jpeg().toBuffer();
  const chunks: readonly (readonly [string, Buffer])[] = [
    ['tEXt', Buffer.from(`Author\0${privateMark}-text`, 'latin1')],
    ['iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`)],
    ['eXIf', exif(thumbnail)],
    ['zzZz', Buffer.from(`${privateMark}-unknown`)],
  ];
  const marked = chunks.reduce<Buffer>((png, [type, data]) => withPngChunk(png, type, data), bare);
  return Buffer.concat([marked, Buffer.from(`${privateMark}-trailer`)]);
}
