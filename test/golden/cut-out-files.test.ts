/** Files that are cut out already keep their matte, whatever lies under their clear pixels. */
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Cutout } from '../../core/raster.ts';
import { checkCapture } from '../../functions/compose/checks/checks.ts';
import { decodePhoto } from '../../functions/decode/decode.ts';
import type { DecodeLimits } from '../../functions/decode/limits.ts';
import type { Networks } from '../../functions/matting/inference/networks.ts';
import type { MatteOutput } from '../../functions/matting/matte.ts';
import { type RenderedPortrait, renderPortrait } from '../../portraits/render.ts';
import { compose, matte, openTestNetworks } from '../support/stage.ts';

/** White hair and a white shirt: no network parts them from white. */
const spec = {
  widthPx: 480,
  heightPx: 720,
  hair: 'short',
  hairColour: '#e8e6e0',
  clothing: 'shirt',
  seed: 51,
} as const;

let portrait: RenderedPortrait;
let networks: Networks;
beforeAll(async () => {
  [portrait, networks] = await Promise.all([
    renderPortrait({ ...spec, clothingColour: '#fafafa' }),
    openTestNetworks(),
  ]);
});

/** Returns the portrait as straight RGBA. @param under the colour under clear pixels. @param opacityAt replaces the opacity. */
function rgbaOf(under: number, opacityAt?: (x: number, y: number, opacity: number) => number): Uint8Array {
  const { foreground, alpha } = portrait;
  const rgba = new Uint8Array(alpha.data.length * 4);
  for (let at = 0; at < alpha.data.length; at++) {
    const own = alpha.data[at];
    const opacity = opacityAt?.(at % alpha.widthPx, Math.floor(at / alpha.widthPx), own) ?? own;
    for (let c = 0; c < 3; c++) rgba[4 * at + c] = opacity > 0 ? foreground.data[3 * at + c] : under;
    rgba[4 * at + 3] = opacity;
  }
  return rgba;
}

function file(rgba: Uint8Array) {
  return sharp(rgba, { raw: { width: spec.widthPx, height: spec.heightPx, channels: 4 } });
}

const limits: DecodeLimits = { maxBytes: 25e6, maxPixels: 60e6, minSidePx: 200, workingSidePx: 2048, decodeMb: 512 };

/** Returns the mean and the largest difference of the opacity from the portrait's own. */
function missOf({ data }: { readonly data: Uint8Array }): { mean: number; most: number } {
  const { data: truth } = portrait.alpha;
  let [sum, most] = [0, 0];
  truth.forEach((expected, at) => {
    const miss = Math.abs(data[4 * at + 3] - expected);
    sum += miss;
    most = Math.max(most, miss);
  });
  return { mean: sum / truth.length, most };
}

/** Returns whether two cutouts have the same pixels. It is faster than a comparison by the test runner. */
function isSame(one: Cutout | null, other: Cutout | null): boolean {
  return one !== null && other !== null && Buffer.from(one.data).equals(other.data);
}

describe('the decoder', () => {
  it.each(['png', 'webp', 'tiff', 'avif'] as const)('keeps the opacity of %s', async (format) => {
    const options = format === 'avif' ? { quality: 90, effort: 0 } : { lossless: true, compression: 'deflate' };
    const bytes = await file(rgbaOf(0))
      .toFormat(format, options as object)
      .toBuffer();
    const { ownCutout, working } = await decodePhoto(bytes, limits);
    if (!ownCutout) throw new Error('the opacity was dropped');
    expect(missOf(ownCutout).most).toBeLessThanOrEqual(format === 'avif' ? 40 : 0);
    expect([...working.data.subarray(0, 3)]).toEqual([255, 255, 255]);
  });

  it('shrinks without the colours under clear pixels', async () => {
    const small = { ...limits, workingSidePx: 360 };
    const [black, white] = await Promise.all(
      [0, 255].map(async (under) => (await decodePhoto(await file(rgbaOf(under)).png().toBuffer(), small)).ownCutout),
    );
    expect(black?.widthPx).toBe(240);
    expect(isSame(black, white)).toBe(true);
  });

  it('turns opacity with the picture and converts only its colours', async () => {
    const plain = await decodePhoto(await file(rgbaOf(0)).png().toBuffer(), limits);
    const turned = await file(rgbaOf(0)).rotate(90).withMetadata({ orientation: 8 }).png().toBuffer();
    expect(isSame((await decodePhoto(turned, limits)).ownCutout, plain.ownCutout)).toBe(true);
    const wide = await decodePhoto(await file(rgbaOf(0)).withIccProfile('p3').png().toBuffer(), limits);
    if (!wide.ownCutout || !plain.ownCutout) throw new Error('the opacity was dropped');
    expect(missOf(wide.ownCutout).most).toBe(0);
    const off = wide.ownCutout.data.reduce(
      (sum, value, at) => sum + Math.abs(value - (plain.ownCutout?.data[at] ?? 0)),
      0,
    );
    expect(off / wide.ownCutout.data.length).toBeLessThan(1);
  });

  it('reads 16 bits and a grey picture with opacity', async () => {
    const deep = await file(rgbaOf(0)).toColourspace('rgb16').png().toBuffer();
    const grey = await file(rgbaOf(0)).greyscale().png().toBuffer();
    for (const bytes of [deep, grey]) {
      const { ownCutout } = await decodePhoto(bytes, limits);
      expect(ownCutout && missOf(ownCutout).most).toBeLessThanOrEqual(1);
    }
  });

  it.each<[string, (x: number, y: number) => number]>([
    ['opaque', () => 255],
    ['nearly opaque', () => 254],
    ['clear in a few pixels', (x, y) => (x % 97 === 0 && y % 89 === 0 ? 0 : 255)],
    [
      'a rectangle with rounded corners',
      (x, y) => (Math.hypot(Math.max(0, 100 - x), Math.max(0, 100 - y)) > 100 ? 0 : 255),
    ],
    ['a picture inside a clear border', (x, y) => (x < 40 || y < 40 || x > 440 || y > 680 ? 0 : 255)],
  ])('takes a file that is %s for a photo', async (_, opacityAt) => {
    const bytes = await file(rgbaOf(0, opacityAt)).png({ compressionLevel: 1 }).toBuffer();
    expect((await decodePhoto(bytes, limits)).ownCutout).toBeNull();
  });
});

