import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStandard } from '../../../core/find-standard.ts';
import { frameOf } from '../../../core/frame.ts';
import { mmToPx } from '../../../core/measure.ts';
import { parseOrder } from '../../../core/order.ts';
import { planCrop } from '../../../functions/compose/crop.ts';
import { jobsOf } from '../../../functions/compose/jobs.ts';
import { averageHead } from '../../support/plain-person.ts';

const frame = (size: string, densityDpi?: number) => frameOf(findStandard(size), densityDpi);

describe('a custom size', () => {
  it.each([
    ['35x45mm', 413, 531, 300, 'print'],
    ['45x35mm', 531, 413, 300, 'print'],
    ['35x45mm@350', 482, 620, 350, 'print'],
    ['35X45MM', 413, 531, 300, 'print'],
    ['35×45mm', 413, 531, 300, 'print'],
    ['50.8x50.8mm', 600, 600, 300, 'print'],
    ['3.5x4.5cm', 413, 531, 300, 'print'],
    ['3,5 x 4,5 cm', 413, 531, 300, 'print'],
    ['3.5cm*4.5cm@350', 482, 620, 350, 'print'],
    ['35毫米×45毫米', 413, 531, 300, 'print'],
    ['2x2in', 600, 600, 300, 'print'],
    ['2"x2"', 600, 600, 300, 'print'],
    ['2 by 2 inches', 600, 600, 300, 'print'],
    ['413*626', 413, 626, 300, 'upload'],
    ['413x626像素', 413, 626, 300, 'upload'],
    ['25.4x25.4mm@72', 72, 72, 72, 'print'],
    ['600x600px', 600, 600, 300, 'upload'],
    ['640x480px@96', 640, 480, 96, 'upload'],
  ])('%s is %i x %i px at %i dpi, for %s', (size, widthPx, heightPx, densityDpi, profile) => {
    expect(frame(size)).toMatchObject({ widthPx, heightPx, densityDpi, profile });
  });

  it.each([
    ['200x230px@20-50kB', '200x230px@20-50kB', 20_480, 50_000],
    ['200x230px@20kb-50kb', '200x230px@20-50kB', 20_480, 50_000],
    ['200 x 230 px 20-50 KB', '200x230px@20-50kB', 20_480, 50_000],
    ['35x45mm@20-50kB', '35x45mm@20-50kB', 20_480, 50_000],
    ['3.5x4.5cm @ 20-50 kB', '35x45mm@20-50kB', 20_480, 50_000],
    ['35x45mm@350@20-50kB', '35x45mm@350@20-50kB', 20_480, 50_000],
    ['35x45mm@20-50kB@350dpi', '35x45mm@350@20-50kB', 20_480, 50_000],
    ['200x230px@<50kB', '200x230px@-50kB', null, 50_000],
    ['200x230px@-50kB', '200x230px@-50kB', null, 50_000],
    ['200x230px@50kB', '200x230px@-50kB', null, 50_000],
    ['2x2in@max 1MB', '50.8x50.8mm@-1000kB', null, 1_000_000],
    ['2x2in@≤0.5MB', '50.8x50.8mm@-500kB', null, 500_000],
    ['200x230px@>10kB', '200x230px@10-kB', 10_240, null],
    ['200x230px@10-kB', '200x230px@10-kB', 10_240, null],
    ['3:4@-50kB', '3:4@-50kB', null, 50_000],
  ])('%s is the standard %s, with a file of %s to %s bytes', (size, id, minBytes, maxBytes) => {
    const standard = findStandard(size);
    expect(standard).toMatchObject({ id, file: { minBytes, maxBytes } });
    expect(findStandard(id)).toEqual(standard);
  });

  it('of an aspect has a long side of 1200 px, which may become smaller to stay within a limit in kB', () => {
    expect(frame('3:4')).toMatchObject({ widthPx: 900, heightPx: 1200, profile: 'upload' });
    expect(findStandard('35:45').upload).toMatchObject({ widthPx: 933, heightPx: 1200, minPx: [156, 200] });
  });

  it.each(['200x230px@50-20kB', '200x230px@20-20kB', '200x230px@-0kB', '200x230px@-99999kB', '9:1'])(
    'refuses %s',
    (size) => {
      expect(() => findStandard(size)).toThrow(expect.objectContaining({ code: 'bad-order' }));
    },
  );

  it.each([
    '200x230px@20-50',
    '200x230px@-20-50kB',
    '200x230px@300@350',
    '200x230px@10kB@20kB',
    '3:4:5',
    '200x230px@kB',
  ])('does not read %s as a size', (size) => {
    expect(() => findStandard(size)).toThrow(expect.objectContaining({ code: 'unknown-standard' }));
  });

  it('follows the density of the order, even when the size names a density', () => {
    expect(frame('35x45mm@350', 600)).toMatchObject({ widthPx: 827, heightPx: 1063, densityDpi: 600 });
  });

  it('is the same standard in every spelling, named in both languages', () => {
    const { id, name } = findStandard('35.0X45mm');
    expect(id).toBe('35x45mm');
    expect(name).toEqual({ en: 'Custom size 35x45mm', zh: '自定义尺寸 35x45mm' });
    expect(jobsOf(parseOrder({ standards: ['35x45mm', '35X45mm'] }))).toHaveLength(1);
  });

  it.each(['0x45mm', '35x0px', '10x90mm', '1x9in', '35x45mm@20', '35x45mm@5000'])('refuses %s', (size) => {
    expect(() => findStandard(size)).toThrow(expect.objectContaining({ code: 'bad-order' }));
  });

  it.each(['35x45', '2x2', '35cmx45mm', 'x45mm', '-35x45mm', '35x45mm@', '1e3x45mm', '35x45mm 2'])(
    'does not read %s as a size',
    (size) => {
      expect(() => findStandard(size)).toThrow(expect.objectContaining({ code: 'unknown-standard' }));
    },
  );

  it.each(['3x3mm', '40x40px', '4000x3000px', '300x400mm', '35x45cm', '9000*6000'])(
    'rejects an order of %s: the photo would be too small or too large',
    (size) => {
      expect(() => jobsOf(parseOrder({ standards: [size] }))).toThrow(expect.objectContaining({ code: 'bad-order' }));
    },
  );

  it('becomes part of a file name that needs no quoting in a shell', () => {
    const [job] = jobsOf(parseOrder({ standards: ['35x45mm@350'], backdrops: ['linear:#438EDB-white'] }));
    expect(job?.files.map(({ fileName }) => fileName)).toEqual(['35x45mm-350dpi-linear-438edb-white.jpg']);
  });

  it.each([
    ['200x230px@20-50kB', '200x230px-20-50kb-white.jpg'],
    ['35x45mm@350@-50kB', '35x45mm-350dpi-max-50kb-white.jpg'],
    ['200x230px@10-kB', '200x230px-10-kb-white.jpg'],
    ['3:4', '3-4-white.jpg'],
  ])('with limits in kB has a plain file name, too: %s', (size, fileName) => {
    const [job] = jobsOf(parseOrder({ standards: [size], backdrops: ['white'] }));
    expect(job?.files.map((file) => file.fileName)).toEqual([fileName]);
  });

  it('is rounded, never truncated, and holds a whole head with space around it', () => {
    const side = fc.integer({ min: 150, max: 900 }).map((tenths) => tenths / 10);
    fc.assert(
      fc.property(side, side, fc.integer({ min: 72, max: 600 }), (width, height, density) => {
        fc.pre(Math.max(width / height, height / width) <= 3);
        const at = frame(`${width}x${height}mm@${density}`);
        expect(Math.abs(at.widthPx - mmToPx(width, density))).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(Math.abs(at.heightPx - mmToPx(height, density))).toBeLessThanOrEqual(0.5 + 1e-9);
        const { scale, eyeLinePx } = planCrop(averageHead, at, findStandard('35x45mm').rules);
        expect(eyeLinePx - scale * averageHead.chinPx).toBeGreaterThan(0);
        expect(at.heightPx - eyeLinePx - scale * averageHead.crownHairPx).toBeGreaterThan(0);
        // From ear to ear, as head.ts estimates it.
        expect(scale * averageHead.widthPx * 1.2).toBeLessThan(at.widthPx);
      }),
      { numRuns: 300 },
    );
  });
});
