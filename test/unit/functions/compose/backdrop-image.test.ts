import sharp from 'sharp';
import { expect, test } from 'vitest';
import { resolveBackdrop } from '../../../../core/backdrop.ts';
import { findStandard } from '../../../../core/find-standard.ts';
import { parseOrder } from '../../../../core/order.ts';
import { openBackdropImage } from '../../../../functions/compose/backdrop-image.ts';
import { composePhoto } from '../../../../functions/compose/compose.ts';
import { cutPerson } from '../../../support/cut-person.ts';

const frame = { widthPx: 40, heightPx: 60 };
const twoHalves = () =>
  sharp({ create: { width: 200, height: 100, channels: 3, background: '#ff0000' } })
    .composite([
      { input: { create: { width: 100, height: 100, channels: 3, background: '#0000ff' } }, left: 100, top: 0 },
    ])
    .png()
    .toBuffer();
const rejected = expect.objectContaining({ name: 'PhotoRejected', code: 'bad-order' });

test('the middle of the picture covers the frame', async () => {
  const { widthPx, heightPx, data } = await openBackdropImage(await twoHalves(), frame);
  expect([widthPx, heightPx]).toEqual([40, 60]);
  const middleRow = 30 * 40 * 3;
  expect([...data.subarray(middleRow, middleRow + 3)]).toEqual([255, 0, 0]);
  expect([...data.subarray(middleRow + 39 * 3, middleRow + 40 * 3)]).toEqual([0, 0, 255]);
});

test.each([
  ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
  ['an empty file', () => Buffer.alloc(0)],
  ['a damaged PNG', async () => (await twoHalves()).subarray(0, 120)],
])('%s is refused', async (_, file) => {
  await expect(openBackdropImage(await file(), frame)).rejects.toEqual(rejected);
});

test('names are plain keys', () => {
  const standard = findStandard('cn-1-inch');
  expect(resolveBackdrop('image:office.jpg', standard)).toEqual({
    kind: 'image',
    name: 'image:office.jpg',
    id: 'office.jpg',
  });
  for (const text of ['image:', 'image:../records/x', 'image:a/b', 'image:.hidden', `image:${'a'.repeat(60)}`]) {
    expect(() => resolveBackdrop(text, standard), text).toThrow(rejected);
  }
});

test('an order puts the person in front of the picture, and is rejected when there is no such picture', async () => {
  const { cutoutPng, workingPhoto, head } = await cutPerson({ hair: 'short', widthPx: 360, heightPx: 540 });
  const order = parseOrder({ backdrops: ['image:halves'] });
  const picture = await twoHalves();
  const backdropImage = async (id: string) => (id === 'halves' ? picture : null);
  const made = composePhoto({ cutoutPng, workingPhoto, head, order, backdropImage }, () => {});
  const { value: file } = await made.next();
  expect(file).toMatchObject({ fileName: 'cn-1-inch-image-halves.jpg', output: { backdrop: 'image:halves' } });
  const { data, info } = await sharp(file?.bytes).raw().toBuffer({ resolveWithObject: true });
  const corner = (x: number) => [...data.subarray((3 * info.width + x) * 3, (3 * info.width + x) * 3 + 3)];
  expect(corner(3).map((value) => Math.round(value / 64))).toEqual([4, 0, 0]);
  expect(corner(info.width - 4).map((value) => Math.round(value / 64))).toEqual([0, 0, 4]);
  const unknown = composePhoto(
    { cutoutPng, workingPhoto, head, order: parseOrder({ backdrops: ['image:gone'] }), backdropImage },
    () => {},
  );
  await expect(unknown.next()).rejects.toEqual(rejected);
});
