/** Drawn people who break one rule each, with the real networks: only the check of that rule does not pass. */
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkSchema } from '../../core/checks.ts';
import { distance } from '../../core/measure.ts';
import { type Cutout, cutout, type Raster, raster } from '../../core/raster.ts';
import { checkCapture } from '../../functions/compose/checks/checks.ts';
import type { Networks } from '../../functions/matting/inference/networks.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import type { PortraitSpec } from '../../portraits/portrait.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';
import { matte, openTestNetworks } from '../support/stage.ts';
import { allChecks, type CutPhoto, finish, numberOf, outputChecks, troubles, turnFace } from './check-setup.ts';

const plain: Partial<PortraitSpec> = {
  hair: 'short',
  build: 'broad',
  clothing: 'shirt',
  clothingColour: '#7d9cc0',
  backdrop: 'bright',
  seed: 41,
};
const behind: Partial<PortraitSpec> = {
  hair: 'short',
  hairColour: '#20150f',
  centreX: 0.86,
  eyeY: 0.3,
  headHeightShare: 0.2,
  seed: 21,
};

let networks: Networks;
let good: CutPhoto;
beforeAll(async () => {
  networks = await openTestNetworks();
  good = await take({});
});

async function take(spec: Partial<PortraitSpec>): Promise<CutPhoto> {
  const { photo } = await renderPortrait({ ...plain, ...spec });
  return matte(networks, await encodeJpeg(photo), { faces: 'main' });
}

/** Returns an array that counts how often a value of it is read. */
function countReads(data: Uint8Array) {
  let reads = 0;
  const counted = new Proxy(data, {
    get: (target, key) => {
      const index = Number(key);
      if (Number.isNaN(index)) return Reflect.get(target, key, target);
      reads++;
      return target[index];
    },
  });
  return { data: counted, reads: () => reads };
}

const troublesOf = (photo: CutPhoto, standard?: string, backdrop?: string) =>
  troubles(allChecks(finish(photo, standard, backdrop)));

describe('a good photo', () => {
  it.each(['us-visa-print', 'eu-schengen-visa', 'cn-1-inch', 'linkedin-profile'])('passes every check of %s', (id) => {
    expect(troublesOf(good, id)).toEqual([]);
    expect(troublesOf(good, id, 'original')).toEqual([]);
  });

  it('gives each check a value, limit, source and message, and checks the background only when it is kept', () => {
    const checks = allChecks(finish(good, 'us-visa-print', 'original'));
    for (const check of checks) {
      expect(checkSchema.parse(check)).toEqual(check);
      expect(check.source.length, check.code).toBeGreaterThan(10);
      expect(check.message, check.code).toMatch(/^[A-Z].*\.$/);
    }
    const codes = checks.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toContain('background-even');
    const onWhite = allChecks(finish(good)).map(({ code }) => code);
    expect(codes.filter((code) => !onWhite.includes(code))).toEqual([
      ...['background-smooth', 'background-even', 'background-colour'],
    ]);
  });

  it('is checked by samples of the picture, not by scans of it', () => {
    const input = finish(good, 'us-visa-print', 'original');
    const [cutoutData, photoData] = [input.cutout.data, input.workingPhoto.data].map(countReads);
    allChecks({
      ...input,
      cutout: { ...input.cutout, data: cutoutData.data },
      workingPhoto: { ...input.workingPhoto, data: photoData.data },
    });
    // A scan, also one of the opacity alone, would read a quarter of the cutout more, or a third of the photo.
    expect(cutoutData.reads() / input.cutout.data.length).toBeLessThan(0.33);
    expect(photoData.reads() / input.workingPhoto.data.length).toBeLessThan(0.33);
  });

  it('passes on skin of any colour', async () => {
    expect(troublesOf(await take({ skin: 'dark', seed: 42 }))).toEqual([]);
  });
});

