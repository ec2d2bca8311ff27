/** Draws hostile files without end from a seed: which format, which attack, never the same bytes twice. */
import { createHash } from 'node:crypto';
import { type Random, seededRandom } from '../../portraits/random.ts';
import { absurdMetadata } from './absurd-metadata.ts';
import { bmpBomb } from './bmp-bombs.ts';
import { damage } from './damage.ts';
import { disguise } from './disguises.ts';
import { avifBomb, heicBomb } from './heif-bombs.ts';
import { type HostileFile, type Maker, pick } from './hostile-file.ts';
import { jpegBomb } from './jpeg-bombs.ts';
import { lyingHeader } from './lying-headers.ts';
import { manyFrames } from './many-frames.ts';
import { pngBomb } from './png-bombs.ts';
import { drawSoundFiles, type Format, formats } from './sound-files.ts';
import { tiffBomb } from './tiff-bombs.ts';
import { gifBomb, webpBomb } from './webp-gif-bombs.ts';

const bombs: Readonly<Record<Format, Maker>> = {
  jpeg: jpegBomb,
  png: pngBomb,
  webp: webpBomb,
  tiff: tiffBomb,
  gif: gifBomb,
  avif: avifBomb,
  heic: heicBomb,
  bmp: bmpBomb,
};

const bomb: Maker = (shop, format) => bombs[format](shop, format);

/** The share of each kind, of a hundred files. */
const shares: readonly (readonly [Maker, number])[] = [
  [damage, 56],
  [lyingHeader, 12],
  [disguise, 12],
  [absurdMetadata, 10],
  [bomb, 8],
  [manyFrames, 2],
];

function chooseMaker(random: Random): Maker {
  const drawn = random() * 100;
  let below = 0;
  for (const [maker, share] of shares) {
    below += share;
    if (drawn < below) return maker;
  }
  return damage;
}

/** The same seed gives the same files. */
export async function* hostileFiles(seed: number): AsyncGenerator<HostileFile> {
  const shop = { random: seededRandom(seed), sound: await drawSoundFiles() };
  const seen = new Set<string>();
  for (;;) {
    const file = await chooseMaker(shop.random)(shop, pick(shop.random, formats));
    const digest = createHash('sha256').update(file.bytes).digest('base64');
    if (seen.has(digest)) continue;
    seen.add(digest);
    yield file;
  }
}
