/** Documents are found by queries in English, Chinese, and the language of the page. */
import { describe, expect, test } from 'vitest';
import { standards } from '../../../../core/standards.ts';
import { findDocuments } from '../../../../web/state/find-documents.ts';
import { loadPartTexts, switchLanguage } from '../../../../web/state/language.ts';

const ids = (query: string, country?: string | null) => findDocuments(query, country).standards.map(({ id }) => id);

test('an empty query finds every document once, international ones last', () => {
  const all = ids('');
  expect(new Set(all).size).toBe(standards.length);
  expect(findDocuments('').standards.at(-1)?.country).toBeNull();
});

test.each([
  ['japan visa', 'jp-visa'],
  ['VISA  Japan', 'jp-visa'],
  ['日本 签证', 'jp-visa'],
  ['一寸', 'cn-1-inch'],
  ['us-passport', 'us-passport'],
  ['ds-160', 'us-visa-ds160'],
  ['33 × 48 mm', 'cn-passport'],
  ['33*48', 'cn-passport'],
  ['Schengen', 'eu-schengen-visa'],
  ['europe visa', 'eu-schengen-visa'],
  ['驾驶证', 'jp-driver-licence'],
])('%s', (query, id) => expect(ids(query)).toContain(id));

test('a country without a query finds its documents, and an unknown word finds none of them', () => {
  expect(ids('', 'IN').every((id) => id.startsWith('in-'))).toBe(true);
  expect(ids('', null).length).toBeGreaterThan(0);
  expect(ids('atlantis', 'IN')).toEqual([]);
  expect(ids('35x45mm', null)).toEqual(['icao-9303-portrait']);
});

test('a mistyped name is found, and an unknown one gives the three nearest', () => {
  expect(findDocuments('us-pasport')).toMatchObject({ match: 'found' });
  expect(ids('us-pasport')[0]).toBe('us-passport');
  expect(findDocuments('atlantis').match).toBe('nearest');
  expect(ids('atlantis')).toHaveLength(3);
});

describe('by the country and the kind in the language of the page', () => {
  test.each([
    ['ja', 'ドイツ パスポート', 'de-passport-id'],
    ['ja', 'アメリカ ビザの写真', 'us-visa-print'],
    ['ko', '독일 여권 사진', 'de-passport-id'],
    ['es', 'foto pasaporte de Alemania', 'de-passport-id'],
    ['es', 'visa japon', 'jp-visa'],
    ['fr', 'permis de conduire Royaume-Uni', 'gb-driver-licence'],
    ['fr', 'pologne', 'pl-passport'],
    ['de', 'Führerschein Dänemark', 'dk-driver-licence'],
    ['de', 'deutchland', 'de-passport-id'],
    ['pt', 'visto China', 'cn-visa-paper'],
    ['hi', 'जर्मनी पासपोर्ट', 'de-passport-id'],
    ['hi', 'भारत वीजा', 'in-visa'],
    ['ar', 'جواز سفر المانيا', 'de-passport-id'],
    ['ar', 'تأشيرة اليابان', 'jp-visa'],
    ['ar', 'us-passport', 'us-passport'],
  ] as const)('%s: %s', async (code, query, id) => {
    await switchLanguage(code);
    await loadPartTexts();
    expect(findDocuments(query).match).toBe('found');
    expect(ids(query)).toContain(id);
  });
});
