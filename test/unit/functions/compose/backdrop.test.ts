import { describe, expect, it } from 'vitest';
import { defaultBackdrop, isAccepted, resolveBackdrop, rgbFromHex } from '../../../../core/backdrop.ts';
import { PhotoRejected } from '../../../../core/errors.ts';
import { findStandard } from '../../../../core/find-standard.ts';
import { cutout } from '../../../../core/raster.ts';
import { standards } from '../../../../core/standards.ts';
import { drawGradient, dropAlpha, paintColour, putBehind } from '../../../../functions/compose/backdrop.ts';

const oneInch = findStandard('cn-1-inch');
const colourOf = (text: string, id = 'cn-1-inch') => {
  const backdrop = resolveBackdrop(text, findStandard(id));
  return backdrop.kind === 'solid' ? backdrop.colour : backdrop.kind;
};

describe('resolveBackdrop', () => {
  it.each([
    ['white', '#FFFFFF'],
    ['白', '#FFFFFF'],
    ['白色', '#FFFFFF'],
    ['blue', '#438EDB'],
    ['蓝色', '#438EDB'],
    [' Red ', '#FF0000'],
    ['红', '#FF0000'],
    ['light grey', '#D9D9D9'],
    ['light-gray', '#D9D9D9'],
    ['浅灰', '#D9D9D9'],
    ['off-white', '#FAFAFA'],
    ['米白色', '#FAFAFA'],
    ['#a0B1c2', '#A0B1C2'],
    ['a0b1c2', '#A0B1C2'],
  ])('reads %j', (text, hex) => {
    expect(colourOf(text)).toEqual(rgbFromHex(hex));
  });

  it.each([
    ['blue', 'cn-graduation', '#64C5FF'],
    ['蓝色', 'cn-graduation', '#64C5FF'],
    ['grey', 'cn-graduation', '#F0F0F0'],
    ['light grey', 'cn-graduation', '#F0F0F0'],
    ['grey', 'gr-passport', '#BEBEBE'],
    ['light', 'in-oci', '#F2F2F2'],
    ['white', 'us-passport', '#FFFFFF'],
  ])('reads %j in %s as the colour of its office', (text, id, hex) => {
    expect(colourOf(text, id)).toEqual(rgbFromHex(hex));
  });

  it('reads the words for the original and the transparent backdrop in both languages', () => {
    expect([colourOf('original'), colourOf('原图'), colourOf('原背景')]).toEqual(['original', 'original', 'original']);
    expect([colourOf('transparent'), colourOf('透明')]).toEqual(['transparent', 'transparent']);
  });

  it.each([
    ['linear:blue-white', 'linear', '#438EDB', '#FFFFFF', 'linear:blue-white'],
    ['Radial: #ffffff - 438EDB', 'radial', '#FFFFFF', '#438EDB', 'radial:#FFFFFF-#438EDB'],
    ['渐变:蓝-白', 'linear', '#438EDB', '#FFFFFF', 'linear:blue-white'],
    ['径向渐变：浅灰色-灰', 'radial', '#D9D9D9', '#BEBEBE', 'radial:light-grey-grey'],
    ['linear:light-grey-off-white', 'linear', '#D9D9D9', '#FAFAFA', 'linear:light-grey-off-white'],
    ['linear:light-light-grey', 'linear', '#EBEBEB', '#D9D9D9', 'linear:light-light-grey'],
  ])('reads the gradient %j', (text, shape, from, to, name) => {
    const backdrop = resolveBackdrop(text, oneInch);
    expect(backdrop).toEqual({ kind: 'gradient', shape, from: rgbFromHex(from), to: rgbFromHex(to), name });
    expect(resolveBackdrop(name, oneInch)).toEqual(backdrop);
  });

  it.each(['linear:blue', 'linear:blue-', 'linear:', 'linear:mauve-white', 'conic:red-blue', 'linear:original-white'])(
    'refuses the gradient %j',
    (text) => {
      expect(() => resolveBackdrop(text, oneInch)).toThrow(PhotoRejected);
    },
  );

  it('returns names that fit into file names', () => {
    expect(resolveBackdrop('浅灰色', oneInch).name).toBe('light-grey');
    expect(resolveBackdrop('#abcdef', oneInch).name).toBe('#ABCDEF');
  });

  it.each(['mauve', '', '#12', '#12345', '#1234567', 'blue; rm', '彩虹'])('refuses %j', (text) => {
    expect(() => resolveBackdrop(text, oneInch)).toThrow(PhotoRejected);
  });

  it('finds every standard’s backdrops by their names, and the first by default unless the office forbids replacing', () => {
    for (const standard of standards) {
      for (const { name, hex } of standard.backdrops) {
        expect(colourOf(name.en, standard.id), standard.id).toEqual(rgbFromHex(hex));
        expect(colourOf(name.zh, standard.id), standard.id).toEqual(rgbFromHex(hex));
      }
      const [first] = standard.backdrops;
      const byDefault = defaultBackdrop(standard);
      if (standard.editing.replaceBackdrop === 'forbidden') expect(byDefault.kind, standard.id).toBe('original');
      else expect(byDefault).toMatchObject({ colour: rgbFromHex(first?.hex ?? '#FFFFFF') });
    }
  });
});

