/**
 * Draws a ruler of 50 mm below the photos. Compared with a real ruler, it shows whether the printer scaled the sheet.
 * It consists of strips, also its figures, because the function has no fonts.
 */
import type { Box } from './layout.ts';

const lengthMm = 50;
/** Height of the strokes at every tenth, fifth and single millimetre. */
const strokesMm = { ten: 2.2, five: 1.6, one: 1 };
const strokeWidthMm = 25.4 / 300;
const figure = { widthMm: 0.8, heightMm: 1.4, penMm: 0.17, spacingMm: 0.4 };
/** White space above the scale, where ticks end, and at both sides, where figures are wider than the scale. */
const whiteMm = { above: 0.6, aside: 4 };
const figureTopMm = whiteMm.above + strokesMm.ten + 0.4;

export const rulerSizeMm = { widthMm: lengthMm + 2 * whiteMm.aside, heightMm: figureTopMm + figure.heightMm };

/** The strokes of a seven-segment figure on a grid of 2 x 4: left, top, right, bottom. */
const segments = {
  a: [0, 0, 2, 0],
  b: [2, 0, 2, 2],
  c: [2, 2, 2, 4],
  d: [0, 4, 2, 4],
  e: [0, 2, 0, 4],
  f: [0, 0, 0, 2],
  g: [0, 2, 2, 2],
  h: [1, 2, 1, 4],
} as const;

/** The segments of each character. `m` uses the lower half, with a middle leg. */
const glyphs: Readonly<Record<string, string>> = {
  0: 'abcdef',
  1: 'bc',
  2: 'abged',
  3: 'abgcd',
  4: 'fgbc',
  5: 'afgcd',
  m: 'eghc',
};

/** Returns the strokes of the ruler in mm, from the upper left corner of its box. */
export function rulerStrokesMm(): Box[] {
  const strokes = Array.from({ length: lengthMm + 1 }, (_, mm) => {
    const height = mm % 10 === 0 ? strokesMm.ten : mm % 5 === 0 ? strokesMm.five : strokesMm.one;
    return { left: whiteMm.aside + mm - strokeWidthMm / 2, top: whiteMm.above, width: strokeWidthMm, height };
  });
  const base = {
    left: whiteMm.aside - strokeWidthMm / 2,
    top: whiteMm.above,
    width: lengthMm + strokeWidthMm,
    height: strokeWidthMm,
  };
  const figures = [0, 10, 20, 30, 40, 50].flatMap((mm) => {
    const text = String(mm);
    return textStrips(text, whiteMm.aside + mm - textWidth(text) / 2);
  });
  return [base, ...strokes, ...figures, ...textStrips('mm', whiteMm.aside + lengthMm + 1.8)];
}

function textWidth(text: string): number {
  return text.length * (figure.widthMm + figure.spacingMm) - figure.spacingMm;
}

function textStrips(text: string, left: number): Box[] {
  return [...text].flatMap((character, i) => {
    const from = left + i * (figure.widthMm + figure.spacingMm);
    return [...glyphs[character]].map((name) => {
      const [x0, y0, x1, y1] = segments[name as keyof typeof segments];
      const { widthMm, heightMm, penMm } = figure;
      const [x, y] = [(widthMm - penMm) / 2, (heightMm - penMm) / 4];
      return {
        left: from + x0 * x,
        top: figureTopMm + y0 * y,
        width: (x1 - x0) * x + penMm,
        height: (y1 - y0) * y + penMm,
      };
    });
  });
}
