/** Sets the lines of a caption: reads the outlines of the letters, chooses the size of the text and places each line. */
import type { CaptionStrip } from '../../../core/frame.ts';
import font from './glyphs.json' with { type: 'json' };

/** A closed outline as x, y, x, y, ... in px of the photo. */
export type Contour = readonly number[];

interface Letter {
  /** Width with the space around it. */
  readonly advance: number;
  /** Y points upwards from the baseline. */
  readonly contours: readonly Contour[];
}

/** The least height of a capital letter, px. Below it, accents and small letters run together. */
export const leastTextPx = 6;
/** The share of the strip's height that the lines fill, and of a line that is the size of the font. */
const filledHeight = 0.84;
const fontShare = 0.85;
/** The share of the photo's width that a line may fill. */
const filledWidth = 0.94;

const { unitsPerEm, capHeight } = font;
const glyphs: Readonly<Record<string, string>> = font.glyphs;

function letterOf(character: string): Letter {
  const [advance, ...contours] = (glyphs[character] ?? glyphs['?']).split(';');
  return {
    advance: Number(advance),
    contours: contours.filter(Boolean).map((contour) => contour.split(' ').map(Number)),
  };
}

/** Returns the width of a line at a font size of 1. */
function widthOf(line: string): number {
  return [...line].reduce((sum, character) => sum + letterOf(character).advance, 0) / unitsPerEm;
}

/** Returns the font size that all lines of a strip share. */
function fontSizePx({ lines, heightPx }: CaptionStrip, widthPx: number): number {
  const byHeight = ((heightPx * filledHeight) / lines.length) * fontShare;
  return Math.min(byHeight, ...lines.map((line) => (widthPx * filledWidth) / widthOf(line)));
}

/** Returns the height of the capital letters, px. The text shrinks until its longest line fits into the width. */
export function textSizePx(strip: CaptionStrip, widthPx: number): number {
  return (fontSizePx(strip, widthPx) * capHeight) / unitsPerEm;
}

/** Returns the outlines of the text, from the upper left corner of the strip. Each line stands in the middle of the width. */
export function outlinesOf(strip: CaptionStrip, widthPx: number): readonly Contour[] {
  const sizePx = fontSizePx(strip, widthPx);
  const scale = sizePx / unitsPerEm;
  const { lines, heightPx } = strip;
  const linePx = (heightPx * filledHeight) / lines.length;
  const topPx = (heightPx * (1 - filledHeight)) / 2;
  return lines.flatMap((line, at) => {
    const baseline = topPx + linePx * (at + 0.5) + (capHeight * scale) / 2;
    let left = (widthPx - widthOf(line) * sizePx) / 2;
    return [...line].flatMap((character) => {
      const { advance, contours } = letterOf(character);
      const from = left;
      left += advance * scale;
      return contours.map((contour) =>
        contour.map((value, i) => (i % 2 === 0 ? from + value * scale : baseline - value * scale)),
      );
    });
  });
}