describe('isAccepted', () => {
  it.each([
    ['cn-1-inch', '#123456', true],
    ['us-passport', 'white', true],
    ['us-passport', '#F5F5F5', true],
    ['us-passport', 'blue', false],
    ['us-passport', 'original', true],
    ['us-passport', 'transparent', false],
    ['fr-passport-id', 'white', false],
    ['fr-passport-id', 'light grey', true],
    ['gr-passport', '#B4BEC8', true],
    ['gr-passport', '#B3BEBE', false],
    ['cn-exit-entry-guide', '#D2D2D2', true],
    ['cn-exit-entry-guide', '#E0E0E0', true],
    ['cn-exit-entry-guide', '#C0C0C0', false],
    ['icao-9303-portrait', '#EBEBEB', true],
    ['icao-9303-portrait', 'white', true],
    ['icao-9303-portrait', 'blue', false],
    ['in-oci', 'white', false],
    ['in-oci', 'light', true],
    ['linkedin-profile', 'red', true],
    ['us-passport', 'linear:white-off-white', false],
    ['icao-9303-portrait', 'radial:white-light', false],
    ['cn-1-inch', 'linear:blue-white', true],
  ])('%s with %s: %s', (id, text, accepted) => {
    const standard = findStandard(id);
    expect(isAccepted(resolveBackdrop(text, standard), standard)).toBe(accepted);
  });

  it('accepts every backdrop that the office lists', () => {
    for (const standard of standards) {
      for (const { name } of standard.backdrops) {
        expect(isAccepted(resolveBackdrop(name.en, standard), standard), `${standard.id} ${name.en}`).toBe(true);
      }
    }
  });
});

describe('paintColour', () => {
  it('treats the cutout as straight RGBA, so that there is no dark rim', () => {
    // (200,160,120) at alpha 128 over white; a colour multiplied by its alpha beforehand would give (177,167,157).
    const painted = paintColour(cutout(1, 1, Uint8Array.of(200, 160, 120, 128)), { r: 255, g: 255, b: 255 });
    for (const [i, value] of [227, 207, 187].entries())
      expect(Math.abs(painted.data[i] - value)).toBeLessThanOrEqual(1);
  });

  it('keeps opaque pixels and fills transparent ones', () => {
    const person = cutout(2, 1, Uint8Array.of(9, 99, 199, 255, 77, 77, 77, 0));
    expect([...paintColour(person, { r: 1, g: 2, b: 3 }).data]).toEqual([9, 99, 199, 1, 2, 3]);
  });

  it('is the nearest level to the exact mixture for every opacity', () => {
    const data = new Uint8Array(256 * 4);
    for (let alpha = 0; alpha < 256; alpha++) data.set([255, 31, 0, alpha], alpha * 4);
    const painted = paintColour(cutout(256, 1, data), { r: 0, g: 200, b: 255 });
    for (let alpha = 0; alpha < 256; alpha++) {
      const exact = [255 * alpha, 31 * alpha + 200 * (255 - alpha), 255 * (255 - alpha)].map((value) => value / 255);
      for (const [i, value] of exact.entries())
        expect(Math.abs(painted.data[alpha * 3 + i] - value)).toBeLessThanOrEqual(0.5);
    }
  });
});

describe('drawGradient', () => {
  const size = { widthPx: 40, heightPx: 100 };
  const from = { r: 200, g: 100, b: 0 };
  const to = { r: 0, g: 150, b: 255 };
  const at = (data: Uint8Array, x: number, y: number) => [...data.subarray((y * 40 + x) * 3, (y * 40 + x) * 3 + 3)];

  it('changes evenly from the upper edge to the lower edge, and not across', () => {
    const { data } = drawGradient({ kind: 'gradient', name: '', shape: 'linear', from, to }, size);
    expect(at(data, 7, 0)).toEqual([199, 100, 1]);
    expect(at(data, 7, 99)).toEqual([1, 150, 254]);
    for (let y = 0; y < 100; y++) {
      expect(at(data, 0, y)).toEqual(at(data, 39, y));
      expect(Math.abs(at(data, 0, y)[2] - (255 * (y + 0.5)) / 100)).toBeLessThanOrEqual(0.5);
    }
  });

  it('changes outwards from behind the head, within its two colours', () => {
    const { data } = drawGradient({ kind: 'gradient', name: '', shape: 'radial', from, to }, size);
    expect(at(data, 20, 45)[0]).toBeGreaterThan(195);
    expect(at(data, 0, 99)[0]).toBeLessThan(5);
    expect(at(data, 0, 45)).toEqual(at(data, 39, 45));
    for (let i = 0; i < data.length; i += 3) expect(data[i]).toBeLessThanOrEqual(200);
  });

  it('is mixed behind the person as a plain colour is', async () => {
    const person = cutout(1, 2, Uint8Array.of(9, 99, 199, 255, 200, 160, 120, 128));
    const backdrop = resolveBackdrop('linear:#000000-#ffffff', oneInch);
    const unwanted = () => Promise.reject(new Error('nothing else is wanted'));
    const painted = await putBehind(backdrop, person, unwanted, unwanted);
    // The lower of two rows is three quarters of the way: 191.
    expect([...painted.data]).toEqual([9, 99, 199, 196, 175, 155]);
  });
});

it('dropAlpha keeps the colours', () => {
  expect([...dropAlpha(cutout(2, 1, Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255))).data]).toEqual([1, 2, 3, 4, 5, 6]);
});
