import { beforeAll, describe, expect, it } from 'vitest';
import { type Raster, raster } from '../../../../../core/raster.ts';
import { decodePhoto } from '../../../../../functions/decode/decode.ts';
import { cropToScene } from '../../../../../functions/matting/scene/crop-scene.ts';
import { catalogue } from '../../../../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../../../../portraits/render.ts';
import { surround } from '../../../../../portraits/surroundings.ts';
import { settings } from '../../../../support/stage.ts';

const names = ['demo', 'blond-on-white', 'dark', 'far-away'] as const;
const photos = new Map<string, Raster>();
beforeAll(async () => {
  for (const name of names) {
    const { photo } = await renderPortrait({ ...catalogue[name], widthPx: 420, heightPx: 630 });
    photos.set(name, photo);
  }
});

const photoOf = (name: string) => photos.get(name) ?? raster(1, 1, new Uint8Array(3));

/** Crops a picture as matting does, from a JPEG. */
async function crop(picture: Raster, limits = settings) {
  const bytes = await encodeJpeg(picture);
  return cropToScene(await decodePhoto(bytes, limits), bytes, limits);
}

describe.each(names)('the portrait %s', (name) => {
  it('is left whole', async () => {
    const photo = photoOf(name);
    const { scene, working } = await crop(photo);
    expect(scene).toBeNull();
    expect([working.widthPx, working.heightPx]).toEqual([photo.widthPx, photo.heightPx]);
  });

  it.each([
    ['border', 0],
    ['bars', 0],
    ['scan', 0],
    ['scan', 0.4],
    ['table', 0],
  ] as const)('is cropped out of a %s, turned by %d degrees', async (kind, turnDeg) => {
    const { picture, rect } = await surround(photoOf(name), kind, turnDeg);
    const { scene, working } = await crop(picture);
    expect(scene?.isTilted).toBe(false);
    // Nothing but the photo, or the print with its own border; at most a twentieth of the photo is lost.
    const border = kind === 'scan' || kind === 'table' ? 0.05 * rect.widthPx : 0;
    const [left, top] = [(scene?.leftPx ?? 0) - rect.leftPx, (scene?.topPx ?? 0) - rect.topPx];
    for (const off of [left, top]) {
      expect(off).toBeGreaterThanOrEqual(-border - 1);
      expect(off).toBeLessThan(0.05 * rect.widthPx);
    }
    expect(working.widthPx).toBeGreaterThan(0.9 * rect.widthPx);
    expect(working.widthPx).toBeLessThanOrEqual(rect.widthPx + 2 * border + 1);
    expect(working.heightPx).toBeLessThanOrEqual(rect.heightPx + 2 * border + 1);
  });

  it.each([
    ['scan', 2],
    ['table', 4],
    ['table', -12],
  ] as const)('is marked and not cropped as a print on a %s, turned by %d degrees', async (kind, turnDeg) => {
    const { picture } = await surround(photoOf(name), kind, turnDeg);
    const { scene, working } = await crop(picture);
    expect(scene?.isTilted).toBe(true);
    expect(working.widthPx).toBe(picture.widthPx);
  });
});

describe('a picture with a border', () => {
  it('is decoded again at full size when the working photo was made smaller', async () => {
    const { picture, rect } = await surround(photoOf('demo'), 'border');
    const { working, scene } = await crop(picture, { ...settings, workingSidePx: 512 });
    expect(Math.max(working.widthPx, working.heightPx)).toBe(512);
    expect(scene?.widthPx).toBeGreaterThan(0.97 * rect.widthPx);
  });

  it('is rejected when the photo inside is too small', async () => {
    const { picture } = await surround(photoOf('demo'), 'table');
    await expect(crop(picture, { ...settings, minSidePx: 500 })).rejects.toMatchObject({ code: 'too-small' });
  });
});
