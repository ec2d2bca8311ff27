/**
 * Writes the outlines of the letters in captions from the font of the page (`npm run glyphs`). The result is committed, so
 * that the compose function needs no font. A test makes it again and compares.
 */
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { type Font, openSync } from 'fontkit';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const fontFolder = join(project, 'node_modules', '@fontsource-variable', 'instrument-sans', 'files');
const subsets = ['latin', 'latin-ext'];

export const glyphsFile = join(project, 'functions', 'compose', 'caption', 'glyphs.json');

/** The signs of a keyboard, and Latin letters with accents (Unicode blocks Latin-1 Supplement and Latin Extended-A). */
const ranges = [
  [0x20, 0x7e],
  [0xc0, 0x17f],
] as const;
/** The signs of multiplication and division stand between the letters. */
const noLetters = [0xd7, 0xf7];
/** Straight pieces of a curve. The error is below a tenth of a px in captions. */
const pieces = 3;

/** @returns the text of {@link glyphsFile}. */
export function captionGlyphs(): string {
  const fonts = subsets.map(
    (subset) => openSync(join(fontFolder, `instrument-sans-${subset}-wght-normal.woff2`)) as Font,
  );
  const [{ unitsPerEm, capHeight }] = fonts;
  const codes = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
  const glyphs = codes
    .filter((code) => !noLetters.includes(code))
    .flatMap((code) => {
      const font = fonts.find((one) => one.hasGlyphForCodePoint(code));
      if (!font) return [];
      const { path, advanceWidth } = font.glyphForCodePoint(code);
      return [[String.fromCodePoint(code), `${advanceWidth};${outlineOf(path.commands)}`]];
    });
  const about = {
    source: 'Instrument Sans, regular; curves are straight pieces. Made by `npm run glyphs`.',
    copyright: 'Copyright 2022 The Instrument Sans Project Authors (https://github.com/Instrument/instrument-sans)',
    licence: 'SIL Open Font License 1.1, https://openfontlicense.org',
  };
  return `${JSON.stringify({ about, unitsPerEm, capHeight, glyphs: Object.fromEntries(glyphs) }, null, 2)}\n`;
}

type Command = Font['glyphForCodePoint'] extends (code: number) => { path: { commands: (infer C)[] } } ? C : never;
type Point = readonly [number, number];

/** @returns the contours, each as `x y x y ...`, with a semicolon between two. Y points upwards from the baseline. */
function outlineOf(commands: readonly Command[]): string {
  const contours: Point[][] = [];
  for (const { command, args } of commands) {
    if (command === 'moveTo') contours.push([[args[0], args[1]]]);
    const contour = contours.at(-1);
    if (command === 'lineTo') contour?.push([args[0], args[1]]);
    if (command === 'quadraticCurveTo') contour?.push(...curve(contour.at(-1) ?? [0, 0], args));
    if (command === 'bezierCurveTo') throw new Error('The font has cubic curves; write them here first.');
  }
  return contours.map((contour) => contour.flat().map(Math.round).join(' ')).join(';');
}

function curve([x0, y0]: Point, [x1, y1, x2, y2]: readonly number[]): Point[] {
  return Array.from({ length: pieces }, (_, i) => {
    const t = (i + 1) / pieces;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return [a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2] as const;
  });
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  const text = captionGlyphs();
  await writeFile(glyphsFile, text);
  stdout.write(`${glyphsFile}: ${text.length} characters\n`);
}
