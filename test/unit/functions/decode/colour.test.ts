import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { isSrgbProfile, profileToSrgb } from '../../../../functions/decode/colour.ts';
import { card, difference, sharpOf } from '../../../support/odd-images.ts';

let srgb: Uint8Array;
let p3: Uint8Array;

async function profileNamed(name: string): Promise<Uint8Array> {
  const { icc } = await sharp(await sharpOf(card()).withIccProfile(name).png().toBuffer()).metadata();
  if (!icc) throw new Error('no profile was written');
  return icc;
}

/** @returns a matrix profile with the primaries of sRGB and a plain gamma. */
function gammaProfile(gamma: number): Uint8Array {
  const colorants = [
    ['rXYZ', 0.4361, 0.2225, 0.0139],
    ['gXYZ', 0.3851, 0.7169, 0.0971],
    ['bXYZ', 0.1431, 0.0606, 0.7141],
  ] as const;
  const icc = Buffer.alloc(400);
  icc.writeUInt32BE(6, 128);
  colorants.forEach(([name, ...xyz], i) => {
    const at = 240 + i * 20;
    icc.write(name, 132 + i * 12);
    icc.writeUInt32BE(at, 136 + i * 12);
    icc.writeUInt32BE(20, 140 + i * 12);
    for (const [k, value] of xyz.entries()) icc.writeInt32BE(Math.round(value * 65536), at + 8 + k * 4);
  });
  for (const [i, name] of ['rTRC', 'gTRC', 'bTRC'].entries()) {
    icc.write(name, 168 + i * 12);
    icc.writeUInt32BE(320, 172 + i * 12);
    icc.writeUInt32BE(14, 176 + i * 12);
  }
  icc.write('curv', 320);
  icc.writeUInt32BE(1, 328);
  icc.writeUInt16BE(Math.round(gamma * 256), 332);
  return icc;
}

beforeAll(async () => {
  [srgb, p3] = [await profileNamed('srgb'), await profileNamed('p3')];
});

describe('isSrgbProfile', () => {
  it('distinguishes sRGB from Display P3', () => {
    expect(isSrgbProfile(srgb)).toBe(true);
    expect(isSrgbProfile(p3)).toBe(false);
  });

  it('returns false for a plain gamma', () => {
    expect(isSrgbProfile(gammaProfile(2.2))).toBe(false);
    expect(isSrgbProfile(gammaProfile(1))).toBe(false);
  });

  it('returns false for a broken profile, and never throws', () => {
    expect(isSrgbProfile(new Uint8Array())).toBe(false);
    const broken = fc.tuple(fc.nat(), fc.nat(255), fc.nat()).map(([at, value, length]) => {
      const icc = Uint8Array.from(srgb);
      icc[128 + (at % (icc.length - 128))] = value;
      return icc.subarray(0, length % (icc.length + 1));
    });
    fc.assert(
      fc.property(broken, (icc) => {
        expect(typeof isSrgbProfile(icc)).toBe('boolean');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('profileToSrgb', () => {
  it('returns an sRGB picture unchanged', async () => {
    const picture = card();
    expect(await profileToSrgb(picture, srgb)).toBe(picture);
  });

  it('converts Display P3 to sRGB', async () => {
    // Grey is the same in both; P3's red of 200,60,40 is a purer red in sRGB: the matrices of CSS Color 4 give 217,42,23.
    const picture = await profileToSrgb(
      { widthPx: 2, heightPx: 1, data: new Uint8Array([128, 128, 128, 200, 60, 40]) },
      p3,
    );
    const expected = { widthPx: 2, heightPx: 1, data: new Uint8Array([128, 128, 128, 217, 42, 23]) };
    expect(difference(picture, expected)).toBeLessThan(1.5);
  });

  it('takes a broken profile for sRGB', async () => {
    const picture = card();
    expect(difference(await profileToSrgb(picture, Buffer.from('not a profile'.repeat(20))), picture)).toBe(0);
    expect(difference(await profileToSrgb(picture, p3.subarray(0, 200)), picture)).toBe(0);
  });
});
