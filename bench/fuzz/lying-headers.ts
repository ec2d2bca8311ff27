/** Sound portraits whose headers claim another size; check sums are right, so that only the claim itself is wrong. */
import type { Random } from '../../portraits/random.ts';
import { pngChunk, pngHeadBytes, webpCanvas, webpFile } from './byte-parts.ts';
import { type Answer, anyDamage, type Maker, pick, refusedByBytes, wholeBetween } from './hostile-file.ts';
import { extensions, type Format, soundSize } from './sound-files.ts';

type Claim = (file: Buffer, widthPx: number, heightPx: number) => Buffer;

const claimJpeg: Claim = (file, widthPx, heightPx) => {
  const frame = file.indexOf(Buffer.from([0xff, 0xc0]));
  file.writeUInt16BE(heightPx, frame + 5);
  file.writeUInt16BE(widthPx, frame + 7);
  return file;
};

const claimPng: Claim = (file, widthPx, heightPx) => {
  const header = Buffer.from(file.subarray(16, 29));
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  return Buffer.concat([file.subarray(0, 8), pngChunk('IHDR', header), file.subarray(pngHeadBytes)]);
};

const claimWebp: Claim = (file, widthPx, heightPx) =>
  webpFile(webpCanvas(Math.max(1, widthPx), Math.max(1, heightPx), 0), file.subarray(12));

const claimGif: Claim = (file, widthPx, heightPx) => {
  file.writeUInt16LE(widthPx, 6);
  file.writeUInt16LE(heightPx, 8);
  return file;
};

const claimTiff: Claim = (file, widthPx, heightPx) => {
  const directory = file.readUInt32LE(4);
  for (let entry = 0; entry < file.readUInt16LE(directory); entry++) {
    const at = directory + 2 + entry * 12;
    const claimed = { 256: widthPx, 257: heightPx }[file.readUInt16LE(at)];
    if (claimed === undefined) continue;
    file.writeUInt16LE(4, at + 2);
    file.writeUInt32LE(claimed, at + 8);
  }
  return file;
};

/** AVIF and HEIC: the size property of the (one) picture. */
const claimHeif: Claim = (file, widthPx, heightPx) => {
  for (let at = file.indexOf('ispe'); at >= 0; at = file.indexOf('ispe', at + 4)) {
    file.writeUInt32BE(widthPx, at + 8);
    file.writeUInt32BE(heightPx, at + 12);
  }
  return file;
};

const claimBmp: Claim = (file, widthPx, heightPx) => {
  file.writeInt32LE(widthPx, 18);
  file.writeInt32LE(heightPx, 22);
  return file;
};

const claims: Readonly<Record<Format, Claim>> = {
  jpeg: claimJpeg,
  png: claimPng,
  webp: claimWebp,
  tiff: claimTiff,
  gif: claimGif,
  avif: claimHeif,
  heic: claimHeif,
  bmp: claimBmp,
};

const sizes: readonly ((random: Random) => [number, number])[] = [
  () => [60_000, 60_000],
  () => [1, 60_000],
  () => [60_000, 1],
  () => [0, 0],
  () => [0xffff, 0xffff],
  (random) => [wholeBetween(random, 1, 60_000), 1],
  (random) => [wholeBetween(random, 8000, 60_000), wholeBetween(random, 8000, 60_000)],
  (random) => [wholeBetween(random, 1, 0xffff), wholeBetween(random, 1, 0xffff)],
  (random) => [wholeBetween(random, 1, 3000), wholeBetween(random, 1, 3000)],
  (random) => [soundSize.widthPx + wholeBetween(random, -9, 9), soundSize.heightPx + wholeBetween(random, -9, 9)],
];

/** The pixel limit of the functions' default settings. */
const maxPixels = 60_000_000;
const minSidePx = 200;

/** Returns whether the size in the header decides. GIF and WebP state it twice, and their frames decide. */
function rightAnswers(format: Format, widthPx: number, heightPx: number): readonly Answer[] {
  if (widthPx === 0 || heightPx === 0) return format === 'gif' || format === 'webp' ? anyDamage : refusedByBytes;
  if (widthPx * heightPx > maxPixels) return ['too-many-pixels'];
  const byFrames = format === 'gif' || format === 'webp';
  if (Math.min(widthPx, heightPx) < minSidePx && !byFrames) return ['too-small'];
  return anyDamage;
}

export const lyingHeader: Maker = ({ random, sound }, format) => {
  const [widthPx, heightPx] = pick(random, sizes)(random);
  const bytes = claims[format](Buffer.from(sound[format]), widthPx, heightPx);
  const right = rightAnswers(format, widthPx, heightPx);
  return { family: 'lying header', format, extension: extensions[format], bytes, right };
};
