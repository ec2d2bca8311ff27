/** PNG files that are small as they come and huge when they are inflated: pixels, texts, profiles, and chunks without end. */

import { deflatedZeros, type PngKind, pngChunk, pngHeadBytes, pngHeader, pngSignature } from './byte-parts.ts';
import { type Answer, type HostileFile, type Maker, pick, randomBytes, wholeBetween } from './hostile-file.ts';

const kinds: readonly (PngKind & { readonly bitsPerPixel: number })[] = [
  { bitDepth: 1, colourType: 0, bitsPerPixel: 1 },
  { bitDepth: 8, colourType: 0, bitsPerPixel: 8 },
  { bitDepth: 8, colourType: 2, bitsPerPixel: 24 },
  { bitDepth: 8, colourType: 6, bitsPerPixel: 32 },
  { bitDepth: 16, colourType: 6, bitsPerPixel: 64 },
];

function blankPng(widthPx: number, heightPx: number, kind: (typeof kinds)[number], salt: Buffer): Buffer {
  const rowBytes = 1 + Math.ceil((widthPx * kind.bitsPerPixel) / 8);
  const parts = [pngSignature, pngHeader(widthPx, heightPx, kind), pngChunk('teXt', salt)];
  return Buffer.concat([
    ...parts,
    pngChunk('IDAT', deflatedZeros(rowBytes * heightPx)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

const base = { family: 'bomb', format: 'png', extension: '.png' } as const;
/** An empty picture within the limits is decoded, and no face is found in it. */
const blank: readonly Answer[] = ['no-face'];

/** Beyond the limit of pixels; the last would inflate to 28 GB. */
const overLimit: Maker = ({ random }) => {
  const [widthPx, heightPx] = pick(random, [
    [16_384, 16_384],
    [60_000, 60_000],
    [wholeBetween(random, 7800, 12_000), wholeBetween(random, 7800, 12_000)],
  ]);
  const bytes = blankPng(widthPx, Math.min(heightPx, 4000), kinds[3], randomBytes(random, 8));
  const head = pngHeader(widthPx, heightPx, kinds[3]);
  return {
    ...base,
    bytes: Buffer.concat([pngSignature, head, bytes.subarray(pngHeadBytes)]),
    right: ['too-many-pixels'],
  };
};

/** Just below the limit: must be decoded row by row. */
const belowLimit: Maker = ({ random }) => {
  const kind = pick(random, kinds);
  const sidePx = wholeBetween(random, 6800, 7745);
  return { ...base, bytes: blankPng(sidePx, sidePx, kind, randomBytes(random, 8)), right: blank };
};

/** Interlaced, so that it must be held whole: refused by what it would take. */
const interlaced: Maker = ({ random }) => {
  const kind = pick(random, kinds.slice(1));
  const sidePx = wholeBetween(random, 6800, 7745);
  const plain = blankPng(sidePx, sidePx, kind, randomBytes(random, 8));
  const head = pngHeader(sidePx, sidePx, { ...kind, interlaced: true });
  const bytes = Buffer.concat([pngSignature, head, plain.subarray(pngHeadBytes)]);
  const held = sidePx ** 2 * (kind.bitsPerPixel / 8);
  return { ...base, bytes, right: held > 180 * 2 ** 20 ? ['too-many-pixels'] : ['no-face', 'unreadable'] };
};

function besidePixels(file: Buffer, ...chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([file.subarray(0, pngHeadBytes), ...chunks, file.subarray(pngHeadBytes)]);
}

/** A sound portrait beside whose pixels stands something that inflates to up to a gigabyte. */
const besides: Maker = ({ random, sound }) => {
  const zeros = deflatedZeros(wholeBetween(random, 50, 1000) * 2 ** 20);
  const name = Buffer.concat([Buffer.from('x'), Buffer.from(randomBytes(random, 6).toString('hex'))]);
  const texts: Readonly<Record<string, readonly Uint8Array[]>> = {
    zTXt: [name, Buffer.from([0, 0]), zeros],
    iCCP: [name, Buffer.from([0, 0]), zeros],
    iTXt: [name, Buffer.from([0, 1, 0, 0, 0]), zeros],
  };
  const type = pick(random, Object.keys(texts));
  const bytes = besidePixels(sound.png, pngChunk(type, Buffer.concat(texts[type])));
  return { ...base, family: 'bomb in metadata', bytes, right: ['done'], samePixels: true };
};

/** More pixels than the header says: what follows the last row is not wanted. */
const overlong: Maker = ({ random, sound }) => {
  const { bytes } = { bytes: blankPng(256, 320, kinds[2], randomBytes(random, 8)) };
  const more = pngChunk('IDAT', deflatedZeros(wholeBetween(random, 50, 1000) * 2 ** 20));
  const end = random() < 0.5 ? bytes.length - 12 : bytes.indexOf('IDAT') - 4;
  const file = random() < 0.5 ? bytes : sound.png;
  const at = file === bytes ? end : file.length - 12;
  return {
    ...base,
    bytes: Buffer.concat([file.subarray(0, at), more, file.subarray(at)]),
    right: ['done', 'no-face', 'unreadable'],
  };
};

/** So many chunks that reading them one by one is the attack. */
const crumbs: Maker = ({ random, sound }) => {
  const type = pick(random, ['tEXt', 'teXt', 'pHYs', 'IDAT', 'zTXt']);
  const chunk = pngChunk(type, type === 'IDAT' ? Buffer.alloc(0) : randomBytes(random, 9));
  const count = wholeBetween(random, 1000, 200_000);
  const chunks = Buffer.alloc(chunk.length * count);
  for (let i = 0; i < count; i++) chunk.copy(chunks, i * chunk.length);
  const right: readonly Answer[] = ['done', 'unreadable'];
  return { ...base, family: 'crumbs', bytes: besidePixels(sound.png, chunks), right };
};

const makers = [overLimit, overLimit, belowLimit, interlaced, besides, besides, overlong, crumbs] as const;

export const pngBomb: Maker = (shop, format): HostileFile | Promise<HostileFile> =>
  pick(shop.random, makers)(shop, format);
