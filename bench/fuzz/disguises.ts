/** Files that are not what their name says, two files in one, and files of other kinds that come by mistake. */

import { jpegSegment, pngChunk, pngHeadBytes, withSegments } from './byte-parts.ts';
import {
  type Answer,
  type HostileFile,
  type Maker,
  pick,
  randomBytes,
  refusedByBytes,
  wholeBetween,
} from './hostile-file.ts';
import { extensions, type Format, formats } from './sound-files.ts';

const strangeExtensions = ['.exe', '.svg', '.php', '.html', '.pdf', '.JPG', '.jpg.exe', '', '.heic', '.txt', '.zip'];

const wrongExtension: Maker = ({ random, sound }, format) => {
  const names = [...strangeExtensions, ...formats.map((other) => extensions[other])];
  const tail = format === 'avif' || format === 'heic' ? Buffer.alloc(0) : randomBytes(random, 8);
  const bytes = Buffer.concat([sound[format], tail]);
  return {
    family: 'wrong extension',
    format,
    extension: pick(random, names),
    bytes,
    right: ['done'],
    samePixels: true,
  };
};

const zip = Buffer.concat([
  Buffer.from('504b0304140000000000', 'hex'),
  Buffer.alloc(200),
  Buffer.from('504b0506', 'hex'),
  Buffer.alloc(18),
]);
const heads: readonly Buffer[] = [
  zip,
  ...[
    '%PDF-1.7\n%\n1 0 obj\n',
    '<?php system($_GET[0]); ?>\n',
    '<!doctype html><script>alert(1)</script>',
    '#!/bin/sh\nid\n',
  ]
    .concat([
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'MZ\x90\0\x03',
      '\x7fELF\x02\x01\x01',
    ])
    .concat(["push graphic-context\nimage over 0,0 0,0 '|id'\n", '%!PS\n(/etc/passwd) (r) file\n', 'BM\0\0\0\0'])
    .map((text) => Buffer.from(text, 'latin1')),
];

/** Another file before, behind or inside the picture. */
const polyglot: Maker = ({ random, sound }, format) => {
  const other = random() < 0.3 ? sound[pick(random, formats)] : pick(random, heads);
  const salt = randomBytes(random, wholeBetween(random, 1, 64));
  const make = pick(random, [before, behind, inside]);
  return { ...make(sound[format], Buffer.concat([other, salt]), format), extension: extensions[format] };
};

type Join = (file: Buffer, other: Buffer, format: Format) => Omit<HostileFile, 'extension'>;

/** The first bytes decide the type of a file. If they are a picture, that picture counts; otherwise the file is no picture. */
const before: Join = (file, other, format) => {
  const isPicture = heads.every((head) => !other.subarray(0, head.length).equals(head));
  const right: readonly Answer[] = isPicture ? ['done', ...refusedByBytes] : ['unsupported-format'];
  return { family: 'polyglot, other first', format, bytes: Buffer.concat([other, file]), right };
};

/** In the formats that say where they end, the rest is never looked at. TIFF may point into it and does not. */
const behind: Join = (file, other, format) => {
  const isBoxed = format === 'avif' || format === 'heic';
  const right: readonly Answer[] = isBoxed ? ['done', 'unreadable'] : ['done'];
  return { family: 'polyglot, picture first', format, bytes: Buffer.concat([file, other]), right, samePixels: true };
};

const inside: Join = (file, other, format) => {
  if (format === 'jpeg') return hidden(format, withSegments(file, jpegSegment(0xfe, other.subarray(0, 60_000))));
  if (format !== 'png') return behind(file, other, format);
  const text = pngChunk('tEXt', Buffer.concat([Buffer.from('profile\0'), other]));
  return hidden(format, Buffer.concat([file.subarray(0, pngHeadBytes), text, file.subarray(pngHeadBytes)]));
};

const hidden = (format: Format, bytes: Buffer) =>
  ({ family: 'polyglot, other inside', format, bytes, right: ['done'], samePixels: true }) as const;

const otherKind: Maker = ({ random }) => {
  const bytes = Buffer.concat([pick(random, heads), randomBytes(random, wholeBetween(random, 0, 2000))]);
  const extension = pick(random, [...strangeExtensions, '.jpg']);
  return { family: 'no picture', format: 'other', extension, bytes, right: ['unsupported-format'] };
};

/** One file that is not what it seems. */
export const disguise: Maker = (shop, format) =>
  pick(shop.random, [wrongExtension, polyglot, polyglot, polyglot, otherKind])(shop, format);
