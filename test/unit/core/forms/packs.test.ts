import { describe, expect, it } from 'vitest';
import { documentStandards, findStandards } from '../../../../core/find-standard.ts';
import { documentKinds } from '../../../../core/forms/document-kinds.ts';
import { findPacks } from '../../../../core/forms/find-packs.ts';
import { packFiles, packs } from '../../../../core/forms/packs.ts';
import { frameOf, usualProfile } from '../../../../core/frame.ts';
import { formatOrderForm, parseOrder, parseOrderForm } from '../../../../core/order.ts';
import { searchStandards } from '../../../../core/search/search-standards.ts';
import { standards } from '../../../../core/standards.ts';
import { jobsOf } from '../../../../functions/compose/jobs.ts';

describe('the packs', () => {
  it.each(packs.map((pack) => [pack.id, pack] as const))('%s is complete', (id, pack) => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(standards.some((standard) => standard.id === id)).toBe(false);
    expect(pack.checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(pack.sources.length).toBeGreaterThan(0);
    for (const { kind, ref } of pack.sources) {
      expect(['quoted', 'named', 'restated']).toContain(kind);
      expect(ref).toMatch(/^https:\/\//);
    }
    expect(pack.files.some(({ kind }) => kind === 'photo')).toBe(true);
    // A form takes files, so the photo has the file's size and its limits in kB.
    for (const { standard } of packFiles.filter((file) => file.pack === pack)) {
      expect(usualProfile(standard), standard.id).toBe('upload');
    }
    for (const { kind } of pack.files) expect(['photo', ...documentKinds]).toContain(kind);
    expect(new Set(pack.files.map(({ file }) => file)).size).toBe(pack.files.length);
  });

  it.each(packFiles.map(({ standard }) => [standard.id, standard] as const))('%s can be made', (_, standard) => {
    const { widthPx, heightPx } = frameOf(standard);
    const { minPx, maxPx } = standard.upload ?? {};
    expect(widthPx).toBeGreaterThanOrEqual(minPx?.[0] ?? 1);
    expect(heightPx).toBeLessThanOrEqual(maxPx?.[1] ?? 5000);
    expect(standard.file.minBytes ?? 0).toBeLessThan(standard.file.maxBytes ?? 0);
  });

  it('stand for all their photos in an order, and for the part that is ordered', () => {
    expect(findStandards('neet-ug').map(({ id }) => id)).toEqual(['in-neet-ug', 'in-neet-postcard']);
    const names = jobsOf(parseOrder({ standards: ['neet-ug'] })).flatMap(({ files }) =>
      files.map((file) => file.fileName),
    );
    expect(names).toEqual(['in-neet-ug-white.jpg', 'in-neet-postcard-white.jpg']);
    const ofKind = (kind: 'signature' | 'thumb-print' | 'declaration') =>
      documentStandards({ kind, standards: ['ibps'] }).map(({ id }) => id);
    expect(documentKinds.flatMap(ofKind)).toEqual(['ibps:signature', 'ibps:thumb-print', 'ibps:declaration']);
  });

  it('have photos that the search finds', () => {
    for (const [query, id] of [
      ['ssc cgl', 'in-ssc'],
      ['upsc', 'in-upsc'],
      ['neet', 'in-neet-ug'],
    ]) {
      expect(searchStandards(query).standards.map((standard) => standard.id)).toContain(id);
    }
  });

  it('are found by their names, and by their photos', () => {
    const found = (query: string) => findPacks(query, searchStandards(query).standards).map(({ id }) => id);
    expect(found('SSC')).toEqual(['ssc-cgl']);
    expect(found('sbi')).toEqual(['sbi', 'ibps']);
    expect(found('印度 NEET')).toEqual(['neet-ug']);
    expect(found('')).toHaveLength(packs.length);
    expect(found('hong kong passport')).toEqual([]);
  });

  it('are ordered over S3 by the folder of an upload', () => {
    expect(parseOrderForm('ssc-cgl')).toEqual(parseOrder({ standards: ['ssc-cgl'] }));
    expect(parseOrderForm('signature')).toEqual(parseOrder({ kind: 'signature' }));
    const order = parseOrder({ kind: 'signature', standards: ['ssc-cgl'], backdrops: ['transparent'] });
    expect(parseOrderForm('signature+ssc-cgl+transparent')).toEqual(order);
    expect(formatOrderForm(order)).toBe('signature+ssc-cgl+transparent');
    expect(() => parseOrderForm('signature+ssc-cgl+white+4r')).toThrow(expect.objectContaining({ code: 'bad-order' }));
  });
});
