/** The pictures that are timed: drawn portraits at the sizes of cameras, or a folder of one's own. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { UsageError } from '../../cli/usage.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { renderPortrait } from '../../portraits/render.ts';

export interface Photo {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface PhotoSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The two sizes that the peers' figures are known for. */
export const fullHd: PhotoSize = { widthPx: 1080, heightPx: 1620 };
export const megapixels24: PhotoSize = { widthPx: 4000, heightPx: 6000 };

/** Sizes of a mixed batch, in turn: web pictures, phones (4:3, upright), cameras; 0.5 to 12 MP. */
const mixedSizes: readonly PhotoSize[] = [
  { widthPx: 600, heightPx: 900 },
  { widthPx: 1080, heightPx: 1620 },
  { widthPx: 1600, heightPx: 2400 },
  { widthPx: 2000, heightPx: 3000 },
  { widthPx: 2828, heightPx: 4242 },
];

/** People of a mixed batch: one person each, whom the face model finds, of several looks and backdrops. */
const people = ['demo', 'short', 'bob', 'afro', 'beard', 'green-wall', 'blond-on-white', 'glasses', 'bun-strands'];

/** A camera's JPEG of a drawn portrait, enlarged or shrunk to the size (2:3). */
export async function drawnPhoto(person: string, { widthPx, heightPx }: PhotoSize): Promise<Uint8Array> {
  const { photo } = await renderPortrait(catalogue[person]);
  const raw = { width: photo.widthPx, height: photo.heightPx, channels: 3 as const };
  return await sharp(photo.data, { raw }).resize(widthPx, heightPx, { fit: 'cover' }).jpeg({ quality: 92 }).toBuffer();
}

/**
 * Photos of mixed sizes and people, the middle one of 24 MP; each file's bytes are its own, because the studio uses
 * the cutout of an equal file again.
 * @param photosDir take the JPEGs, PNGs and so on of this folder in turn instead.
 */
export async function mixedPhotos(count: number, photosDir?: string): Promise<readonly Photo[]> {
  const source = photosDir === undefined ? await drawMix() : await readFolder(photosDir);
  const large = photosDir === undefined ? await drawnPhoto(people[0], megapixels24) : undefined;
  return Array.from({ length: count }, (_, at) => {
    const { name, bytes } = source[at % source.length];
    const isLarge = large && at === Math.floor(count / 2);
    const number = String(at).padStart(3, '0');
    return { name: `${number}-${isLarge ? 'large.jpg' : name}`, bytes: withOwnBytes(isLarge ? large : bytes, `${at}`) };
  });
}

async function drawMix(): Promise<readonly Photo[]> {
  const photos: Photo[] = [];
  for (const [at, person] of people.entries()) {
    const size = mixedSizes[at % mixedSizes.length];
    photos.push({ name: `${person}.jpg`, bytes: await drawnPhoto(person, size) });
  }
  return photos;
}

async function readFolder(dir: string): Promise<readonly Photo[]> {
  const names = (await readdir(dir)).filter((name) => /\.(jpe?g|png|webp|heic|avif|tiff?)$/i.test(name)).toSorted();
  if (names.length === 0) throw new UsageError(`${dir}: there is no picture in it.`);
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(dir, name)) })));
}

/** The same picture as another file: a JPEG comment after the first marker; other formats get bytes behind their end. */
export function withOwnBytes(bytes: Uint8Array, text: string): Uint8Array {
  const comment = new TextEncoder().encode(text);
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  if (!isJpeg) return Buffer.concat([bytes, comment]);
  // COM segment (ITU T.81, B.2.4.5): marker, length with its own two bytes, text.
  const marker = Uint8Array.of(0xff, 0xfe, (comment.length + 2) >> 8, (comment.length + 2) & 0xff);
  return Buffer.concat([bytes.subarray(0, 2), marker, comment, bytes.subarray(2)]);
}

/** Writes a photo into a folder. @returns its path. */
export async function savePhoto(dir: string, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return path;
}
