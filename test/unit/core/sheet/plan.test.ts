import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhotoRejected } from '../../../../core/errors.ts';
import { findPaper } from '../../../../core/papers.ts';
import type { SheetItem } from '../../../../core/sheet/counts.ts';
import { planSheet, type SheetPlan, type SheetRequest } from '../../../../core/sheet/plan.ts';
import { rulerSizeMm } from '../../../../core/sheet/ruler.ts';

type Setting = Partial<Omit<SheetRequest, 'paper' | 'items'>>;

function plan(paper: string, items: readonly SheetItem[], setting: Setting = {}): SheetPlan {
  const found = findPaper(paper);
  if (!found) throw new Error(`no paper ${paper}`);
  return planSheet({ paper: found, marginMm: 3, gapMm: 2, marks: 'ticks', ruler: false, ...setting, items });
}

const photo = (widthMm: number, heightMm: number, count: number | 'fill' = 'fill') => ({ widthMm, heightMm, count });
const countsOf = ({ placements }: SheetPlan, items: number) => {
  return Array.from({ length: items }, (_, i) => placements.filter(({ item }) => item === i).length);
};
const codeOf = (make: () => unknown) => {
  try {
    make();
  } catch (error) {
    return error instanceof PhotoRejected ? error.code : error;
  }
  return null;
};

type Counts = readonly [spaced: number, edgeToEdge: number];

/** The number of photos in a plain grid, by paper: with a margin of 5 mm and gaps of 2 mm, and without both. */
const gridCounts: readonly (readonly [number, number, readonly Counts[]])[] = [
  [
    22,
    32,
    [
      [9, 12],
      [12, 18],
      [12, 18],
      [21, 25],
      [16, 18],
      [64, 81],
      [66, 72],
    ],
  ],
  [
    24,
    30,
    [
      [9, 12],
      [12, 20],
      [12, 20],
      [20, 28],
      [15, 18],
      [66, 84],
      [60, 77],
    ],
  ],
  [
    25,
    35,
    [
      [9, 10],
      [10, 16],
      [10, 16],
      [18, 25],
      [10, 16],
      [50, 66],
      [50, 66],
    ],
  ],
  [
    26,
    32,
    [
      [8, 9],
      [12, 15],
      [12, 15],
      [20, 20],
      [12, 16],
      [56, 72],
      [54, 64],
    ],
  ],
  [
    30,
    40,
    [
      [4, 8],
      [8, 10],
      [8, 10],
      [12, 16],
      [9, 9],
      [36, 49],
      [36, 45],
    ],
  ],
  [
    33,
    48,
    [
      [4, 4],
      [4, 9],
      [4, 9],
      [9, 10],
      [4, 9],
      [32, 36],
      [28, 32],
    ],
  ],
  [
    35,
    45,
    [
      [4, 4],
      [6, 8],
      [6, 8],
      [9, 10],
      [6, 9],
      [30, 36],
      [28, 36],
    ],
  ],
  [
    35,
    49,
    [
      [4, 4],
      [4, 8],
      [4, 8],
      [9, 10],
      [4, 9],
      [25, 36],
      [28, 30],
    ],
  ],
  [
    35,
    53,
    [
      [4, 4],
      [4, 4],
      [4, 4],
      [9, 10],
      [4, 6],
      [25, 30],
      [21, 30],
    ],
  ],
  [
    40,
    50,
    [
      [2, 4],
      [4, 6],
      [4, 6],
      [8, 9],
      [4, 6],
      [20, 28],
      [20, 25],
    ],
  ],
  [
    50.8,
    50.8,
    [
      [2, 2],
      [2, 4],
      [2, 2],
      [6, 6],
      [2, 4],
      [15, 20],
      [15, 20],
    ],
  ],
  [
    50,
    70,
    [
      [2, 2],
      [2, 4],
      [2, 4],
      [4, 4],
      [2, 4],
      [12, 16],
      [10, 15],
    ],
  ],
];
const gridPapers = ['3r', '4r', '10x15', '5r', 'a6', 'a4', 'letter'];

