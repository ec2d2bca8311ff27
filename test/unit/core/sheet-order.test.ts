import { describe, expect, it } from 'vitest';
import { sheetOrderSchema } from '../../../core/sheet-order.ts';

describe('sheetOrderSchema', () => {
  it('defaults to a 4R sheet with all photos', () => {
    expect(sheetOrderSchema.parse({})).toEqual({
      paper: '4r',
      marginMm: 3,
      gapMm: 2,
      marks: 'ticks',
      ruler: false,
      format: 'jpeg',
      photos: [],
    });
  });

  it('fills the sheet with a photo that has no number', () => {
    expect(sheetOrderSchema.parse({ photos: [{ standard: 'cn-1-inch' }] }).photos).toEqual([
      { standard: 'cn-1-inch', count: 'fill' },
    ]);
  });

  it.each([
    { paper: 'papyrus' },
    { marginMm: -1 },
    { gapMm: Number.NaN },
    { marks: 'holes' },
    { format: 'tiff' },
    { photos: [{ count: 0 }] },
    { photos: [{ count: 1.5 }] },
    { photos: [{ count: 'all' }] },
    { colour: 'red' },
  ])('refuses %j', (input) => {
    expect(sheetOrderSchema.safeParse(input).success).toBe(false);
  });
});
