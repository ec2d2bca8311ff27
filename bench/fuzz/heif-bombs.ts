/** AVIF and HEIC files whose boxes say one size and whose coded pictures another, grids of hundreds of tiles, and items in circles. */
import sharp from 'sharp';
import { decodeMbOf } from '../../functions/runtime/config.ts';
import { heicImage } from './heic-file.ts';
import {
  anyDamage,
  fuzzMemoryMb,
  type HostileFile,
  type Maker,
  pick,
  randomBytes,
  refusedByBytes,
  wholeBetween,
} from './hostile-file.ts';

const blocks = (random: () => number, from: number, to: number) => wholeBetween(random, from, to) * 32;

function grey(level: number) {
  return (): readonly [number, number, number] => [level, level, level];
}

const heicBase = { family: 'bomb', format: 'heic', extension: '.heic' } as const;

/** The boxes say a small picture, the coded picture makes room for a huge one. */
const swollenHeic: Maker = ({ random }) => {
  const coded = { widthPx: blocks(random, 100, 500), heightPx: blocks(random, 100, 500) };
  const [claimed, level] = [{ widthPx: 256, heightPx: 320 }, wholeBetween(random, 0, 255)];
  const small = { widthPx: 64, heightPx: 64, colourAt: grey(level) };
  return { ...heicBase, bytes: heicImage({ ...small, coded, claimed }), right: refusedByBytes };
};

/** A grid of few or of many tiles that claims a small picture, a large one, or one beyond the limit. */
const gridHeic: Maker = ({ random }) => {
  const [columns, rows] = [wholeBetween(random, 1, 12), wholeBetween(random, 2, 12)];
  const sidePx = pick(random, [200, 300, 4000, 7000, 60_000]);
  const claimed = { widthPx: sidePx, heightPx: sidePx + wholeBetween(random, 0, 99) };
  const level = wholeBetween(random, 0, 255);
  const bytes = heicImage({ widthPx: 32, heightPx: 32, columns, rows, colourAt: grey(level), claimed });
  const right = sidePx === 60_000 ? (['too-many-pixels'] as const) : refusedByBytes;
  return { ...heicBase, bytes, right };
};

/** Boxes renamed, so that items derive from themselves or are of no known kind. */
const circles: Maker = ({ random, sound }, format) => {
  const bytes = Buffer.from(sound[format]);
  const names = [
    'hvc1',
    'av01',
    'hvcC',
    'av1C',
    'ispe',
    'infe',
    'iinf',
    'iloc',
    'pitm',
    'ipco',
    'ipma',
    'iprp',
    'hdlr',
    'meta',
  ];
  const kinds = [...names, 'iden', 'grid', 'iovl', 'tmap', 'mif1', 'free', 'uuid', 'skip', 'idat', 'iref', 'mdat'];
  for (let i = wholeBetween(random, 1, 3); i > 0; i--) {
    const at = bytes.indexOf(pick(random, names));
    if (at >= 0) bytes.write(pick(random, kinds), at, 'latin1');
  }
  const salted = Buffer.concat([bytes, randomBytes(random, 4)]);
  return { ...base(format), family: 'circles', bytes: salted, right: anyDamage };
};

const base = (format: HostileFile['format']) =>
  ({ family: 'bomb', format, extension: format === 'avif' ? '.avif' : '.heic' }) as const;

const blankAvifs = new Map<number, Promise<Buffer>>();

/** Encoded once for each size. */
function blankAvif(sidePx: number): Promise<Buffer> {
  const known = blankAvifs.get(sidePx);
  if (known) return known;
  const create = { width: sidePx, height: sidePx, channels: 3 as const, background: '#777777' };
  const made = sharp({ create, limitInputPixels: false }).avif({ effort: 0, chromaSubsampling: '4:2:0' }).toBuffer();
  blankAvifs.set(sidePx, made);
  return made;
}

/** A truthful header with a large size in few bytes: refused by the memory that the decoder would need, or decoded. */
const largeAvif: Maker = async ({ random }) => {
  const sidePx = pick(random, [1024, 3072, 5120]);
  const bytes = Buffer.concat([await blankAvif(sidePx), randomBytes(random, 8)]);
  return {
    ...base('avif'),
    bytes,
    right: [sidePx ** 2 * 19 > decodeMbOf(fuzzMemoryMb) * 2 ** 20 ? 'too-many-pixels' : 'no-face'],
  };
};

/** The boxes say a small picture, the coded picture is a large one. */
const swollenAvif: Maker = async ({ random }) => {
  const bytes = Buffer.concat([await blankAvif(pick(random, [3072, 5120])), randomBytes(random, 8)]);
  const at = bytes.indexOf('ispe');
  bytes.writeUInt32BE(wholeBetween(random, 200, 2000), at + 8);
  bytes.writeUInt32BE(wholeBetween(random, 200, 2000), at + 12);
  return { ...base('avif'), bytes, right: refusedByBytes };
};

export const heicBomb: Maker = (shop, format) =>
  pick(shop.random, [swollenHeic, swollenHeic, gridHeic, circles])(shop, format);
export const avifBomb: Maker = (shop, format) =>
  pick(shop.random, [largeAvif, swollenAvif, swollenAvif, circles])(shop, format);
