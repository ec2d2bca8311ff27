/** Blind damage to a sound file: cut, flipped, overwritten, spliced, and numbers of its headers replaced by extreme ones. */
import type { Random } from '../../portraits/random.ts';
import {
  anyDamage,
  type HostileFile,
  type Maker,
  pick,
  randomBytes,
  refusedByBytes,
  type Workshop,
  wholeBetween,
} from './hostile-file.ts';
import { extensions, type Format, formats } from './sound-files.ts';

/** Most headers lie here. */
const headBytes = 600;

function damaged(family: string, format: Format, bytes: Uint8Array, right = anyDamage): HostileFile {
  return { family, format, extension: extensions[format], bytes, right };
}

const truncated: Maker = ({ random, sound }, format) => {
  const file = sound[format];
  // Every second one ends inside the headers.
  const keep = wholeBetween(random, 0, (random() < 0.5 ? Math.min(headBytes, file.length) : file.length) - 1);
  if (keep === 0) return damaged('truncated', format, file.subarray(0, 0), ['empty']);
  // The last tenth may hold nothing but what a decoder does without.
  const right = keep < file.length * 0.9 ? refusedByBytes : anyDamage;
  return damaged('truncated', format, file.subarray(0, keep), right);
};

const flipped: Maker = ({ random, sound }, format) => {
  const bytes = Uint8Array.from(sound[format]);
  const reach = random() < 0.4 ? Math.min(headBytes, bytes.length) : bytes.length;
  const flips = 2 ** wholeBetween(random, 0, 7);
  for (let i = 0; i < flips; i++) bytes[Math.floor(random() * reach)] ^= 1 << Math.floor(random() * 8);
  return damaged('bits flipped', format, bytes);
};

function somewhere(random: Random, bytes: Uint8Array): [start: number, length: number] {
  const start = Math.floor(random() * (random() < 0.3 ? Math.min(headBytes, bytes.length) : bytes.length));
  return [start, Math.min(bytes.length - start, 2 ** wholeBetween(random, 0, 12))];
}

const overwritten: Maker = ({ random, sound }, format) => {
  const bytes = Buffer.from(sound[format]);
  const [start, length] = somewhere(random, bytes);
  const filling = pick(random, [Buffer.alloc(length), Buffer.alloc(length, 0xff), randomBytes(random, length)]);
  filling.copy(bytes, start);
  return damaged('overwritten', format, bytes);
};

const moved: Maker = ({ random, sound }, format) => {
  const file = sound[format];
  const [start, length] = somewhere(random, file);
  const piece = file.subarray(start, start + length);
  const place = Math.floor(random() * file.length);
  const without = Buffer.concat([file.subarray(0, start), file.subarray(start + length)]);
  const copies = Array.from({ length: wholeBetween(random, 1, 4) }, () => piece);
  const twice = Buffer.concat([file.subarray(0, place), ...copies, file.subarray(place)]);
  return damaged('pieces moved', format, random() < 0.5 ? without : twice);
};

/** The head of one format on the body of another. */
const spliced: Maker = ({ random, sound }, format) => {
  const file = sound[format];
  const other = sound[pick(random, formats)];
  const seam = wholeBetween(random, 4, Math.min(file.length, other.length) - 1);
  return damaged('spliced', format, Buffer.concat([file.subarray(0, seam), other.subarray(seam)]));
};

const extremes = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff,
];

/** One to three numbers of the headers become extreme: sizes, counts, offsets, lengths of boxes and chunks. */
const extreme: Maker = ({ random, sound }, format) => {
  const bytes = Buffer.from(sound[format]);
  const starts = structureStarts(bytes);
  for (let i = wholeBetween(random, 1, 3); i > 0; i--) {
    const size = pick(random, [1, 2, 4]);
    const reach = wholeBetween(random, 0, 24);
    const start = random() < 0.5 ? Math.floor(random() * headBytes) : pick(random, starts) + reach;
    const at = Math.min(start, bytes.length - size);
    const value = pick(random, extremes) % 256 ** size;
    if (random() < 0.5) bytes.writeUIntBE(value, at, size);
    else bytes.writeUIntLE(value, at, size);
  }
  return damaged('extreme numbers', format, bytes);
};

const landmarks = [
  'IHDR',
  'IDAT',
  'IEND',
  'VP8 ',
  'VP8L',
  'ftyp',
  'meta',
  'iloc',
  'iinf',
  'infe',
  'iprp',
  'ispe',
  'av1C',
]
  .concat([
    'hvcC',
    'ipma',
    'pixi',
    'colr',
    'mdat',
    '\xff\xc0',
    '\xff\xc4',
    '\xff\xda',
    '\xff\xdb',
    '\x21\xf9',
    '\x2c\0',
  ])
  .map((text) => Buffer.from(text, 'latin1'));

/** The offset at which headers begin; the header of a TIFF names the offset of its directory. */
function structureStarts(bytes: Buffer): number[] {
  const found = landmarks.map((landmark) => bytes.indexOf(landmark)).filter((at) => at >= 0);
  const directory = bytes.subarray(0, 4).toString('latin1') === 'II*\0' ? tiffEntries(bytes) : [];
  return [0, ...found.map((at) => Math.max(0, at - 8)), ...directory];
}

function tiffEntries(bytes: Buffer): number[] {
  const at = bytes.readUInt32LE(4);
  return Array.from({ length: 16 }, (_, entry) => Math.min(at + 2 + entry * 12, bytes.length - 16));
}

const noise: Maker = ({ random, sound }, format) => {
  const head = sound[format].subarray(0, wholeBetween(random, 0, 64));
  const bytes = Buffer.concat([head, randomBytes(random, wholeBetween(random, 1, 4000))]);
  return damaged('noise after a head', format, bytes, refusedByBytes);
};

const makers = [truncated, flipped, overwritten, moved, spliced, extreme, noise] as const;

/** One file of blind damage. */
export function damage(shop: Workshop, format: Format) {
  return pick(shop.random, makers)(shop, format);
}
