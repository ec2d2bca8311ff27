import { describe, expect, it } from 'vitest';
import { mmToPx } from '../../../core/measure.ts';
import { findPaper, knownPapers } from '../../../core/papers.ts';

const pxAt300 = (name: string) => {
  const paper = findPaper(name);
  return paper && [paper.widthMm, paper.heightMm].map((mm) => Math.round(mmToPx(mm, 300)));
};

describe('papers', () => {
  it.each([
    ['3R', 1050, 1500],
    ['4R', 1200, 1800],
    ['5R', 1500, 2100],
    ['10x15', 1181, 1772],
    ['L', 1051, 1500],
    ['KG', 1205, 1795],
    ['2L', 1500, 2102],
    ['hagaki', 1181, 1748],
    ['A6', 1240, 1748],
    ['A5', 1748, 2480],
    ['A4', 2480, 3508],
    ['Letter', 2550, 3300],
  ])('%s has the px that labs expect at 300 dpi', (name, widthPx, heightPx) => {
    expect(pxAt300(name)).toEqual([widthPx, heightPx]);
  });

  it.each([
    ['六寸', '4r'],
    ['6寸', '4r'],
    ['6-inch', '4r'],
    ['6 inch', '4r'],
    ['4x6', '4r'],
    ['4×6 in', '4r'],
    ['102x152', 'kg'],
    ['102 x 152 mm', 'kg'],
    ['KG', 'kg'],
    ['はがき', 'hagaki'],
    ['100x148mm', 'hagaki'],
    ['89x127', 'l'],
    ['五寸', '3r'],
    ['L', 'l'],
    ['七寸', '5r'],
    ['2L', '2l'],
    ['10×15', '10x15'],
    ['10x15 cm', '10x15'],
    ['a4', 'a4'],
    ['A4纸', 'a4'],
    ['US Letter', 'letter'],
  ])('%s means %s', (name, id) => {
    expect(findPaper(name)?.id).toBe(id);
  });

  it('finds every paper by its id and by both names, and no name is used twice', () => {
    for (const paper of knownPapers) {
      for (const name of [paper.id, paper.name.en, paper.name.zh]) expect(findPaper(name)?.id).toBe(paper.id);
    }
    expect(new Set(knownPapers.map(({ id }) => id)).size).toBe(knownPapers.length);
    expect(knownPapers.every(({ widthMm, heightMm }) => widthMm < heightMm)).toBe(true);
  });

  it.each(['120x180', '120x180mm', '120 × 180 mm', '120*180毫米'])('%s is a custom size', (text) => {
    expect(findPaper(text)).toMatchObject({ id: '120x180mm', widthMm: 120, heightMm: 180 });
  });

  it('keeps a custom size as it is written', () => {
    expect(findPaper('180x120.5')).toMatchObject({ widthMm: 180, heightMm: 120.5 });
  });

  it.each(['', 'a3+', 'x', '10', '5x5mm', '19x100', '100x1001', '-100x100', '1e3x100', 'toString'])(
    '%j is no paper',
    (text) => {
      expect(findPaper(text)).toBeNull();
    },
  );
});