describe('a person who breaks one rule', () => {
  it.each([
    ['closed eyes', { eyesClosed: true }, 'us-visa-print', ['eyes-open:fail']],
    ['parted lips', { mouthOpen: true }, 'us-visa-print', ['mouth-closed']],
    ['closed eyes under a fringe', { ...catalogue.bob, eyesClosed: true }, 'us-visa-print', ['eyes-open:fail']],
    ['parted lips of a brown face', { ...catalogue.afro, mouthOpen: true }, 'us-visa-print', ['mouth-closed']],
    ['a slight lean', { tiltDeg: 6.5 }, 'us-visa-print', ['roll']],
    ['a lean', { tiltDeg: 12 }, 'us-visa-print', ['roll:fail']],
    ['distance', { headHeightShare: 0.19 }, 'cn-1-inch', ['eye-distance:fail']],
    ['company', { others: [behind] }, 'us-visa-print', ['face-count:fail']],
    ['a cut crown', { headHeightShare: 0.5, eyeY: 0.2 }, 'eu-schengen-visa', ['crown-inside:fail']],
    ['cut shoulders', { eyeY: 0.78 }, 'us-visa-print', ['shoulders-cut']],
  ] as const)('%s', async (_, spec, standard, expected) => {
    expect(troublesOf(await take(spec), standard)).toEqual(expected);
  });

  it.each([
    ['a face turned to the right, and its eyes with it', { x: 0.1, y: 0 }, ['yaw', 'gaze']],
    ['a face turned to the left, and its eyes with it', { x: -0.1, y: 0 }, ['yaw', 'gaze']],
    ['a face that looks up', { x: 0, y: -0.12 }, ['pitch']],
  ] as const)('%s', async (_, share, expected) => {
    const turned = turnFace(await renderPortrait(plain), share);
    expect(troublesOf(await matte(networks, await encodeJpeg(turned)))).toEqual(expected);
  });

  it('a face cut by the edge is rejected, a face at the edge is not', async () => {
    await expect(take({ centreX: 0.06 })).rejects.toMatchObject({ code: 'face-cut' });
    const atEdge = await take({ centreX: 0.17 });
    expect(allChecks(finish(atEdge)).find(({ code }) => code === 'face-inside')?.result).toBe('pass');
  });

  it('before a wall that fades', async () => {
    const photo = await take({ backdrop: 'gradient' });
    expect(troublesOf(photo)).toEqual([]);
    // The wall is white in one corner only.
    expect(troublesOf(photo, 'us-visa-print', 'original')).toEqual(['background-even', 'background-colour']);
  });
});

/** Returns the photo with other pixels. `change` changes each pixel of cutout and photo in place. */
function repaint(photo: CutPhoto, change: (data: Uint8Array, at: number, x: number, y: number) => void): CutPhoto {
  const paint = ({ widthPx, heightPx, data }: Raster | Cutout, channels: number) => {
    const copy = new Uint8Array(data);
    for (let i = 0; i < widthPx * heightPx; i++) change(copy, i * channels, i % widthPx, Math.floor(i / widthPx));
    return copy;
  };
  const { widthPx, heightPx } = photo.working;
  return {
    head: photo.head,
    cutout: cutout(widthPx, heightPx, paint(photo.cutout, 4)),
    working: raster(widthPx, heightPx, paint(photo.working, 3)),
  };
}

const faceOf = ({ head }: CutPhoto) => {
  if (!head.face || !head.head) throw new Error('no face was measured');
  return { ...head.face, ...head.head, eyeDistancePx: distance(head.face.leftEye, head.face.rightEye) };
};

const times = (factor: number) => (data: Uint8Array, at: number) => {
  for (let i = at; i < at + 3; i++) data[i] = Math.round(data[i] * factor);
};

async function blurred(photo: CutPhoto, sigmaPx: number, noiseLevels: number): Promise<CutPhoto> {
  const { widthPx, heightPx, data } = photo.cutout;
  const size = { width: widthPx, height: heightPx, channels: 4 } as const;
  const soft = await sharp(data, { raw: size }).removeAlpha().blur(sigmaPx).raw().toBuffer();
  let seed = 7;
  const noise = () => {
    seed = (seed * 48271) % 2147483647;
    return (seed / 2147483647 - 0.5) * noiseLevels * Math.sqrt(12);
  };
  return repaint(photo, (pixels, at, x, y) => {
    const from = (y * widthPx + x) * 3;
    for (let i = 0; i < 3; i++) pixels[at + i] = Math.min(255, Math.max(0, Math.round(soft[from + i] + noise())));
  });
}

