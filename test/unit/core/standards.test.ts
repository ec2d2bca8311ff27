import { describe, expect, it } from 'vitest';
import { Fault, PhotoRejected } from '../../../core/errors.ts';
import { findStandard } from '../../../core/find-standard.ts';
import { frameOf, isOfficeFile } from '../../../core/frame.ts';
import { type Band, outside } from '../../../core/measure.ts';
import { unknownEditing } from '../../../core/standards/editing-rules.ts';
import { parseStandards } from '../../../core/standards/schema.ts';
import { standards } from '../../../core/standards.ts';
import { planCrop } from '../../../functions/compose/crop.ts';
import { crownPx, headWidthPx } from '../../../functions/compose/head.ts';
import { averageHead } from '../../support/plain-person.ts';

/** A record without optional fields. */
const least = {
  id: 'aa-test',
  name: { en: 'Test', zh: '测试' },
  country: 'AA',
  category: 'generic',
  print: { widthMm: 30, heightMm: 40, densityDpi: 300, densityStated: false },
  rules: { crown: 'hair', headHeight: { mm: [25, 30] } },
  backdrops: [],
  sources: [{ ref: 'https://example.org', kind: 'restated' }],
  checked: '2026-11-29',
};

describe('standards', () => {
  it('are records with a source and both names each', () => {
    expect(standards.length).toBeGreaterThan(0);
    for (const { id, name, sources } of standards) {
      expect(sources.length, id).toBeGreaterThan(0);
      expect(name.zh, id).toMatch(/\p{Script=Han}/u);
    }
  });

  it.each([
    ['cn-1-inch', 295, 413, 300],
    ['cn-2-inch', 413, 579, 300],
    ['cn-passport', 390, 567, 300],
    ['cn-id-card', 358, 441, 350],
    ['us-passport', 600, 600, 300],
    ['us-visa-ds160', 600, 600, 300],
    ['eu-schengen-visa', 413, 531, 300],
    ['gb-passport-digital', 720, 900, 300],
    ['jp-passport', 413, 531, 300],
    ['icao-9303-portrait', 413, 531, 300],
    ['cn-1-inch-small', 260, 378, 300],
    ['cn-marriage', 626, 413, 300],
    ['gr-passport', 1890, 2835, 1200],
    ['cn-graduation', 480, 640, 300],
    ['nz-visa-nzeta', 900, 1200, 300],
    ['fi-passport-id', 500, 653, 353],
  ])('makes %s %i x %i px at %i dpi', (id, widthPx, heightPx, densityDpi) => {
    expect(frameOf(findStandard(id))).toMatchObject({ widthPx, heightPx, densityDpi });
  });

  it('keeps bands as the offices state them', () => {
    const px = (id: string) => frameOf(findStandard(id)).rules;
    expect(px('us-passport').headHeight?.min).toBeCloseTo(300, 6);
    expect(px('us-passport').headHeight?.max).toBeCloseTo((34.9 / 25.4) * 300, 6);
    expect(px('us-visa-ds160').headHeight?.max).toBeCloseTo(414, 6);
    expect(px('us-visa-ds160').eyeLine?.min).toBeCloseTo(336, 6);
    expect(px('cn-id-card').headHeight).toBeNull();
    expect(px('cn-id-card').eyeLine?.min).toBeCloseTo((15 / 25.4) * 350, 6);
    expect(px('icao-9303-portrait').headHeight?.min).toBeCloseTo(0.7 * 531, 6);
    expect(px('gb-passport-digital').headHeight).toBeNull();
  });

  it('rounds the pixels of another density and never truncates them', () => {
    const print = findStandard('cn-1-inch-large');
    expect(frameOf(print, 300)).toMatchObject({ widthPx: 390, heightPx: 567 });
    expect(frameOf(print, 600)).toMatchObject({ widthPx: 780, heightPx: 1134, densityDpi: 600 });
    expect(frameOf(print, 254)).toMatchObject({ widthPx: 330, heightPx: 480 });
  });

  it('tags an upload with the density of the order but keeps its pixels', () => {
    expect(frameOf(findStandard('us-visa-ds160'), 72)).toMatchObject({ widthPx: 600, heightPx: 600, densityDpi: 72 });
  });

  it('uses each profile’s own size and limits', () => {
    const greek = findStandard('gr-passport');
    const upload = frameOf(greek, undefined, 'upload');
    expect(upload).toMatchObject({ profile: 'upload', widthPx: 1280, heightPx: 1600, pxPerMm: null });
    expect(upload.rules.headHeight).toBeNull();
    expect(upload.aim.headHeightPx).toBeCloseTo((33 / 60) * 1600, 6);
    expect(isOfficeFile(greek, upload)).toBe(true);
    expect(isOfficeFile(greek, frameOf(greek))).toBe(false);
    const card = findStandard('cn-id-card');
    expect(frameOf(card, undefined, 'upload')).toMatchObject({ widthPx: 358, heightPx: 441, densityDpi: 350 });
    expect(isOfficeFile(card, frameOf(card))).toBe(true);
  });

  it.each(
    standards.flatMap((standard) => (['print', 'upload'] as const).map((profile) => [standard.id, profile] as const)),
  )('has a place in %s (%s) where an average head misses no rule', (id, profile) => {
    const standard = findStandard(id);
    const frame = frameOf(standard, undefined, profile);
    const { scale, eyeLinePx } = planCrop(averageHead, frame, standard.rules);
    const crown = crownPx(averageHead, standard.rules.crown);
    const reached = {
      headHeight: scale * (averageHead.chinPx + crown),
      eyeLine: eyeLinePx,
      topMargin: frame.heightPx - eyeLinePx - scale * crown,
      chinToBottom: eyeLinePx - scale * averageHead.chinPx,
      headWidth: scale * headWidthPx(averageHead, standard.rules.width),
    };
    const rules = Object.entries(frame.rules) as [keyof typeof reached, Band | null][];
    for (const [rule, band] of rules) {
      expect(band ? outside(reached[rule], band) : 0, `${rule} ${reached[rule]}`).toBeLessThanOrEqual(0.5);
    }
  });

  it('rejects an unknown id as a mistake in the order', () => {
    expect(() => findStandard('cn-3-inch')).toThrow(PhotoRejected);
    expect(() => findStandard('cn-3-inch')).toThrow(/cn-3-inch/);
  });

  it('reads a record without optional fields and fills them with null', () => {
    const [standard] = parseStandards([least]);
    expect(standard).toMatchObject({
      upload: null,
      aim: null,
      glasses: null,
      headCover: null,
      infants: null,
      unconfirmed: [],
    });
    expect(standard?.sources).toMatchObject([{ says: null, read: null }]);
    expect(standard?.editing).toEqual(unknownEditing);
    expect(standard?.takenBy).toBeNull();
  });

  it('is official only when a page of an office was read', () => {
    const confidence = (...sources: object[]) => parseStandards([{ ...least, sources }])[0].confidence;
    const page = 'https://www.passports.gov.au/help (older copy)';
    expect(confidence({ ref: page, kind: 'named' }, { ref: 'https://a.org', kind: 'quoted' })).toBe('secondary');
    expect(confidence({ ref: page, kind: 'read' })).toBe('official');
    expect(parseStandards([{ ...least, convention: true }])[0].confidence).toBe('convention');
    expect(() => confidence({ ref: 'https://gov.example.org', kind: 'read' })).toThrow(/only a page of an office/);
  });

  it('states the day of each record, and the words and the source of each editing rule', () => {
    for (const { id, checked, editing, takenBy } of standards) {
      expect(checked, id).toMatch(/^2026-\d\d-\d\d$/);
      const { says, source, read, ...rules } = editing;
      const isKnown = Object.values(rules).some((rule) => rule !== 'not-known');
      expect(
        [says, source, read].every((field) => (field !== null) === isKnown),
        id,
      ).toBe(true);
      if (takenBy) expect(takenBy.says.length, id).toBeGreaterThan(20);
    }
  });

  it('states the rules of the sources in our words, with the day on which each was read', () => {
    // Records that were last checked before this day were written without the words of their sources.
    for (const { id, checked, sources } of standards.filter(({ checked }) => (checked ?? '') >= '2026-11-30')) {
      const read = sources.filter((source) => source.says !== null && source.read !== null);
      expect(read.length, `${id}: no source has both \`says\` and \`read\``).toBeGreaterThan(0);
      for (const { ref, kind, says, read: day } of sources) {
        if (kind === 'read') expect([says, day], `${id}: ${ref}`).not.toContain(null);
        if (says !== null) expect(says.length, `${id}: ${ref}`).toBeGreaterThan(20);
        expect((day ?? '') <= (checked ?? ''), `${id}: ${ref}`).toBe(true);
      }
    }
  });

  it.each([
    ['a band upside down', { rules: { crown: 'hair', headHeight: { mm: [30, 25] } } }],
    ['a band without ends', { rules: { crown: 'hair', headHeight: { mm: [null, null] } } }],
    ['an unknown field', { dpi: 300 }],
    ['no size at all', { print: null }],
    ['neither head height nor aim', { rules: { crown: 'hair' } }],
    ['an upload that its own limits refuse', { upload: { widthPx: 100, heightPx: 100, minPx: [200, 200] } }],
    [
      'text that is no colour',
      { backdrops: [{ name: { en: 'w', zh: '白' }, hex: '#fff', standing: 'official', accepts: 'this' }] },
    ],
    ['no source', { sources: [] }],
    ['no day', { checked: undefined }],
    ['an infant rule without its source', { infants: { says: 'Babies may have open mouths.' } }],
    ['an unknown rule on head covers', { headCover: { rule: 'maybe' } }],
    ['an editing rule without its source', { editing: { retouch: 'forbidden' } }],
  ])('refuses a record with %s, naming it', (_, change) => {
    expect(() => parseStandards([{ ...least, ...change }])).toThrow(Fault);
    expect(() => parseStandards([{ ...least, ...change }])).toThrow(/aa-test/);
  });

  it('refuses the same id twice', () => {
    expect(() => parseStandards([least, least])).toThrow(/twice/);
  });
});