describe('planSheet, one size', () => {
  it.each(gridCounts)(
    'holds at least as many photos of %f x %f mm as a grid, on every paper',
    (width, height, counts) => {
      const most = (paper: string, setting: Setting) => plan(paper, [photo(width, height)], setting).placements.length;
      for (const [i, [spaced, edgeToEdge]] of counts.entries()) {
        const paper = gridPapers[i];
        expect(most(paper, { marginMm: 5, gapMm: 2 }), `${paper}, spaced`).toBeGreaterThanOrEqual(spaced);
        expect(most(paper, { marginMm: 0, gapMm: 0 }), `${paper}, edge to edge`).toBeGreaterThanOrEqual(edgeToEdge);
      }
    },
  );

  it('puts eight passport photos on 4R, all upright', () => {
    const { placements } = plan('4r', [photo(35, 45)]);
    expect(placements).toHaveLength(8);
    expect(placements.every(({ rotated }) => !rotated)).toBe(true);
  });

  it('puts more than the 50 of a grid of one-inch photos on A4 with 30 px between them', () => {
    const { placements } = plan('a4', [photo(25, 35)], { marginMm: 5, gapMm: 2.54 });
    expect(placements.length).toBeGreaterThan(50);
  });

  it('is the best of all pure rows, upright and turned', () => {
    const side = fc.integer({ min: 150, max: 700 }).map((tenths) => tenths / 10);
    fc.assert(
      fc.property(
        side,
        side,
        fc.constantFrom(...gridPapers),
        fc.constantFrom(0, 1.5, 4),
        (width, height, name, gap) => {
          const paper = findPaper(name) ?? { widthMm: 0, heightMm: 0 };
          const { widthMm, heightMm } = paper;
          const best = Math.max(
            bestRows(width, height, widthMm + gap, heightMm + gap, gap),
            bestRows(width, height, heightMm + gap, widthMm + gap, gap),
          );
          const items = [photo(width, height)];
          const make = () => plan(name, items, { marginMm: 0, gapMm: gap }).placements.length;
          expect(best === 0 ? codeOf(make) : make()).toBe(best === 0 ? 'sheet-too-small' : best);
        },
      ),
    );
  });

  it('makes a lone photo and leaves the rest white', () => {
    const { placements, widthMm, heightMm } = plan('a4', [photo(35, 45, 1)]);
    expect(placements).toEqual([
      { item: 0, leftMm: (widthMm - 35) / 2, topMm: (heightMm - 45) / 2, widthMm: 35, heightMm: 45, rotated: false },
    ]);
  });
});

/** Returns the best count by trying every number of upright rows. `room` and sides include one gap. */
function bestRows(width: number, height: number, across: number, down: number, gap: number): number {
  const places = (room: number, side: number) => Math.floor((room + 1e-6) / (side + gap));
  let best = 0;
  for (let upright = 0; upright <= places(down, height); upright++) {
    const turned = places(down - upright * (height + gap), width);
    best = Math.max(best, upright * places(across, width) + turned * places(across, height));
  }
  return best;
}

describe('planSheet, several photos', () => {
  it('shares one size evenly between backdrops', () => {
    expect(countsOf(plan('4r', [photo(35, 45), photo(35, 45), photo(35, 45)]), 3)).toEqual([3, 3, 2]);
  });

  it('places the stated number and fills with the other photo', () => {
    const items = [photo(35, 49, 2), photo(25, 35)];
    const [two, one] = countsOf(plan('4r', items), 2);
    expect(two).toBe(2);
    expect(one).toBeGreaterThanOrEqual(8);
  });

  it('lets two fillers of one size with a number beside them keep that number', () => {
    const [stated, ...fillers] = countsOf(plan('4r', [photo(35, 45, 3), photo(35, 45), photo(35, 45)]), 3);
    expect(stated).toBe(3);
    expect(fillers).toEqual([3, 2]);
  });

  it('mixes sizes in one row where that saves a row', () => {
    const items = [photo(35, 49, 3), photo(25, 35, 6)];
    expect(countsOf(plan('4r', items), 2)).toEqual([3, 6]);
  });

  it('turns the sheet rather than the faces', () => {
    const { placements, columns } = plan('4r', [photo(35, 49, 2), photo(25, 35)], { ruler: true });
    expect(columns).toBe(true);
    expect(placements.filter(({ rotated }) => rotated)).toHaveLength(0);
  });

  it('takes twelve sizes at once', () => {
    const items = gridCounts.map(([width, height]) => photo(width, height));
    expect(Math.min(...countsOf(plan('a4', items, { marginMm: 5 }), 12))).toBeGreaterThanOrEqual(2);
  });

  it('gives the same plan for the same request', () => {
    const items = [photo(35, 45), photo(25, 35), photo(50.8, 50.8, 2)];
    expect(plan('a4', items)).toEqual(plan('a4', items));
  });
});

describe('planSheet, nothing fits', () => {
  it.each([
    ['a photo larger than the paper', '4r', [photo(120, 160)], {}],
    ['a margin that leaves nothing', 'a6', [photo(35, 45)], { marginMm: 60 }],
    ['more than fit', '4r', [photo(35, 45, 9)], {}],
    ['two that do not fit side by side', '3r', [photo(50, 70), photo(89, 89)], {}],
    ['no photos', '4r', [], {}],
    ['a ruler longer than the paper', '50x55', [photo(35, 45)], { ruler: true }],
  ] as const)('refuses %s', (_, paper, items, setting) => {
    expect(codeOf(() => plan(paper, items, setting))).toBe('sheet-too-small');
  });

  it('names the sizes', () => {
    expect(() => plan('4r', [photo(35, 45, 9)])).toThrow(/4R .* margin of 3 mm, gaps of 2 mm .* 9 of 35 x 45 mm/);
  });
});