describe('a photo that breaks one rule', () => {
  it.each([0, 1.5, 3])('blur is found under camera noise of %d levels', async (levels) => {
    const { eyeDistancePx } = faceOf(good);
    expect(troublesOf(await blurred(good, 0.02 * eyeDistancePx, levels))).toEqual(['sharpness']);
    expect(troublesOf(await blurred(good, 0.004 * eyeDistancePx, levels))).toEqual([]);
  });

  it('more blur gives a higher value', async () => {
    const { eyeDistancePx } = faceOf(good);
    const values: number[] = [];
    for (const share of [0.005, 0.01, 0.02, 0.04]) {
      const { head, cutout: soft } = await blurred(good, share * eyeDistancePx, 1);
      values.push(numberOf(checkCapture(head, soft), 'sharpness'));
    }
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });

  it('darkness', () => {
    expect(troublesOf(repaint(good, times(0.3)))).toEqual(['exposure']);
    expect(troublesOf(repaint(good, times(0.6)))).toEqual([]);
  });

  it('an overexposed forehead', () => {
    const { eyeMiddle, eyeDistancePx } = faceOf(good);
    const flash = (radius: number) =>
      repaint(good, (data, at, x, y) => {
        const away = Math.hypot(x - eyeMiddle.x, y - (eyeMiddle.y - 0.62 * eyeDistancePx));
        if (away < radius * eyeDistancePx) data.fill(255, at, at + 3);
      });
    expect(troublesOf(flash(0.12))).toEqual(['clipped-skin']);
    expect(troublesOf(flash(0.01))).toEqual([]);
  });

  it('light from one side', () => {
    const { eyeMiddle, eyeDistancePx } = faceOf(good);
    const sideLight = (least: number) =>
      repaint(good, (data, at, x) => {
        const share = Math.min(1, Math.max(0, 0.5 + (eyeMiddle.x - x) / (1.4 * eyeDistancePx)));
        times(least + (1 - least) * share)(data, at);
      });
    expect(troublesOf(sideLight(0.3))).toEqual(['light-balance']);
    expect(troublesOf(sideLight(0.8))).toEqual([]);
  });

  it.each([
    ['black and white', () => [1, 1, 1], 0, ['colour:fail']],
    ['sepia', (y: number) => [1.07 + 20 / (y + 1), 0.92 + 10 / (y + 1), 0.72], 0, ['colour:fail']],
    ['paler', () => [1, 1, 1], 0.8, []],
  ] as const)('a picture in %s', (_, tone, kept, expected) => {
    const toned = repaint(good, (data, at) => {
      const grey = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
      tone(grey).forEach((factor, c) => {
        data[at + c] = Math.min(255, grey * factor * (1 - kept) + data[at + c] * kept);
      });
    });
    expect(troublesOf(toned)).toEqual(expected);
  });

  it.each([
    ['blue', [0.6, 0.9, 1.25]],
    ['green', [0.75, 1.1, 0.7]],
    ['magenta', [1.1, 0.65, 1.1]],
  ] as const)('%s light', (_, gains) => {
    const lit = repaint(good, (data, at) => {
      gains.forEach((gain, c) => {
        data[at + c] = Math.min(255, data[at + c] * gain);
      });
    });
    expect(troublesOf(lit)).toEqual(['colour-cast']);
  });

  it('a shoulder that was not cut out', () => {
    const { eyeMiddle, chinPx, widthPx } = faceOf(good);
    const halved = repaint(good, (data, at, x, y) => {
      const shoulder = y > eyeMiddle.y + 1.3 * chinPx && x < eyeMiddle.x - 0.1 * widthPx;
      if (shoulder && data.length === good.cutout.data.length) data[at + 3] = 0;
    });
    expect(troublesOf(halved)).toEqual(['shoulders-visible']);
  });

  it('a patterned wall, when the background is kept', () => {
    const tiles = repaint(good, (data, at, x, y) => {
      const dark = Math.floor(x / 24) % 2 === Math.floor(y / 24) % 2;
      for (let i = at; i < at + 3; i++) data[i] -= dark && data.length === good.working.data.length ? 14 : 0;
    });
    expect(troublesOf(tiles, 'us-visa-print', 'original')).toEqual(['background-smooth']);
    expect(troublesOf(tiles)).toEqual([]);
  });

  it('a shadow on the wall, when the background is kept', () => {
    const { eyeMiddle } = faceOf(good);
    const shaded = repaint(good, (data, at, x) => {
      if (data.length !== good.working.data.length) return;
      const share = Math.min(1, Math.max(0, (x - eyeMiddle.x - 100) / 250));
      times(1 - 0.35 * share)(data, at);
    });
    expect(troublesOf(shaded, 'us-visa-print', 'original')).toEqual(['background-even']);
  });
});

describe('the output of a good photo', () => {
  it('passes every check of a standard with limits on the file', () => {
    const photo = finish(good, 'cn-passport', 'white', { sizeBytes: 60_000 });
    expect(troubles(outputChecks(photo))).toEqual([]);
  });
});
