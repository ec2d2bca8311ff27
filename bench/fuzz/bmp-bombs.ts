/** BMP files of a few bytes that claim many megapixels, whose runs go beyond the picture, or whose fields are extreme. */
import { decodeMbOf } from '../../functions/runtime/config.ts';
import { bmpFile, greyPalette } from './bmp-file.ts';
import {
  anyDamage,
  fuzzMemoryMb,
  type Maker,
  pick,
  randomBytes,
  refusedByBytes,
  wholeBetween,
} from './hostile-file.ts';

const base = { family: 'bomb', format: 'bmp', extension: '.bmp' } as const;

/** Few bytes of runs, or none, for a picture of up to hundreds of megapixels. */
const blank: Maker = ({ random }) => {
  const sidePx = pick(random, [wholeBetween(random, 8000, 30_000), wholeBetween(random, 1000, 7000)]);
  const runs = Buffer.alloc(wholeBetween(random, 2, 200_000) * 2, Buffer.from([255, wholeBetween(random, 0, 255)]));
  const bytes = bmpFile({ widthPx: sidePx, heightPx: sidePx, kind: 'runs8' }, greyPalette(), runs);
  const tooMany = sidePx ** 2 > 60_000_000 || sidePx ** 2 * 8 > decodeMbOf(fuzzMemoryMb) * 2 ** 20;
  return { ...base, bytes, right: tooMany ? ['too-many-pixels'] : ['no-face', ...refusedByBytes] };
};

/** Runs and jumps that leave the picture. */
const wildRuns: Maker = ({ random }) => {
  const jumps = Array.from({ length: wholeBetween(random, 1, 500) }, () =>
    pick(random, [
      [0, 2, 255, 255],
      [0, 0],
      [0, wholeBetween(random, 3, 255)],
      [255, wholeBetween(random, 0, 255)],
    ]),
  );
  const size = { widthPx: wholeBetween(random, 200, 900), heightPx: wholeBetween(random, 200, 900) };
  const bytes = bmpFile({ ...size, kind: 'runs8' }, greyPalette(), Buffer.from(jumps.flat()));
  return { ...base, family: 'wild runs', bytes, right: anyDamage };
};

/** A sound header in which one field is random: bits, compression, colours, offset of the pixels. */
const wildHeader: Maker = ({ random, sound }) => {
  const bytes = Buffer.from(sound.bmp);
  const at = pick(random, [10, 26, 28, 30, 34, 46, 50]);
  bytes.writeUInt32LE(pick(random, [0, 1, 2, 3, 4, 6, 12, 64, 0x7fffffff, 0xffffffff]), at);
  const salted = Buffer.concat([bytes, randomBytes(random, 4)]);
  return { ...base, family: 'wild header', bytes: salted, right: anyDamage };
};

export const bmpBomb: Maker = (shop, format) => pick(shop.random, [blank, wildRuns, wildHeader])(shop, format);
