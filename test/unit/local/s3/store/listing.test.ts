import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareKeys, ObjectIndex } from '../../../../../local/s3/store/index-by-key.ts';
import { type ListingPlace, type ListingQuery, listPage } from '../../../../../local/s3/store/listing.ts';

const describe = (key: string) => ({
  key,
  bodyPath: key,
  sizeBytes: 0,
  etag: '',
  lastModified: '',
  headers: {},
  userMetadata: {},
  sequencer: '',
});

const indexOf = (keys: readonly string[]): ObjectIndex => new ObjectIndex(keys.map(describe));

/** Reads all pages: `key` for an object, `group/` in brackets for a group. */
function listAll(index: ObjectIndex, query: Partial<ListingQuery>): string[] {
  const entries: string[] = [];
  let after: ListingPlace | undefined = query.after;
  for (let pages = 0; pages < 1000; pages += 1) {
    const page = listPage(index, { prefix: '', delimiter: '', maxEntries: 1000, ...query, after });
    const groups = page.commonPrefixes.map((group) => ({ text: group, entry: `[${group}]` }));
    const objects = page.objects.map((object) => ({ text: object.key, entry: object.key }));
    entries.push(...[...groups, ...objects].sort((a, b) => compareKeys(a.text, b.text)).map((each) => each.entry));
    if (page.next === undefined) return entries;
    after = page.next;
  }
  throw new Error('the listing does not end');
}

test('keys are compared by their UTF-8 bytes', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '/', '\u00e9', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{1f600}'),
  });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
  );
});

test('folders appear once, objects in order, pages without a gap', () => {
  const index = indexOf(['b/2', 'a', 'b/1', 'b', 'c/x/1', 'c/x/2', 'd']);
  for (const maxEntries of [1, 2, 3, 1000]) {
    expect(listAll(index, { delimiter: '/', maxEntries })).toEqual(['a', 'b', '[b/]', '[c/]', 'd']);
    expect(listAll(index, { delimiter: '/', prefix: 'c/', maxEntries })).toEqual(['[c/x/]']);
    expect(listAll(index, { prefix: 'c/', maxEntries })).toEqual(['c/x/1', 'c/x/2']);
    expect(listAll(index, { after: { kind: 'key', text: 'b/1' }, maxEntries })).toEqual(['b/2', 'c/x/1', 'c/x/2', 'd']);
  }
});

test('a page without entries is the last one', () => {
  expect(listPage(indexOf(['a']), { prefix: '', delimiter: '', after: undefined, maxEntries: 0 })).toEqual({
    objects: [],
    commonPrefixes: [],
    next: undefined,
  });
});

test('paging gives the same as sorting and grouping everything at once', () => {
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\uffff', '\u{10000}'), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 30 }),
      fc.string({ unit: fc.constantFrom('a', '/'), maxLength: 2 }),
      fc.constantFrom('', '/', 'a/'),
      fc.integer({ min: 1, max: 5 }),
      (keys, prefix, delimiter, maxEntries) => {
        const expected = new Set<string>();
        for (const each of keys
          .filter((k) => k.startsWith(prefix))
          .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
          const at = delimiter === '' ? -1 : each.indexOf(delimiter, prefix.length);
          expected.add(at < 0 ? each : `[${each.slice(0, at + delimiter.length)}]`);
        }
        expect(listAll(indexOf(keys), { prefix, delimiter, maxEntries })).toEqual([...expected]);
      },
    ),
  );
});

test('keys stay sorted while they are added and removed', () => {
  const index = indexOf(['m']);
  for (const key of ['z', 'a', '\uffff', '\u{10000}', 'm']) index.set(describe(key));
  index.delete('z');
  index.delete('nowhere');
  expect(listAll(index, {})).toEqual(['a', 'm', '\uffff', '\u{10000}']);
});
