import { expect, it } from 'vitest';
import { formatOrderForm, formatOrderJson, parseOrder, parseOrderJson } from '../../../core/order.ts';
import font from '../../../functions/compose/caption/glyphs.json' with { type: 'json' };

it('keeps one or two lines of a caption, trimmed, also through the metadata of an upload', () => {
  const order = parseOrder({ caption: [' ŁUCJA D’ANGELO'.replace('’', "'"), '2026-11-30 '] });
  expect(order.caption).toEqual(["ŁUCJA D'ANGELO", '2026-11-30']);
  expect(parseOrderJson(formatOrderJson(order))).toEqual(order);
  expect(formatOrderForm(order)).toBeNull();
});

it.each<[string, unknown]>([
  ['no line', []],
  ['three lines', ['a', 'b', 'c']],
  ['an empty line', ['JANE DOE', ' ']],
  ['41 characters', ['x'.repeat(41)]],
  ['letters that are not Latin', ['जेन']],
  ['a line break', ['JANE\nDOE']],
])('refuses a caption with %s', (_, caption) => {
  expect(() => parseOrder({ caption })).toThrow(expect.objectContaining({ code: 'bad-order' }));
});

it.each(['cutout', 'signature'] as const)('refuses a caption on a %s', (kind) => {
  expect(() => parseOrder({ kind, caption: ['JANE DOE'] })).toThrow('caption: only photos have a caption');
});

it('takes exactly the characters that have an outline', () => {
  const takes = (character: string) => {
    try {
      return parseOrder({ caption: [`a${character}a`] }).caption?.[0] === `a${character}a`;
    } catch {
      return false;
    }
  };
  const all = Array.from({ length: 0x250 }, (_, code) => String.fromCodePoint(code));
  expect(all.filter(takes)).toEqual(all.filter((character) => character in font.glyphs));
});
