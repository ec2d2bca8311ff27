import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhotoRejected } from '../../../core/errors.ts';
import { formatOrderForm, orderFromPhotoId, parseOrder, parseOrderForm, parseOrderJson } from '../../../core/order.ts';
import { standards } from '../../../core/standards.ts';

describe('the short form of an order', () => {
  it.each([
    ['us-passport', { standards: ['us-passport'] }],
    ['us-passport+white', { standards: ['us-passport'], backdrops: ['white'] }],
    ['cn-1-inch,us-passport+white,蓝色', { standards: ['cn-1-inch', 'us-passport'], backdrops: ['white', '蓝色'] }],
    ['35x45mm@350+#438EDB', { standards: ['35x45mm@350'], backdrops: ['#438EDB'] }],
    ['600x600px+linear:blue-white', { standards: ['600x600px'], backdrops: ['linear:blue-white'] }],
    ['us-passport++4R', { standards: ['us-passport'], sheet: { paper: '4R' } }],
    [
      'cn-1-inch,cn-2-inch+white,红+120x180mm',
      { standards: ['cn-1-inch', 'cn-2-inch'], backdrops: ['white', '红'], sheet: { paper: '120x180mm' } },
    ],
    ['cutout', { kind: 'cutout' as const }],
    ['comic', { kind: 'comic' as const }],
    ['comic+pop', { kind: 'comic' as const, look: 'pop' as const }],
    ['comic+ink+white,red', { kind: 'comic' as const, look: 'ink' as const, backdrops: ['white', 'red'] }],
    ['comic++blue', { kind: 'comic' as const, backdrops: ['blue'] }],
  ])('reads %s as its long form', (form, long) => {
    const order = parseOrder(long);
    expect(parseOrderForm(form)).toEqual(order);
    expect(parseOrderJson(JSON.stringify(long))).toEqual(order);
    expect(orderFromPhotoId(`${form}/jane.jpg`)).toEqual(order);
    expect(formatOrderForm(order)).toBe(form);
  });

  it('is the default order when there is no folder', () => {
    expect(orderFromPhotoId('jane.jpg')).toEqual(parseOrder({}));
  });

  it.each([
    '',
    '+white',
    'us-passport+',
    'us-passport+white+blue',
    'us-passport+white+4r+',
    'comic+oil',
    'comic+pop+white+4r',
    'us-passport++',
    'a,,b',
    Array(13).fill('cn-1-inch').join(),
  ])('refuses %j', (form) => {
    expect(() => parseOrderForm(form)).toThrow(PhotoRejected);
  });

  const name = fc.constantFrom(...standards.map(({ id }) => id), '35x45mm', '600x600px@96', '25.4x35mm', 'cutout');
  const backdrop = fc.constantFrom(
    'white',
    '蓝色',
    '#0A0B0C',
    'original',
    'transparent',
    'radial:white-#438EDB',
    'a,b',
  );
  const anyOrder = fc
    .record(
      {
        kind: fc.constantFrom('photo' as const, 'cutout' as const),
        standards: fc.array(name, { minLength: 1, maxLength: 12 }),
        backdrops: fc.array(backdrop, { maxLength: 6 }),
        format: fc.constantFrom('auto' as const, 'png' as const),
        sheet: fc.record(
          { paper: fc.constantFrom('4r', 'A6', '120x180mm', 'letter'), ruler: fc.boolean() },
          { requiredKeys: ['paper'] },
        ),
        strict: fc.boolean(),
        progressive: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    .map(parseOrder);

  it('is parsed to the order that it was made from', () => {
    let forms = 0;
    fc.assert(
      fc.property(anyOrder, (order) => {
        const form = formatOrderForm(order);
        if (form === null) return;
        forms++;
        expect(form).not.toContain('/');
        expect(parseOrderForm(form)).toEqual(order);
        expect(parseOrderJson(JSON.stringify(order))).toEqual(order);
      }),
      { numRuns: 2000 },
    );
    expect(forms).toBeGreaterThan(20);
  });

  it('exists for every order that has only standards and backdrops', () => {
    const list = fc.record({
      standards: fc.array(fc.constantFrom(...standards.map(({ id }) => id)), { minLength: 1, maxLength: 12 }),
      backdrops: fc.array(fc.constantFrom('white', '红', '#0A0B0C'), { maxLength: 6 }),
    });
    fc.assert(fc.property(list, (input) => typeof formatOrderForm(parseOrder(input)) === 'string'));
  });

  it('does not exist for an order with options', () => {
    expect(formatOrderForm(parseOrder({ strict: true }))).toBeNull();
    expect(formatOrderForm(parseOrder({ densityDpi: 600 }))).toBeNull();
    expect(formatOrderForm(parseOrder({ standards: ['cutout'] }))).toBeNull();
    expect(formatOrderForm(parseOrder({ sheet: { ruler: true } }))).toBeNull();
  });
});

describe('parseOrder', () => {
  it.each([
    [{ standards: [] }, 'standards'],
    [{ densityDpi: 20 }, 'densityDpi'],
    [{ profile: 'paper' }, 'profile'],
    [{ sheet: { paper: 'b9' } }, 'sheet.paper'],
    [{ sheet: { gapMm: -1 } }, 'sheet.gapMm'],
    [{ backdrops: Array(7).fill('white') }, 'backdrops'],
    [{ stanards: ['us-passport'] }, 'stanards'],
  ])('refuses %j naming the field', (input, field) => {
    expect(() => parseOrder(input)).toThrow(PhotoRejected);
    expect(() => parseOrder(input)).toThrow(new RegExp(field));
  });

  it('rejects text that is no JSON', () => {
    expect(() => parseOrderJson('{')).toThrow(expect.objectContaining({ code: 'bad-order' }));
  });
});

it.each([
  [{ look: 'pop' }, 'look: '],
  [{ kind: 'cutout', sidePx: 512 }, 'sidePx: '],
  [{ kind: 'comic', sidePx: 2049 }, 'sidePx: '],
  [{ kind: 'comic', sidePx: 63 }, 'sidePx: '],
  [{ kind: 'comic', caption: ['JANE'] }, 'caption: '],
])('a wrong field of a comic is named: %j', (order, field) => {
  expect(() => parseOrder(order)).toThrow(field);
});
