/** JPEG files that cost time or memory: scan upon scan over a large picture, and coding that hardly any decoder knows. */
import { jpegSegment } from './byte-parts.ts';
import { type Answer, type Maker, pick, randomBytes, wholeBetween } from './hostile-file.ts';

const base = { family: 'bomb', format: 'jpeg', extension: '.jpg' } as const;

/** Most significant bit first, a zero stuffed behind each ff (ITU-T T.81, F.1.2.3). */
function packBits(codes: readonly (readonly [value: number, bits: number])[]): Buffer {
  const bytes: number[] = [];
  let [held, count] = [0, 0];
  const push = () => {
    const byte = Math.floor(held / 2 ** (count - 8)) % 256;
    bytes.push(byte, ...(byte === 255 ? [0] : []));
    count -= 8;
    held %= 2 ** count;
  };
  for (const [value, bits] of codes) {
    held = held * 2 ** bits + value;
    count += bits;
    while (count >= 8) push();
  }
  if (count > 0) {
    held = (held + 1) * 2 ** (8 - count) - 1;
    count = 8;
    push();
  }
  return Buffer.from(bytes);
}

/** A Huffman table of one symbol, code `0`. */
function oneSymbol(tableClass: 0 | 1, symbol: number): Buffer {
  return jpegSegment(0xc4, Buffer.from([tableClass << 4, 1, ...new Array<number>(15).fill(0), symbol]));
}

function frameHeader(marker: number, sidePx: number): Buffer {
  const data = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  data.writeUInt16BE(sidePx, 1);
  data.writeUInt16BE(sidePx, 3);
  return jpegSegment(marker, data);
}

const quantisers = jpegSegment(0xdb, Buffer.from([0, ...new Array<number>(64).fill(16)]));
const start = Buffer.from('ffd8', 'hex');
const end = Buffer.from('ffd9', 'hex');

const dcScan = jpegSegment(0xda, Buffer.from([1, 1, 0x00, 0, 0, 0]));

/** A scan that says nothing of any block, 32,767 of them in 16 bits. */
function emptyScan(blocks: number, from: number, to: number): Buffer {
  const codes: (readonly [number, number])[] = [];
  // EOB14: a run of 2^14 blocks and 14 bits more (T.81, G.1.2.2).
  for (let left = blocks; left > 0; left -= 32_767)
    codes.push([0, 1], [Math.max(0, Math.min(left, 32_767) - 16_384), 14]);
  return Buffer.concat([jpegSegment(0xda, Buffer.from([1, 1, 0x00, from, to, 0])), packBits(codes)]);
}

/** Progressive, grey, of nothing, with up to thousands of scans of a hundred bytes each. */
const scans: Maker = ({ random }) => {
  const sidePx = wholeBetween(random, 1000, 7700);
  const blocks = Math.ceil(sidePx / 8) ** 2;
  const first = Buffer.concat([dcScan, packBits(Array.from({ length: blocks }, () => [0, 1] as const))]);
  const one = emptyScan(blocks, 1, 63);
  const count = 10 ** wholeBetween(random, 1, 4);
  const all = Buffer.alloc(one.length * count);
  for (let i = 0; i < count; i++) one.copy(all, i * one.length);
  const head = [start, jpegSegment(0xfe, randomBytes(random, 8)), quantisers, frameHeader(0xc2, sidePx)];
  const tables = [oneSymbol(0, 0), oneSymbol(1, 0xe0)];
  const right: readonly Answer[] = ['no-face', 'unreadable', 'too-many-pixels'];
  return { ...base, family: 'scans', bytes: Buffer.concat([...head, ...tables, first, all, end]), right };
};

/** Baseline, just below the limit or beyond it: one bit a block. */
const blank: Maker = ({ random }) => {
  const sidePx = wholeBetween(random, 7000, 9000);
  const blocks = Math.ceil(sidePx / 8) ** 2;
  const data = packBits(Array.from({ length: blocks }, () => [0, 2] as const));
  const head = [start, jpegSegment(0xfe, randomBytes(random, 8)), quantisers, frameHeader(0xc0, sidePx)];
  const scan = jpegSegment(0xda, Buffer.from([1, 1, 0x00, 0, 63, 0]));
  const bytes = Buffer.concat([...head, oneSymbol(0, 0), oneSymbol(1, 0), scan, data, end]);
  return { ...base, bytes, right: [sidePx ** 2 > 60_000_000 ? 'too-many-pixels' : 'no-face'] };
};

/** Lossless, hierarchical and arithmetic frames; sizes that come late (DNL); more components than any camera has. */
const rare: Maker = ({ random, sound }) => {
  const bytes = Buffer.from(sound.jpeg);
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  const marker = pick(random, [0xc1, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf, 0xde]);
  const change = pick(random, [
    () => bytes.writeUInt8(marker, frame + 1),
    () => bytes.writeUInt16BE(0, frame + 5),
    () => bytes.writeUInt8(pick(random, [0, 2, 4, 5, 255]), frame + 9),
    () => bytes.writeUInt8(pick(random, [0, 1, 12, 16]), frame + 4),
    () => bytes.writeUInt8(pick(random, [0x00, 0x14, 0x41, 0x44, 0xff]), frame + 11),
  ]);
  change();
  const salted = Buffer.concat([bytes, randomBytes(random, 4)]);
  const right: readonly Answer[] = ['done', 'no-face', 'no-person', 'unreadable', 'too-small'];
  return { ...base, family: 'rare coding', bytes: salted, right };
};

export const jpegBomb: Maker = (shop, format) => pick(shop.random, [scans, scans, blank, rare])(shop, format);
