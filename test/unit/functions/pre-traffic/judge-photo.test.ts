/** The judgement on the photo of the test cutout: what compose makes today passes, other photos fail with figures. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { headSchema } from '../../../../core/head.ts';
import { parseOrder } from '../../../../core/order.ts';
import { composePhoto } from '../../../../functions/compose/compose.ts';
import { judgePhoto } from '../../../../functions/pre-traffic/judge-photo.ts';
import {
  cutoutFile,
  type PhotoTruth,
  photoTruthFile,
  photoTruthSchema,
} from '../../../../functions/pre-traffic/truth.ts';
import { unpackCutout } from '../../../../functions/runtime/cutout-file.ts';

let truth: PhotoTruth;
let photo: Uint8Array;
beforeAll(async () => {
  const read = (name: string) => readFile(new URL(`../../../../dist/functions/pre-traffic/${name}`, import.meta.url));
  truth = photoTruthSchema.parse(JSON.parse((await read(photoTruthFile)).toString()));
  const { photoJpeg, edgesPng, headJson } = unpackCutout(await read(cutoutFile));
  const head = headSchema.parse(JSON.parse(Buffer.from(headJson).toString()));
  const order = parseOrder({ standards: [truth.standard], backdrops: [truth.backdrop], format: 'png' });
  for await (const { bytes } of composePhoto({ photoJpeg, edgesPng, head, order }, () => {})) photo = bytes;
});

/** Moves the photo to the right and down by so many px, over the backdrop. */
const moved = (left: number, top: number) => {
  const { widthPx: width, heightPx: height, backdrop: background } = truth;
  return sharp(photo)
    .extend({ left, top, background })
    .toBuffer()
    .then((larger) => sharp(larger).extract({ left: 0, top: 0, width, height }).png().toBuffer());
};

test("today's photo is good, with half of the limit to spare", () => {
  expect(judgePhoto(truth, photo)).toEqual([]);
  const headHeightPx = truth.headHeightPx / 2;
  expect(judgePhoto({ ...truth, headHeightPx }, photo)).toEqual([]);
});

test('another size is off', async () => {
  const small = await sharp(photo).resize(150, 200).png().toBuffer();
  expect(judgePhoto(truth, small)).toEqual(['the photo has 150 x 200 px instead of 300 x 400']);
});

test('another backdrop is off, also at one side', async () => {
  const [r, g, b] = truth.backdropRgb;
  const other = { ...truth, backdropRgb: [r, g, b - 3] };
  expect(judgePhoto(other, photo)).toEqual([
    'the backdrop at the upper left is 240, 192, 96 instead of 240, 192, 93',
    'the backdrop at the upper right is 240, 192, 96 instead of 240, 192, 93',
  ]);
  const spot = { create: { width: 5, height: 5, channels: 3, background: '#f0c0a0' } } as const;
  const spotted = await sharp(photo)
    .composite([{ input: spot, left: 290, top: 3 }])
    .removeAlpha()
    .png()
    .toBuffer();
  expect(judgePhoto(truth, spotted)).toEqual([
    'the backdrop at the upper right is 240, 192, 160 instead of 240, 192, 96',
  ]);
});

test('a head that is higher, lower or at the side is off', async () => {
  expect(judgePhoto(truth, await moved(0, 3))).toEqual([]);
  expect(judgePhoto(truth, await moved(0, 8))).toEqual([
    expect.stringMatching(/^top of the hair off by 0\.0(29|3\d) head heights$/),
    expect.stringMatching(/^left eye off by 0\.0(29|3\d) head heights$/),
    expect.stringMatching(/^right eye off by 0\.0(29|3\d) head heights$/),
    expect.stringMatching(/^chin off by 0\.0(29|3\d) head heights$/),
  ]);
  expect(judgePhoto(truth, await moved(8, 0))).toEqual([
    expect.stringMatching(/^left eye off by 0\.0(29|3\d)/),
    expect.stringMatching(/^right eye off by 0\.0(29|3\d)/),
    expect.stringMatching(/^chin off by 0\.0(29|3\d)/),
  ]);
});

test('a mirrored photo and exchanged colours are off', async () => {
  const mirrored = await sharp(photo).flop().png().toBuffer();
  expect(judgePhoto(truth, mirrored)).toEqual([
    expect.stringMatching(/^left eye off by 0\.2/),
    expect.stringMatching(/^right eye off by 0\.2/),
  ]);
  const grey = await sharp(photo).removeAlpha().modulate({ saturation: 0 }).png().toBuffer();
  expect(judgePhoto(truth, grey)).toEqual(
    expect.arrayContaining([
      'left eye is not in the photo',
      'right eye is not in the photo',
      'chin is not in the photo',
    ]),
  );
});

test('a photo without a person, a cutout and other files are off', async () => {
  const { widthPx: width, heightPx: height, backdrop: background } = truth;
  const blank = await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
  expect(judgePhoto(truth, blank)).toEqual(
    ['top of the hair', 'left eye', 'right eye', 'chin'].map((name) => `${name} is not in the photo`),
  );
  const clear = await sharp(photo).ensureAlpha().png().toBuffer();
  expect(judgePhoto(truth, clear)).toEqual(['the photo has 4 channels of 8 bits instead of 3 of 8']);
  expect(judgePhoto(truth, await sharp(photo).jpeg().toBuffer())).toEqual(['the photo is not a PNG file']);
});