describe('a cut-out portrait', () => {
  let made: MatteOutput;
  beforeAll(async () => {
    made = await matte(networks, await file(rgbaOf(0)).png({ compressionLevel: 1 }).toBuffer());
  });

  it('keeps its matte, and face and head are measured', () => {
    expect(missOf(made.cutout)).toEqual({ mean: 0, most: 0 });
    expect(made.head.matteBy).toBe('file');
    expect(made.head.face?.count).toBe(1);
    const { crownHair, leftEye, rightEye, headHeightSkullPx } = portrait.drawing.truth;
    const crown = (leftEye.y + rightEye.y) / 2 - crownHair.y;
    expect(Math.abs((made.head.head?.crownHairPx ?? 0) - crown) / headHeightSkullPx).toBeLessThan(0.015);
  });

  it('stands on another backdrop with its own colours and without a halo', async () => {
    const [{ bytes, output }] = await compose(made, {
      standards: ['cn-1-inch'],
      backdrops: ['#438edb'],
      format: 'png',
    });
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 3)]).toEqual([0x43, 0x8e, 0xdb]);
    expect(info.width).toBe(295);
    expect(output.checks.find(({ code }) => code === 'cutout')).toBeUndefined();
    expect(output.edits?.map(({ kind }) => kind)).toContain('backdrop-replaced');
    expect(output.edits?.map(({ kind }) => kind)).not.toContain('foreground-recoloured');
    expect(output.measured?.headHeight.offByPx).toBe(0);
  });

  it('gets white where the order keeps its background, with a note; an office that forbids that refuses it', async () => {
    const backdrops = ['original'];
    const files = await compose(made, { standards: ['cn-1-inch', 'us-passport'], backdrops, format: 'jpeg' });
    const [habit, office] = files.map(({ output }) => output);
    const [missing] = habit.reasons.filter(({ code }) => code === 'background-missing');
    expect(missing.verdict).toBe('look-again');
    const [refused] = office.reasons.filter(({ code }) => code === 'editing-not-allowed');
    expect(refused.verdict).toBe('will-be-refused');
    expect(refused.message).toMatch(/cut out already/);
    const { data } = await sharp(files[0].bytes).raw().toBuffer({ resolveWithObject: true });
    expect(Math.min(...data.subarray(0, 3))).toBeGreaterThan(250);
    const strict = compose(made, { standards: ['us-passport'], strict: true });
    await expect(strict).rejects.toMatchObject({ code: 'standard-forbids' });
  });

  it.each<[string, (x: number, y: number, opacity: number) => number]>([
    ['cuts the head', (_, y, opacity) => (y < 220 ? 0 : opacity)],
    ['has the shape of a circle', (x, y) => (Math.hypot(x - 240, y - 287) < 233 ? 255 : 0)],
    ['fades away from the face', (x, y) => Math.max(0, Math.min(255, 380 - 1.5 * Math.hypot(x - 240, y - 287)))],
  ])('is doubted when its matte %s', async (_, opacityAt) => {
    const wall = portrait.photo.data;
    const rgba = rgbaOf(0, opacityAt);
    for (let at = 0; at < portrait.alpha.data.length; at++) rgba.set(wall.subarray(at * 3, at * 3 + 3), at * 4);
    const doubted = await matte(networks, await file(rgba).png({ compressionLevel: 1 }).toBuffer());
    const checks = checkCapture(doubted.head, doubted.cutout);
    expect(checks.find(({ code }) => code === 'cutout')).toMatchObject({ result: 'warn', cause: 'own-matte' });
  });

  it('is not doubted when its matte is sound', () => {
    expect(checkCapture(made.head, made.cutout).find(({ code }) => code === 'cutout')?.result).toBe('pass');
  });
});

it('a cutout order of such a file gives its own matte back', async () => {
  const made = await matte(networks, await file(rgbaOf(255)).webp({ lossless: true }).toBuffer(), { kind: 'cutout' });
  expect(missOf(made.cutout)).toEqual({ mean: 0, most: 0 });
  expect(made.head).toMatchObject({ matteBy: 'file', face: null, doubts: null });
});
