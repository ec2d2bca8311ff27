/** Light and contrast: the curve, and what it does to colours. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labOf } from '../../../../core/lab.ts';
import { applyTone, isToned, noTone, type Tone, tonedGrey } from '../../../../core/tone/tone.ts';

const part = fc.double({ min: -1, max: 1, noNaN: true });
const anyTone = fc.record({ light: part, contrast: part });
const channel = fc.integer({ min: 0, max: 255 });
const colour = fc.tuple(channel, channel, channel);

function toned(pixel: readonly number[], tone: Tone): number[] {
  const data = Uint8Array.from(pixel);
  applyTone(data, pixel.length === 4 ? 4 : 3, tone);
  return [...data];
}

const greys = Array.from({ length: 256 }, (_, value) => value);
const curveOf = (tone: Tone) => greys.map((value) => Math.round(tonedGrey(value, tone)));

describe('the curve of light and contrast', () => {
  it('never falls, keeps black and white, and makes no other grey white', () => {
    fc.assert(
      fc.property(anyTone, (tone) => {
        const curve = curveOf(tone);
        expect(curve.every((value, at) => at === 0 || value >= curve[at - 1])).toBe(true);
        expect([curve[0], curve[255]]).toEqual([0, 255]);
        expect(Math.max(...curve.slice(1, 255))).toBeLessThan(255);
      }),
    );
  });

  it('changes nothing at 0, and at its limits as much as is documented', () => {
    expect(curveOf(noTone)).toEqual(greys);
    const middle = [1, -1].map((light) => curveOf({ light, contrast: 0 })[128]);
    expect(middle).toEqual([159, 97]);
    const slopes = [1, -1].map((contrast) => {
      const curve = curveOf({ light: 0, contrast });
      return (curve[148] - curve[108]) / 40;
    });
    expect(slopes[0]).toBeCloseTo(1.35, 1);
    expect(slopes[1]).toBeCloseTo(0.65, 1);
  });
});

describe('light and contrast on pixels', () => {
  it('give greys the curve and keep them grey', () => {
    fc.assert(
      fc.property(anyTone, channel, (tone, grey) => {
        const made = isToned(tone) ? Math.round(tonedGrey(grey, tone)) : grey;
        expect(toned([grey, grey, grey], tone)).toEqual([made, made, made]);
      }),
    );
  });

  it('keep the order of the channels and the hue, and clip no colour', () => {
    fc.assert(
      fc.property(anyTone, colour, (tone, pixel) => {
        const made = toned(pixel, tone);
        const [low, middle, high] = [0, 1, 2].toSorted((a, b) => pixel[a] - pixel[b]);
        expect(made[low]).toBeLessThanOrEqual(made[middle]);
        expect(made[middle]).toBeLessThanOrEqual(made[high]);
        expect(made[high]).toBeLessThanOrEqual(pixel[high] === 255 ? 255 : 254);
        const place = (of: readonly number[]) => (of[middle] - of[low]) / Math.max(1, of[high] - of[low]);
        expect(Math.abs(place(made) - place(pixel))).toBeLessThanOrEqual(2 / Math.max(1, made[high] - made[low]));
      }),
    );
  });

  it.each([
    ['fair skin', [236, 204, 184]],
    ['tanned skin', [198, 146, 112]],
    ['dark skin', [92, 62, 48]],
  ])('%s keeps its hue and its saturation to the eye', (_, skin) => {
    const hueOf = ([r, g, b]: readonly number[]) => {
      const { a, b: yellow } = labOf({ r, g, b });
      return (Math.atan2(yellow, a) * 180) / Math.PI;
    };
    for (const light of [-1, 0, 1]) {
      for (const contrast of [-1, 0, 1]) {
        const made = toned(skin, { light, contrast });
        expect(Math.abs(hueOf(made) - hueOf(skin))).toBeLessThan(6);
        // Near white a colour becomes paler.
        if (made[0] < 254) expect(made[2] / made[0]).toBeCloseTo(skin[2] / skin[0], 1.5);
      }
    }
  });

  it('leave clear pixels and opacity alone, and every byte at 0', () => {
    expect(toned([9, 99, 199, 0], { light: 1, contrast: 1 })).toEqual([9, 99, 199, 0]);
    expect(toned([9, 99, 199, 128], { light: 1, contrast: 1 })[3]).toBe(128);
    expect(toned([9, 99, 199, 128], noTone)).toEqual([9, 99, 199, 128]);
  });
});
