/** TIFF files whose strips, tiles or samples are far larger than what they are compressed to, and directories that go in circles. */
import { deflatedZeros } from './byte-parts.ts';
import { type Answer, type Maker, pick, randomBytes, wholeBetween } from './hostile-file.ts';

type Entry = readonly [tag: number, ...values: number[]];

/** A little-endian file of one directory (TIFF 6.0, section 2), every value a LONG. @param nextAt where the next one lies. */
function tiffFile(data: Buffer, entries: readonly Entry[], nextAt = 0): Buffer {
  const extra: Buffer[] = [];
  let extraAt = 8 + data.length + 2 + entries.length * 12 + 4;
  const records = entries
    .toSorted(([one], [other]) => one - other)
    .map(([tag, ...values]) => {
      const record = Buffer.alloc(12);
      record.writeUInt16LE(tag, 0);
      record.writeUInt16LE(4, 2);
      record.writeUInt32LE(values.length, 4);
      record.writeUInt32LE(values.length === 1 ? values[0] : extraAt, 8);
      if (values.length > 1) {
        const long = Buffer.alloc(values.length * 4);
        for (const [at, value] of values.entries()) long.writeUInt32LE(value, at * 4);
        extra.push(long);
        extraAt += long.length;
      }
      return record;
    });
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(8 + data.length, 4);
  const count = Buffer.from([entries.length, 0]);
  const next = Buffer.alloc(4);
  next.writeUInt32LE(nextAt);
  return Buffer.concat([head, data, count, ...records, next, ...extra]);
}

interface Shape {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly samples: number;
  readonly bits: number;
}

/** 8: deflate. Photometric 2: RGB, 1: grey. */
function tagsOf({ widthPx, heightPx, samples, bits }: Shape): readonly Entry[] {
  const alpha: readonly Entry[] = samples === 4 ? [[338, 2]] : [];
  const each = Array.from({ length: samples }, () => bits);
  return [
    [256, widthPx],
    [257, heightPx],
    [258, ...each],
    [259, 8],
    [262, samples < 3 ? 1 : 2],
    [277, samples],
    ...alpha,
  ];
}

const base = { family: 'bomb', format: 'tiff', extension: '.tif' } as const;
const blank: readonly Answer[] = ['no-face', 'too-many-pixels'];

function shapeOf(random: () => number, fromPx: number, toPx: number): Shape {
  const sidePx = wholeBetween(random, fromPx, toPx);
  const [samples, bits] = pick(random, [
    [1, 1],
    [1, 8],
    [3, 8],
    [4, 8],
    [3, 16],
    [4, 16],
  ]);
  return { widthPx: sidePx, heightPx: sidePx, samples, bits };
}

const bytesOf = ({ widthPx, heightPx, samples, bits }: Shape) => Math.ceil((widthPx * samples * bits) / 8) * heightPx;

/** The whole picture in one strip, which a decoder inflates at once. */
const oneStrip: Maker = ({ random }) => {
  const shape = shapeOf(random, 2000, 7745);
  const data = Buffer.concat([deflatedZeros(bytesOf(shape)), randomBytes(random, 8)]);
  const bytes = tiffFile(data, [...tagsOf(shape), [273, 8], [278, shape.heightPx], [279, data.length]]);
  return { ...base, bytes, right: blank };
};

/** The whole picture in one tile, or a small picture in a huge tile. */
const oneTile: Maker = ({ random }) => {
  const tile = shapeOf(random, 2000, 7745);
  const sidePx = Math.ceil(tile.widthPx / 16) * 16;
  const data = Buffer.concat([
    deflatedZeros(bytesOf({ ...tile, widthPx: sidePx, heightPx: sidePx })),
    randomBytes(random, 8),
  ]);
  const picture = random() < 0.5 ? tile : { ...tile, widthPx: 256, heightPx: 320 };
  const places: readonly Entry[] = [
    [322, sidePx],
    [323, sidePx],
    [324, 8],
    [325, data.length],
  ];
  return { ...base, bytes: tiffFile(data, [...tagsOf(picture), ...places]), right: [...blank, 'unreadable'] };
};

/** Beyond the limit, row by row, every row the same strip of the file. */
const overLimit: Maker = ({ random }) => {
  const shape = shapeOf(random, 7746, 20_000);
  const data = Buffer.concat([
    deflatedZeros(Math.ceil((shape.widthPx * shape.samples * shape.bits) / 8)),
    randomBytes(random, 8),
  ]);
  const rows = Array.from({ length: shape.heightPx });
  const places: readonly Entry[] = [
    [273, ...rows.map(() => 8)],
    [278, 1],
    [279, ...rows.map(() => data.length)],
  ];
  return { ...base, bytes: tiffFile(data, [...tagsOf(shape), ...places]), right: ['too-many-pixels'] };
};

/** The same below the limit. */
const sharedRows: Maker = ({ random }) => {
  const shape = shapeOf(random, 4000, 7745);
  const data = Buffer.concat([
    deflatedZeros(Math.ceil((shape.widthPx * shape.samples * shape.bits) / 8)),
    randomBytes(random, 8),
  ]);
  const rows = Array.from({ length: shape.heightPx });
  const places: readonly Entry[] = [
    [273, ...rows.map(() => 8)],
    [278, 1],
    [279, ...rows.map(() => data.length)],
  ];
  return { ...base, bytes: tiffFile(data, [...tagsOf(shape), ...places]), right: blank };
};

/** A directory whose successor is itself, and one that claims thousands of samples for each pixel. */
const circles: Maker = ({ random }) => {
  const shape = { ...shapeOf(random, 256, 512), samples: 1, bits: 8 };
  const data = Buffer.concat([deflatedZeros(bytesOf(shape)), randomBytes(random, 8)]);
  const strange: readonly Entry[] = random() < 0.5 ? [] : [[277, pick(random, [0, 5, 1000, 65_535])]];
  const tags = tagsOf(shape).filter(([tag]) => strange.every(([other]) => other !== tag));
  const entries: readonly Entry[] = [...tags, ...strange, [273, 8], [278, shape.heightPx], [279, data.length]];
  const bytes = tiffFile(data, entries, 8 + data.length);
  return { ...base, family: 'circles', bytes, right: ['no-face', 'unreadable', 'too-many-pixels'] };
};

export const tiffBomb: Maker = (shop, format) =>
  pick(shop.random, [oneStrip, oneStrip, oneTile, overLimit, sharedRows, circles])(shop, format);