const anyItem = fc.record({
  widthMm: fc.constantFrom(22, 25, 35, 50.8, 40.5),
  heightMm: fc.constantFrom(32, 35, 45, 50.8, 30),
  count: fc.oneof(fc.constant('fill' as const), fc.integer({ min: 1, max: 4 })),
});
const anyRequest = fc.record({
  paper: fc.constantFrom('4r', 'a6', 'a4', 'letter', '200x150'),
  items: fc.array(anyItem, { minLength: 1, maxLength: 4 }),
  marginMm: fc.constantFrom(0, 3, 7.5),
  gapMm: fc.constantFrom(0, 1, 2, 5),
  ruler: fc.boolean(),
});

describe('planSheet, any request', () => {
  it('keeps margins, gaps, true sizes and stated numbers, and can be cut straight through', () => {
    let made = 0;
    fc.assert(
      fc.property(anyRequest, ({ paper, items, ...setting }) => {
        if (codeOf(() => plan(paper, items, setting)) === 'sheet-too-small') return;
        made++;
        const sheet = plan(paper, items, setting);
        expectInside(sheet, setting.marginMm);
        expectApart(sheet);
        expectTrueSizes(sheet, items);
        expectCounts(sheet, items);
        expectRows(sheet);
      }),
      { numRuns: 150 },
    );
    expect(made).toBeGreaterThan(50);
  });
});

type Items = readonly { readonly widthMm: number; readonly heightMm: number; readonly count: number | 'fill' }[];

function expectTrueSizes({ placements }: SheetPlan, items: Items): void {
  for (const { item, widthMm, heightMm, rotated } of placements) {
    const { widthMm: width, heightMm: height } = items[item];
    expect([widthMm, heightMm]).toEqual(rotated ? [height, width] : [width, height]);
  }
}

function expectCounts(sheet: SheetPlan, items: Items): void {
  const counts = countsOf(sheet, items.length);
  for (const [i, { count }] of items.entries()) {
    if (count === 'fill') expect(counts[i]).toBeGreaterThan(0);
    else expect(counts[i]).toBe(count);
  }
}

/** The 0.1 mm by which shops round inches. */
const slackMm = 0.1 + 1e-6;

function expectInside({ placements, widthMm, heightMm, gapMm, ruler, columns }: SheetPlan, marginMm: number): void {
  const below = ruler ? gapMm + rulerSizeMm.heightMm : 0;
  const least = Math.max(0, marginMm - slackMm) - 1e-6;
  const [right, bottom] = columns ? [widthMm - below, heightMm] : [widthMm, heightMm - below];
  for (const { leftMm, topMm, ...size } of placements) {
    expect(Math.min(leftMm, topMm)).toBeGreaterThanOrEqual(least);
    expect(leftMm + size.widthMm).toBeLessThanOrEqual(right - least);
    expect(topMm + size.heightMm).toBeLessThanOrEqual(bottom - least);
  }
}

function expectApart({ placements, gapMm }: SheetPlan): void {
  for (const [i, a] of placements.entries()) {
    for (const b of placements.slice(i + 1)) {
      const across = Math.max(b.leftMm - a.leftMm - a.widthMm, a.leftMm - b.leftMm - b.widthMm);
      const down = Math.max(b.topMm - a.topMm - a.heightMm, a.topMm - b.topMm - b.heightMm);
      expect(Math.max(across, down)).toBeGreaterThanOrEqual(gapMm - 1e-6);
    }
  }
}

/**
 * Rows (or columns) have a common edge and do not overlap, so that one cut goes between them; the same holds for the
 * photos of each.
 */
function expectRows({ rows, placements, columns, gapMm }: SheetPlan): void {
  let at = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const own = placements.slice(at, at + row.length);
    at += row.length;
    const edges = own.map(({ leftMm, topMm }) => (columns ? leftMm : topMm));
    for (const edge of edges) expect(edge).toBeCloseTo(edges[0], 6);
    expect(edges[0]).toBeGreaterThanOrEqual(end + gapMm - 1e-6);
    end = Math.max(
      ...own.map(({ leftMm, topMm, ...size }) => {
        return columns ? leftMm + size.widthMm : topMm + size.heightMm;
      }),
    );
  }
  expect(at).toBe(placements.length);
}
