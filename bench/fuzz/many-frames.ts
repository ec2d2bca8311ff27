/** Files of several pictures: the first one counts, whatever follows it. */
import sharp from 'sharp';
import { type Answer, type Maker, pick, randomBytes, wholeBetween } from './hostile-file.ts';
import { extensions, soundSize } from './sound-files.ts';

const animated = ['gif', 'webp', 'tiff'] as const;

/** The first page decides: a portrait with blank pages after it is a portrait; with a blank first page there is no face. */
export const manyFrames: Maker = async ({ random, sound }) => {
  const format = pick(random, animated);
  const { widthPx, heightPx } = soundSize;
  const blankLevel = wholeBetween(random, 0, 255);
  const background = { r: blankLevel, g: blankLevel, b: wholeBetween(random, 0, 255) };
  const blank = await sharp({ create: { width: widthPx, height: heightPx, channels: 3, background } })
    .png()
    .toBuffer();
  const others = Array.from({ length: wholeBetween(random, 1, 4) }, () => blank);
  const portraitFirst = random() < 0.5;
  const frames = portraitFirst ? [sound.png, ...others] : [...others, sound.png];
  const joined = sharp(frames, { join: { animated: true } });
  const made = await (format === 'gif'
    ? joined.gif({ effort: 1 })
    : format === 'webp'
      ? joined.webp({ effort: 0 })
      : joined.tiff()
  ).toBuffer();
  const right: readonly Answer[] = portraitFirst ? ['done'] : ['no-face'];
  const bytes = Buffer.concat([made, randomBytes(random, 4)]);
  return {
    family: portraitFirst ? 'frames, portrait first' : 'frames, blank first',
    format,
    extension: extensions[format],
    bytes,
    right,
  };
};
