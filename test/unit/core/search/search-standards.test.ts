/** What people type finds the right standard, and an unknown name gives the three nearest. */
import { describe, expect, test } from 'vitest';
import { findStandard } from '../../../../core/find-standard.ts';
import { nearestStandards, searchStandards, standardNamed } from '../../../../core/search/search-standards.ts';
import { standards } from '../../../../core/standards.ts';

const ids = (query: string) => searchStandards(query).standards.map(({ id }) => id);

describe('the search', () => {
  test('returns every standard for an empty query', () => {
    for (const query of ['', '  ']) expect(searchStandards(query)).toEqual({ match: 'found', standards });
  });

  test.each([
    ['一寸', 'cn-1-inch'],
    ['1寸照片', 'cn-1-inch'],
    ['2寸', 'cn-2-inch'],
    ['护照', 'cn-passport'],
    ['護照', 'cn-passport'],
    ['台灣護照', 'tw-passport'],
    ['印度签证', 'in-evisa'],
    ['us passport', 'us-passport'],
    ['us-pasport', 'us-passport'],
    ['US Passport Photo Size', 'us-passport'],
    ['uspassport', 'us-passport'],
    ['american pasport', 'us-passport'],
    ['2x2', 'us-passport'],
    ['2x2in', 'us-passport'],
    ['2" x 2"', 'us-passport'],
    ['3.5x4.5cm', 'icao-9303-portrait'],
    ['schengen 3,5 x 4,5 cm', 'eu-schengen-visa'],
    ['413*626', 'cn-2-inch-large'],
    ['india', 'in-passport'],
    ['indi', 'in-passport'],
    ['green card', 'us-dv-lottery'],
    ['i-485', 'us-uscis'],
    ['UK passport', 'gb-passport-print'],
    ['france visa', 'eu-schengen-visa'],
    ['türkiye', 'tr-passport'],
    ['korea visa', 'kr-visa'],
    ["driver's license japan", 'jp-driver-licence'],
    ['结婚照', 'cn-marriage'],
    ['DS160', 'us-visa-ds160'],
  ])('puts first for %s: %s', (query, id) => {
    expect(searchStandards(query).match).toBe('found');
    expect(ids(query)[0]).toBe(id);
  });

  test('finds both documents of a name that has two', () => {
    expect(ids('green card').sort()).toEqual(['us-dv-lottery', 'us-uscis']);
    expect(ids('2x2')).toEqual(expect.arrayContaining(['us-passport', 'us-visa-print', 'us-uscis', 'in-oci']));
    expect(ids('51 x 51 mm')).toContain('us-passport');
    expect(ids('india').every((id) => id.startsWith('in-'))).toBe(true);
  });

  test('finds no document of another country because of a small mistake', () => {
    expect(ids('australia')[0]).toBe('au-passport');
    expect(ids('australia').every((id) => id.startsWith('au-'))).toBe(true);
    expect(ids('austria').every((id) => !id.startsWith('au-'))).toBe(true);
  });

  test('finds each standard first by its id, and by both names', () => {
    for (const { id, name } of standards) {
      for (const query of [id, name.en, name.zh]) expect(ids(query)[0], query).toBe(id);
    }
  });

  test('adds a size of the person’s own behind the documents of this size', () => {
    expect(ids('2x2in').at(-1)).toBe('50.8x50.8mm');
    expect(ids('413*626').at(-1)).toBe('413x626px');
    expect(ids('37x52mm')).toEqual(['37x52mm']);
    expect(ids('35x45').every((id) => !/^\d/.test(id))).toBe(true);
    expect(ids('us 2x2in').every((id) => id.startsWith('us-'))).toBe(true);
  });

  test.each(['atlantis', 'xx-passport', 'zzzz', '火星', '火星护照', '31x44', '1x99mm', '💥', 'a'.repeat(5000)])(
    'proposes three standards for %s',
    (query) => {
      const { match, standards: near } = searchStandards(query);
      expect(match).toBe('nearest');
      expect(new Set(near).size).toBe(3);
    },
  );

  test('proposes what shares a word, or has nearly this size', () => {
    expect(ids('atlantis passport').every((id) => id.includes('passport'))).toBe(true);
    expect(ids('23x31mm').at(-1)).toBe('23x31mm');
    expect(ids('22x33')[0]).toBe('cn-driver-licence');
  });
});

describe('an order', () => {
  test.each([
    ['us-passport', 'us-passport'],
    ['US passport', 'us-passport'],
    ['一寸', 'cn-1-inch'],
    ['1寸', 'cn-1-inch'],
    ['2 inch', 'cn-2-inch'],
    ['申根签证', 'eu-schengen-visa'],
    ['Schengen', 'eu-schengen-visa'],
    ['ds-160', 'us-visa-ds160'],
    ['结婚登记照', 'cn-marriage'],
    ['3.5x4.5cm', '35x45mm'],
    ['2x2in', '50.8x50.8mm'],
    ['413*626', '413x626px'],
  ])('may name %s for %s', (name, id) => expect(findStandard(name).id).toBe(id));

  test.each([
    ['us-pasport', /"us-pasport".*us-passport \(United States passport, print\), us-passport-online-renewal/],
    ['india', /in-passport.*in-oci/],
    ['护照', /cn-passport.*cn-exit-entry-guide/],
    ['green card', /us-dv-lottery.*us-uscis/],
    ['2x2', /us-passport.*needs a unit: mm, cm, in or px/],
  ])('that names %s is refused with the three nearest', (name, expected) => {
    expect(() => findStandard(name)).toThrow(expect.objectContaining({ code: 'unknown-standard' }));
    expect(() => findStandard(name)).toThrow(expected);
    expect(nearestStandards(name)).toHaveLength(3);
  });

  test('cannot use a name that several standards have', () => {
    expect(standardNamed('绿卡')).toBeNull();
    expect(standardNamed('passport')).toBeNull();
  });
});
