/** The order kind `comic`: from a stored cutout and an order to PNG files with their entries in the record. */
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { type PhotoOrderInput, parseOrder } from '../../../../core/order.ts';
import { raster } from '../../../../core/raster.ts';
import { composePhoto } from '../../../../functions/compose/compose.ts';
import { encodeCutout, encodeWorkingPhoto } from '../../../../functions/matting/matte.ts';
import { drawnCutout } from '../../../support/comic.ts';

async function stored() {
  const { person, head } = await drawnCutout({ hair: 'bob', seed: 12 });
  const { widthPx, heightPx, data } = person;
  const rgb = data.filter((_, at) => at % 4 !== 3);
  const workingPhotoJpeg = encodeWorkingPhoto(raster(widthPx, heightPx, rgb));
  return { ...(await encodeCutout({ cutout: person, head, workingPhotoJpeg })), head };
}

const input = stored();

async function make(order: PhotoOrderInput, change = {}) {
  const files = [];
  for await (const file of composePhoto({ ...(await input), ...change, order: parseOrder(order) }, () => {}))
    files.push(file);
  return files;
}

it('makes a clear PNG of 1024 px that is not for offices', async () => {
  const [file, ...rest] = await make({ kind: 'comic' });
  expect(rest).toEqual([]);
  expect(file.fileName).toBe('comic-clean-transparent.png');
  const { width, height, channels, density, format } = await sharp(file.bytes).metadata();
  expect([width, height, channels, density, format]).toEqual([1024, 1024, 4, 300, 'png']);
  expect(file.output).toMatchObject({
    ...{ kind: 'comic', standard: null, backdrop: 'transparent', sizeBytes: file.bytes.length },
    ...{ notes: [{ code: 'not-for-offices' }], verdict: 'will-be-refused', reasons: [{ code: 'not-for-offices' }] },
  });
  expect(file.output.edits).toContainEqual({ kind: 'drawn', value: null });
});

it('puts each ordered ground behind the portrait, once', async () => {
  const image = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#00ff00' } })
    .png()
    .toBuffer();
  const order = {
    look: 'pop',
    sidePx: 200,
    backdrops: ['#FFD84D', 'none', 'transparent', 'linear:blue-white', 'image:a.png'],
  } as const;
  const files = await make(
    { kind: 'comic', ...order, backdrops: [...order.backdrops] },
    { backdropImage: async () => image },
  );
  expect(files.map(({ fileName }) => fileName)).toEqual([
    ...[
      'comic-pop-ffd84d.png',
      'comic-pop-transparent.png',
      'comic-pop-linear-blue-white.png',
      'comic-pop-image-a.png.png',
    ],
  ]);
  const corners = await Promise.all(files.map(({ bytes }) => sharp(bytes).ensureAlpha().raw().toBuffer()));
  expect(corners.map((pixels) => [...pixels.subarray(0, 4)])).toEqual([
    [255, 216, 77, 255],
    [0, 0, 0, 0],
    [67, 142, 219, 255],
    [0, 255, 0, 255],
  ]);
});

it.each([
  [{ sheet: { paper: '4r' } }, /sheet/],
  [{ format: 'jpeg' }, /PNG/],
  [{ backdrops: ['original'] }, /own background/],
  [{ backdrops: ['no colour'] }, /no backdrop/],
  [{ backdrops: ['image:gone.png'] }, /no backdrop picture/],
] satisfies [PhotoOrderInput, RegExp][])('refuses %j', async (order, message) => {
  await expect(make({ kind: 'comic', ...order })).rejects.toThrow(message);
});

it('refuses a picture that was sent as ink on paper', async () => {
  const { head } = await input;
  const ink = { head: { ...head, ink: { kind: 'signature', angleDeg: 0 } } };
  await expect(make({ kind: 'comic' }, ink)).rejects.toThrow(/sent as a signature/);
});
