/** The data of the search: each name belongs to something that exists, and a name of one standard to no other. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import names from '../../../../core/search/names.json' with { type: 'json' };
import { otherNames } from '../../../../core/search/names.ts';
import { standardNamed } from '../../../../core/search/search-standards.ts';
import { normalise } from '../../../../core/search/terms.ts';
import { standards } from '../../../../core/standards.ts';

const texts = z.array(z.string().min(1));
const schema = z.strictObject({
  countries: z.record(z.string().length(2), texts),
  categories: z.record(z.string(), texts),
  standards: z.record(z.string(), z.strictObject({ same: texts.optional(), find: texts.optional() })),
  alsoOf: z.record(z.string(), z.array(z.string().length(2))),
  idleWords: texts,
  traditional: z.record(z.string().length(1), z.string().length(1)),
});

test('has the fields that the search reads, for countries, categories and standards that exist', () => {
  const { countries, categories, standards: byId, alsoOf } = schema.parse(names);
  const ids = standards.map(({ id }) => id);
  const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  expect(Object.keys(countries).filter((code) => !regions.of(code))).toEqual([]);
  expect(standards.filter(({ country }) => country && !countries[country]).map(({ country }) => country)).toEqual([]);
  expect(standards.filter(({ category }) => !categories[category]).map(({ category }) => category)).toEqual([]);
  expect([...Object.keys(byId), ...Object.keys(alsoOf)].filter((id) => !ids.includes(id))).toEqual([]);
});

test('gives each name of one standard to no other', () => {
  for (const [id, { same = [] }] of Object.entries(otherNames)) {
    for (const name of same) expect(standardNamed(name)?.id, name).toBe(id);
  }
});

test('brings every spelling of a name to one', () => {
  expect(normalise('  US-Pässport, ２寸! ')).toBe('us passport 2寸');
  expect(normalise('Driver’s licence')).toBe('drivers licence');
  expect(normalise('簽證')).toBe('签证');
  expect(normalise('パスポート')).toBe('パスポート');
});
