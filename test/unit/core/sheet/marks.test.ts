import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mmToPx } from '../../../../core/measure.ts';
import { findPaper } from '../../../../core/papers.ts';
import { drawingOf } from '../../../../core/sheet/drawing.ts';
import type { Box } from '../../../../core/sheet/layout.ts';
import { planSheet, type SheetPlan } from '../../../../core/sheet/plan.ts';
import type { SheetMarks } from '../../../../core/sheet-order.ts';

const inMm = { perMm: 1, whole: false };
const inPx = (densityDpi: number) => ({ perMm: mmToPx(1, densityDpi), whole: true });
const sizes = { small: [25, 35], passport: [35, 45], square: [50.8, 50.8], wide: [45, 30] } as const;

function plan(
  names: readonly (keyof typeof sizes)[],
  setting: { marks: SheetMarks; gapMm: number; ruler: boolean },
): SheetPlan {
  const paper = findPaper('a5');
  if (!paper) throw new Error('no paper');
  const items = names.map((name) => ({ widthMm: sizes[name][0], heightMm: sizes[name][1], count: 'fill' as const }));
  return planSheet({ paper, marginMm: 4, ...setting, items });
}

/** Both ways by more than rounding of sums. */
function overlap(a: Box, b: Box): boolean {
  const across = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const down = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return Math.min(across, down) > 1e-6;
}

function isWithin({ left, top, width, height }: Box, page: Box): boolean {
  const ends = left + width <= page.width + 1e-6 && top + height <= page.height + 1e-6;
  return Math.min(left, top) >= -1e-6 && ends;
}

const anySheet = fc.record({
  names: fc.uniqueArray(fc.constantFrom(...(Object.keys(sizes) as (keyof typeof sizes)[])), { minLength: 1 }),
  marks: fc.constantFrom<SheetMarks>('ticks', 'lines'),
  gapMm: fc.constantFrom(0, 0.1, 0.5, 1, 2, 6),
  ruler: fc.boolean(),
  unit: fc.constantFrom(inMm, inPx(72), inPx(300), inPx(350), inPx(600)),
});

describe('marks', () => {
  it('never lie on a photo, on the ruler or beside the paper', () => {
    fc.assert(
      fc.property(anySheet, ({ names, unit, ...setting }) => {
        const { paper, photos, marks, ruler } = drawingOf(plan(names, setting), unit);
        expect(marks.length).toBeGreaterThan(0);
        const obstacles = [...photos, ...ruler];
        expect(marks.filter((mark) => obstacles.some((box) => overlap(mark, box)))).toEqual([]);
        const page = { left: 0, top: 0, ...paper };
        expect([...marks, ...ruler].filter((ink) => !isWithin(ink, page))).toEqual([]);
        if (unit.whole) {
          const all = [...photos, ...marks, ...ruler].flatMap((box) => Object.values(box));
          expect(all.filter((value) => !Number.isInteger(value))).toEqual([]);
        }
      }),
    );
  });

  it('are none when none are wanted', () => {
    expect(drawingOf(plan(['passport'], { marks: 'none', gapMm: 2, ruler: true }), inMm).marks).toEqual([]);
  });

  it('tick every corner both ways, just outside the photo and away from it', () => {
    const { photos, marks } = drawingOf(plan(['passport'], { marks: 'ticks', gapMm: 4, ruler: false }), inPx(300));
    const clearPx = Math.round(mmToPx(0.5, 300));
    const isDrawn = (left: number, top: number) => {
      return marks.some((mark) => overlap(mark, { left, top, width: 1, height: 1 }));
    };
    for (const { left, top, width, height } of photos) {
      for (const [x, outwards] of [
        [left - clearPx - 1, left - 1],
        [left + width + clearPx, left + width],
      ]) {
        for (const [y, beside] of [
          [top - clearPx - 1, top - 1],
          [top + height + clearPx, top + height],
        ]) {
          expect(isDrawn(x, beside)).toBe(true);
          expect(isDrawn(outwards, y)).toBe(true);
          expect(isDrawn(outwards, beside)).toBe(false);
        }
      }
    }
  });

  it('leave a quarter of a narrow gap white on either side', () => {
    const { photos, marks } = drawingOf(plan(['passport'], { marks: 'ticks', gapMm: 1, ruler: false }), inMm);
    const [first] = photos;
    const inGap = marks.filter(({ left }) => left > first.left + first.width && left < first.left + first.width + 1);
    const lying = inGap.filter(({ width, height }) => width > height);
    expect(lying.length).toBeGreaterThan(0);
    for (const { left, width } of lying) {
      expect(left - first.left - first.width).toBeCloseTo(0.25);
      expect(width).toBeCloseTo(0.5);
    }
  });

  it('only stand in the margins when photos meet', () => {
    const { photos, marks, paper } = drawingOf(plan(['square'], { marks: 'ticks', gapMm: 0, ruler: false }), inMm);
    const block = {
      left: Math.min(...photos.map(({ left }) => left)),
      top: Math.min(...photos.map(({ top }) => top)),
      width: 0,
      height: 0,
    };
    block.width = paper.width - 2 * block.left;
    block.height = paper.height - 2 * block.top;
    expect(marks.length).toBeGreaterThan(8);
    expect(marks.filter((mark) => overlap(mark, block))).toEqual([]);
  });

  it('run along a row from edge to edge of the paper as lines', () => {
    const { photos, marks, paper } = drawingOf(
      plan(['passport'], { marks: 'lines', gapMm: 2, ruler: false }),
      inPx(300),
    );
    const across = marks.filter(({ width }) => width === paper.width).map(({ top }) => top);
    const edges = photos.flatMap(({ top, height }) => [top - 1, top + height]);
    expect(new Set(across)).toEqual(new Set(edges));
  });
});

