/** The order that the page makes of a draft, and the draft that it makes of an order. */
import { describe, expect, test } from 'vitest';
import { orderSchema } from '../../../../core/order.ts';
import { standards } from '../../../../core/standards.ts';
import {
  backdropFor,
  type Draft,
  draftOf,
  isPrinted,
  officeAccepts,
  orderOf,
  standardOf,
  usualDraft,
  usualSheet,
} from '../../../../web/state/draft.ts';

const draftFor = (standard: string, part: Partial<Draft> = {}): Draft => ({ ...usualDraft, standard, ...part });

test('the order of every document is valid and names the chosen backdrop first', () => {
  for (const { id, backdrops, editing } of standards) {
    const order = orderSchema.parse(orderOf(draftFor(id, { sheet: usualSheet })));
    expect(order.standards).toEqual([id]);
    const first = backdrops[0]?.name.en.replaceAll(' ', '-') ?? 'white';
    expect(order.backdrops[0]).toBe(editing.replaceBackdrop === 'forbidden' ? 'original' : first);
    expect(order.backdrops).toContain('original');
    expect(order.sheet !== undefined).toBe(isPrinted(draftFor(id)));
  }
});

test('no transparent PNG is ordered when the file limit of the office may be too small for it', () => {
  expect(orderOf(draftFor('hk-passport')).backdrops).toEqual(['white', 'original', 'transparent']);
  expect(orderOf(draftFor('cn-teacher-exam')).backdrops).toEqual(['white', 'original']);
  expect(orderOf(draftFor('hk-passport'), false).backdrops).toEqual(['white']);
});

test('the original background is not ordered twice when it is the chosen one', () => {
  expect(orderOf(draftFor('hk-passport', { backdrop: 'original' })).backdrops).toEqual(['original', 'transparent']);
  expect(orderOf(draftFor('us-passport')).backdrops).toEqual(['original', 'transparent']);
  expect(orderOf(draftFor('us-passport', { backdrop: 'white' })).backdrops).toEqual(['white', 'transparent']);
});

test('the sheet contains the photo on the chosen backdrop only', () => {
  const draft = draftFor('cn-1-inch', { backdrop: 'blue', sheet: { ...usualSheet, paper: 'a5', ruler: true } });
  expect(orderOf(draft, true, 'pdf').sheet).toMatchObject({
    ...{ paper: 'a5', ruler: true, format: 'pdf' },
    photos: [{ standard: 'cn-1-inch', backdrop: 'blue', count: 'fill' }],
  });
});

describe('the draft of an order is the one that the order was made of', () => {
  test.each([
    draftFor('cn-1-inch', { backdrop: '#224466', tone: { light: -0.2, contrast: 1 } }),
    draftFor('kr-passport', { backdrop: 'white', profile: 'upload', mainFace: true }),
    draftFor('cn-1-inch', { backdrop: 'blue', further: ['red', 'white'] }),
    draftFor('35x45mm', { backdrop: 'linear:#FFFFFF-#438EDB', sheet: { ...usualSheet, marks: 'lines', gapMm: 0 } }),
  ])('%#', (draft) => expect(draftOf(orderOf(draft))).toEqual(draft));

  test('an order of an unknown document gives the usual draft', () => {
    expect(draftOf({ standards: ['atlantis-passport'] })).toEqual(usualDraft);
  });
});

test('further backdrops are ordered in their order, each once, and extra pictures only where six leave room', () => {
  const wanted = draftFor('cn-1-inch', { backdrop: 'white', further: ['red', 'blue', 'white'] });
  expect(orderOf(wanted).backdrops).toEqual(['white', 'red', 'blue', 'original', 'transparent']);
  const six = ['red', 'blue', '#112233', '#445566', '#778899'];
  expect(orderOf({ ...wanted, further: six }).backdrops).toEqual(['white', ...six]);
});

test('a colour that only one document names is chosen by its value for another', () => {
  const [own, other] = ['in-neet-ug', 'us-visa'].map((id) => standardOf({ standard: id }));
  const mint = { ...own, backdrops: [{ ...own.backdrops[0], name: { en: 'mint', zh: '薄荷色' }, hex: '#AAFFCC' }] };
  expect(backdropFor('mint', mint, mint)).toBe('mint');
  expect(backdropFor('mint', mint, other)).toBe('#AAFFCC');
  expect(backdropFor('original', mint, other)).toBe('original');
});

test('light and contrast are ordered unless the office refuses a change of them', () => {
  const tone = { light: 0.4, contrast: 0 };
  expect(orderOf(draftFor('cn-1-inch', { tone })).tone).toEqual(tone);
  expect(orderOf(draftFor('us-passport', { tone })).tone).toBeUndefined();
});

test('an office accepts its own colours only, and no replaced background when it forbids that', () => {
  expect(officeAccepts(draftFor('hk-passport'), 'white')).toBe(true);
  expect(officeAccepts(draftFor('hk-passport'), '#FF0000')).toBe(false);
  expect(officeAccepts(draftFor('us-passport'), 'white')).toBe(false);
  expect(officeAccepts(draftFor('us-passport'), 'original')).toBe(true);
});
