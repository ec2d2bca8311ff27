/** WebP and GIF files of a few bytes that claim, and would truly decode to, pictures of many megapixels or frames. */

import { decodeMbOf } from '../../functions/runtime/config.ts';
import { LowBits, riffChunk, webpCanvas, webpFile } from './byte-parts.ts';
import { type Answer, fuzzMemoryMb, type Maker, pick, randomBytes, wholeBetween } from './hostile-file.ts';

const mb = 2 ** 20;
/** The pixel limit of the functions' default settings. */
const [maxPixels, decodeMb] = [60_000_000, decodeMbOf(fuzzMemoryMb)];

/** Bytes that the decoder of a format holds for each pixel (functions/decode/limits.ts). */
function rightFor(sidePx: number, bytesPerPixel: number): readonly Answer[] {
  if (sidePx ** 2 > maxPixels || sidePx ** 2 * bytesPerPixel > decodeMb * mb) return ['too-many-pixels'];
  return ['no-face'];
}

/**
 * Lossless WebP of one colour (WebP lossless bitstream specification): five prefix codes of one symbol each, so that a
 * pixel takes no bits at all.
 */
function blankVp8l(widthPx: number, heightPx: number, level: number): Buffer {
  const bits = new LowBits()
    .put(0x2f, 8)
    .put(widthPx - 1, 14)
    .put(heightPx - 1, 14)
    .put(0, 1)
    .put(0, 3);
  // No transform, no colour cache, no meta prefix codes.
  bits.put(0, 1).put(0, 1).put(0, 1);
  for (const symbol of [level, level, level, 255, 0]) bits.put(1, 1).put(0, 1).put(1, 1).put(symbol, 8);
  return riffChunk('VP8L', bits.close());
}

const webpBase = { family: 'bomb', format: 'webp', extension: '.webp' } as const;

const blankWebp: Maker = ({ random }) => {
  const sidePx = pick(random, [16_383, wholeBetween(random, 7000, 16_383), wholeBetween(random, 4000, 6868)]);
  const image = blankVp8l(sidePx, sidePx, wholeBetween(random, 0, 255));
  const bytes = webpFile(image, riffChunk('junk', randomBytes(random, 8)));
  return { ...webpBase, bytes, right: rightFor(sidePx, 4) };
};

/** A small canvas over a huge picture: decoders go by the one or the other. */
const smallCanvas: Maker = ({ random }) => {
  const sidePx = wholeBetween(random, 5000, 16_383);
  const canvas = webpCanvas(256, 320, pick(random, [0, 0x10, 0x20]));
  const bytes = webpFile(canvas, blankVp8l(sidePx, sidePx, wholeBetween(random, 0, 255)), randomBytes(random, 6));
  return { ...webpBase, bytes, right: ['unreadable', 'too-many-pixels', 'no-face'] };
};

function frameHeader(widthPx: number, heightPx: number): Buffer {
  const data = Buffer.alloc(16);
  data.writeUIntLE(widthPx - 1, 6, 3);
  data.writeUIntLE(heightPx - 1, 9, 3);
  data.writeUIntLE(40, 12, 3);
  return data;
}

/** Many frames, each as large as the canvas: only the first one counts. */
const animatedWebp: Maker = ({ random }) => {
  const sidePx = wholeBetween(random, 1000, 6000);
  const frame = (level: number) =>
    riffChunk('ANMF', Buffer.concat([frameHeader(sidePx, sidePx), blankVp8l(sidePx, sidePx, level)]));
  const frames = Array.from({ length: wholeBetween(random, 2, 3000) }, (_, at) => frame(at % 256));
  const animation = riffChunk('ANIM', randomBytes(random, 6));
  const bytes = webpFile(webpCanvas(sidePx, sidePx, 0x02), animation, ...frames);
  return { ...webpBase, family: 'bomb of frames', bytes, right: ['no-face', 'too-many-pixels'] };
};

export const webpBomb: Maker = (shop, format) =>
  pick(shop.random, [blankWebp, blankWebp, smallCanvas, animatedWebp])(shop, format);

/**
 * LZW (GIF89a, appendix F) of so many pixels of colour 0: each code stands for a run one longer than the last, until the
 * table is full and begins anew.
 */
function blankLzw(pixels: number): Buffer {
  const [clear, end, firstFree, full] = [256, 257, 258, 4095];
  const bits = new LowBits().put(clear, 9);
  let [next, width, isFirst] = [firstFree, 9, true];
  for (let left = pixels; left > 0; ) {
    if (next === full) {
      bits.put(clear, width);
      [next, width, isFirst] = [firstFree, 9, true];
    }
    // A code that is just being defined says the last run and one pixel more; the first code defines none.
    const run = isFirst ? 1 : Math.min(left, next - 256);
    bits.put(run === 1 ? 0 : 256 + run, width);
    left -= run;
    if (!isFirst) next += 1;
    if (next === 1 << width && width < 12) width += 1;
    isFirst = false;
  }
  return bits.put(end, width).close();
}

function subBlocks(data: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const block = data.subarray(at, at + 255);
    blocks.push(Buffer.from([block.length]), block);
  }
  return Buffer.concat([...blocks, Buffer.from([0])]);
}

function gifFile(
  canvas: readonly [number, number],
  frame: readonly [number, number],
  frames: number,
  salt: Buffer,
): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\xf7\0\0', 'latin1');
  head.writeUInt16LE(canvas[0], 6);
  head.writeUInt16LE(canvas[1], 8);
  const image = Buffer.from('\x2c\0\0\0\0\0\0\0\0\0\x08', 'latin1');
  image.writeUInt16LE(frame[0], 5);
  image.writeUInt16LE(frame[1], 7);
  const delay = Buffer.from('21f9040004000000', 'hex');
  const one = Buffer.concat([delay, image, subBlocks(blankLzw(frame[0] * frame[1]))]);
  const all = Array.from({ length: frames }, () => one);
  const comment = Buffer.concat([Buffer.from('21fe', 'hex'), subBlocks(salt)]);
  return Buffer.concat([head, Buffer.alloc(768, 90), comment, ...all, Buffer.from(';')]);
}

const gifBase = { family: 'bomb', format: 'gif', extension: '.gif' } as const;

const blankGif: Maker = ({ random }) => {
  const sidePx = pick(random, [wholeBetween(random, 7746, 9000), wholeBetween(random, 3000, 6100)]);
  const bytes = gifFile([sidePx, sidePx], [sidePx, sidePx], 1, randomBytes(random, 8));
  return { ...gifBase, bytes, right: rightFor(sidePx, 5) };
};

/** Canvas and frame disagree. */
const strangeFrame: Maker = ({ random }) => {
  const sidePx = wholeBetween(random, 3000, 8000);
  const bytes = gifFile([256, 320], [sidePx, sidePx], 1, randomBytes(random, 8));
  return { ...gifBase, bytes, right: ['unreadable', 'too-many-pixels', 'no-face', 'too-small'] };
};

const animatedGif: Maker = ({ random }) => {
  const sidePx = wholeBetween(random, 500, 4000);
  const bytes = gifFile([sidePx, sidePx], [sidePx, sidePx], wholeBetween(random, 2, 400), randomBytes(random, 8));
  return { ...gifBase, family: 'bomb of frames', bytes, right: rightFor(sidePx, 5) };
};

export const gifBomb: Maker = (shop, format) => pick(shop.random, [blankGif, strangeFrame, animatedGif])(shop, format);
