/** What the page orders for what was chosen, and byCode back from an order. */
import { describe, expect, test } from 'vitest';
import { orderSchema } from '../../../../core/order.ts';
import { standards } from '../../../../core/standards.ts';
import {
  type Draft,
  draftOf,
  isPrinted,
  officeAccepts,
  orderOf,
  usualDraft,
  usualSheet,
} from '../../../../web/state/draft.ts';

const draftFor = (standard: string, part: Partial<Draft> = {}): Draft => ({ ...usualDraft, standard, ...part });

test('the order of every document is one that the studio byCode, with the chosen backdrop first', () => {
  for (const { id, backdrops } of standards) {
    const order = orderSchema.parse(orderOf(draftFor(id, { sheet: usualSheet })));
    expect(order.standards).toEqual([id]);
    expect(order.backdrops[0]).toBe(backdrops[0]?.name.en.replaceAll(' ', '-') ?? 'white');
    expect(order.backdrops).toContain('original');
    expect(order.sheet !== undefined).toBe(isPrinted(draftFor(id)));
  }
});

test('a file that its office wants small is not ordered as a transparent PNG too', () => {
  expect(orderOf(draftFor('us-passport')).backdrops).toEqual(['white', 'original', 'transparent']);
  expect(orderOf(draftFor('cn-teacher-exam')).backdrops).toEqual(['white', 'original']);
  expect(orderOf(draftFor('us-passport'), false).backdrops).toEqual(['white']);
});

test('the original as choice is not ordered twice', () => {
  expect(orderOf(draftFor('us-passport', { backdrop: 'original' })).backdrops).toEqual(['original', 'transparent']);
});

test('the sheet holds the photo on the chosen backdrop alone', () => {
  const draft = draftFor('cn-1-inch', { backdrop: 'blue', sheet: { ...usualSheet, paper: 'a5', ruler: true } });
  expect(orderOf(draft, true, 'pdf').sheet).toMatchObject({
    ...{ paper: 'a5', ruler: true, format: 'pdf' },
    photos: [{ standard: 'cn-1-inch', backdrop: 'blue', count: 'fill' }],
  });
});

describe('a draft comes back from its order', () => {
  test.each([
    draftFor('cn-1-inch', { backdrop: '#224466' }),
    draftFor('kr-passport', { backdrop: 'white', profile: 'upload', mainFace: true }),
    draftFor('35x45mm', { backdrop: 'linear:#FFFFFF-#438EDB', sheet: { ...usualSheet, marks: 'lines', gapMm: 0 } }),
  ])('%#', (draft) => expect(draftOf(orderOf(draft))).toEqual(draft));

  test('an order of a document that is no longer known becomes the usual one', () => {
    expect(draftOf({ standards: ['atlantis-passport'] })).toEqual(usualDraft);
  });
});

test('what the office takes: its colours, not others, and no replaced background where it says so', () => {
  expect(officeAccepts(draftFor('hk-passport'), 'white')).toBe(true);
  expect(officeAccepts(draftFor('hk-passport'), '#FF0000')).toBe(false);
  expect(officeAccepts(draftFor('us-passport'), 'white')).toBe(false);
  expect(officeAccepts(draftFor('us-passport'), 'original')).toBe(true);
});