describe('gaps in px', () => {
  it('are equal and as ordered', () => {
    const { photos } = drawingOf(plan(['small'], { marks: 'none', gapMm: 2, ruler: false }), inPx(300));
    const lefts = [...new Set(photos.map(({ left }) => left))].sort((a, b) => a - b);
    const upright = photos.filter(({ top }) => top === photos[0].top);
    const gaps = upright.slice(1).map(({ left }, i) => left - upright[i].left - upright[i].width);
    expect(lefts.length).toBeGreaterThan(3);
    expect(new Set(gaps)).toEqual(new Set([24]));
  });

  it('give way by a px where the photos fill the paper to the last mm', () => {
    const paper = findPaper('a4');
    if (!paper) throw new Error('no paper');
    const items = [{ widthMm: 33, heightMm: 48, count: 36 }];
    const sheet = planSheet({ paper, marginMm: 0, gapMm: 0, marks: 'none', ruler: false, items });
    const { photos, paper: page } = drawingOf(sheet, inPx(300));
    expect(Math.min(...photos.flatMap(({ left, top }) => [left, top]))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...photos.map(({ left, width }) => left + width))).toBeLessThanOrEqual(page.width);
    expect(Math.max(...photos.map(({ top, height }) => top + height))).toBeLessThanOrEqual(page.height);
  });
});

describe('the ruler', () => {
  const scaleOf = (ruler: readonly Box[], along: 'width' | 'height') => {
    const lengths = ruler.map((stroke) => stroke[along]);
    return ruler[lengths.indexOf(Math.max(...lengths))];
  };

  it('has 51 strokes over exactly 50 mm, also in px and at any density', () => {
    for (const densityDpi of [72, 300, 350, 600]) {
      const { ruler } = drawingOf(plan(['square'], { marks: 'none', gapMm: 2, ruler: true }), inPx(densityDpi));
      const { left, top } = scaleOf(ruler, 'width');
      const strokes = ruler.filter((stroke) => stroke.top === top && stroke.height > stroke.width);
      const places = strokes.map((stroke) => stroke.left).sort((a, b) => a - b);
      expect(places).toHaveLength(51);
      expect(places[0]).toBe(left);
      expect(Math.abs(places[50] - places[0] - mmToPx(50, densityDpi))).toBeLessThanOrEqual(1);
    }
  });

  it('runs upwards beside columns', () => {
    const sheet = plan(['square'], { marks: 'none', gapMm: 2, ruler: true });
    const { rows, widthMm, heightMm } = sheet;
    const lying = (box: { widthMm: number; heightMm: number }) => ({ widthMm: box.heightMm, heightMm: box.widthMm });
    const turned = {
      ...sheet,
      columns: true,
      ...lying({ widthMm, heightMm }),
      rows: rows.map((row) => row.map(lying)),
    };
    const { ruler, photos } = drawingOf(turned, inMm);
    const scale = scaleOf(ruler, 'height');
    expect(scale.height).toBeCloseTo(50 + scale.width);
    expect(Math.min(...ruler.map(({ left }) => left))).toBe(scale.left);
    expect(scale.left).toBeGreaterThan(Math.max(...photos.map(({ left, width }) => left + width)) + 2);
  });
});
