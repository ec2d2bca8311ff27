/** The drawn portraits that the fuzz bench mutates: one sound, small file of every accepted format. */
import sharp from 'sharp';
import { catalogue } from '../../portraits/catalogue.ts';
import { renderPortrait } from '../../portraits/render.ts';
import { bmpImage } from './bmp-file.ts';
import { heicImage } from './heic-file.ts';

export const formats = ['jpeg', 'png', 'webp', 'tiff', 'gif', 'avif', 'heic', 'bmp'] as const;
export type Format = (typeof formats)[number];

export const extensions: Readonly<Record<Format, string>> = {
  jpeg: '.jpg',
  png: '.png',
  webp: '.webp',
  tiff: '.tif',
  gif: '.gif',
  avif: '.avif',
  heic: '.heic',
  bmp: '.bmp',
};

/** Multiples of 32, as bench/fuzz/heic-file.ts needs it; large enough for the face model. */
export const soundSize = { widthPx: 256, heightPx: 320 } as const;

export type SoundFiles = Readonly<Record<Format, Buffer>>;

const drawn = new Map<keyof typeof catalogue, Promise<SoundFiles>>();

/** Returns the files of a person. They are drawn once in a process. @param person of portraits/catalogue.ts. */
export function drawSoundFiles(person: keyof typeof catalogue = 'short'): Promise<SoundFiles> {
  const files = drawn.get(person) ?? draw(person);
  drawn.set(person, files);
  return files;
}

async function draw(person: keyof typeof catalogue): Promise<SoundFiles> {
  const { photo } = await renderPortrait(catalogue[person]);
  const picture = sharp(photo.data, { raw: { width: photo.widthPx, height: photo.heightPx, channels: 3 } });
  const { widthPx, heightPx } = soundSize;
  const data = await picture.resize(widthPx, heightPx, { fit: 'cover', position: 'top' }).raw().toBuffer();
  const small = () => sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } });
  const colourAt = (x: number, y: number): readonly [number, number, number] => {
    const at = (y * widthPx + x) * 3;
    return [data[at], data[at + 1], data[at + 2]];
  };
  return {
    jpeg: await small().jpeg({ quality: 90 }).toBuffer(),
    png: await small().png({ compressionLevel: 6 }).toBuffer(),
    webp: await small().webp({ quality: 90 }).toBuffer(),
    tiff: await small().tiff({ compression: 'lzw' }).toBuffer(),
    gif: await small().gif({ effort: 1 }).toBuffer(),
    avif: await small().avif({ quality: 70, effort: 2 }).toBuffer(),
    heic: heicImage({ ...soundSize, colourAt }),
    bmp: bmpImage({ ...soundSize, colourAt }),
  };
}
