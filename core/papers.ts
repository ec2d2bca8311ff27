/** The papers for print sheets, with the names that labs and shops use, and custom sizes. The order names a paper. */

export interface Paper {
  readonly id: string;
  readonly name: { readonly en: string; readonly zh: string };
  /** Known papers are upright: width <= height. A custom size stays as it is written. */
  readonly widthMm: number;
  readonly heightMm: number;
}

interface KnownPaper extends Paper {
  /** Other names, in the form that {@link plain} returns. */
  readonly aliases: readonly string[];
}

/**
 * R sizes and Letter are in inches: labs print 4R with 1200 x 1800 px at 300 dpi, not with the 1205 x 1795 px of 102 x
 * 152 mm of KG. L, KG, 2L and hagaki are metric, as Japanese printers list them. 10 x 15 is metric, A sizes are from ISO 216, Letter is from ANSI/ASME Y14.1. Collected November 2026.
 */
const papers: readonly KnownPaper[] = [
  {
    id: '3r',
    name: { en: '3R (3.5 x 5 in)', zh: '五寸 (3R)' },
    widthMm: 88.9,
    heightMm: 127,
    aliases: ['5inch', '五寸', '5寸', '3.5x5', '5x3.5', '3.5x5in'],
  },
  {
    id: '4r',
    name: { en: '4R (4 x 6 in)', zh: '六寸 (4R)' },
    widthMm: 101.6,
    heightMm: 152.4,
    aliases: ['6inch', '六寸', '6寸', '4x6', '6x4', '4x6in'],
  },
  {
    id: '5r',
    name: { en: '5R (5 x 7 in)', zh: '七寸 (5R)' },
    widthMm: 127,
    heightMm: 177.8,
    aliases: ['7inch', '七寸', '7寸', '5x7', '7x5', '5x7in'],
  },
  {
    id: '10x15',
    name: { en: '10 x 15 cm', zh: '10×15 厘米' },
    widthMm: 100,
    heightMm: 150,
    aliases: ['10x15cm', '10x15厘米', '15x10', '15x10cm', '100x150', '100x150mm'],
  },
  {
    id: 'l',
    name: { en: 'L (89 x 127 mm)', zh: 'L 判 (89×127 毫米)' },
    widthMm: 89,
    heightMm: 127,
    aliases: ['l判', 'lsize', '89x127', '127x89', '89x127mm', '127x89mm'],
  },
  {
    id: 'kg',
    name: { en: 'KG (102 x 152 mm)', zh: 'KG 判 (102×152 毫米)' },
    widthMm: 102,
    heightMm: 152,
    aliases: ['kg判', 'kgsize', '102x152', '152x102', '102x152mm', '152x102mm'],
  },
  {
    id: '2l',
    name: { en: '2L (127 x 178 mm)', zh: '2L 判 (127×178 毫米)' },
    widthMm: 127,
    heightMm: 178,
    aliases: ['2l判', '2lsize', '127x178', '178x127', '127x178mm', '178x127mm'],
  },
  {
    id: 'hagaki',
    name: { en: 'Hagaki (100 x 148 mm)', zh: '日本明信片 (100×148 毫米)' },
    widthMm: 100,
    heightMm: 148,
    aliases: [
      'postcard',
      'japanesepostcard',
      'はがき',
      'ハガキ',
      '葉書',
      '明信片',
      '100x148',
      '148x100',
      '100x148mm',
      '148x100mm',
    ],
  },
  { id: 'a6', name: { en: 'A6', zh: 'A6' }, widthMm: 105, heightMm: 148, aliases: ['a6纸'] },
  { id: 'a5', name: { en: 'A5', zh: 'A5' }, widthMm: 148, heightMm: 210, aliases: ['a5纸'] },
  { id: 'a4', name: { en: 'A4', zh: 'A4' }, widthMm: 210, heightMm: 297, aliases: ['a4纸'] },
  {
    id: 'letter',
    name: { en: 'US Letter', zh: '美国信纸' },
    widthMm: 215.9,
    heightMm: 279.4,
    aliases: ['usletter', '信纸', '8.5x11', '8.5x11in'],
  },
];

export const knownPapers: readonly Paper[] = papers;

/**
 * Limits of a side. A smaller paper holds no photo of the table; a larger one is not used for photos (A1 is 594 x 841
 * mm). Our choice.
 */
const sideBandMm = { min: 20, max: 1000 };
const customForm = /^(\d{2,4}(?:\.\d{1,2})?)x(\d{2,4}(?:\.\d{1,2})?)(?:mm|毫米)?$/;

/**
 * Returns the paper with this name in English or Chinese, or of a size in mm such as `120x180` or `120x180mm`. Case,
 * spaces and hyphens are ignored. Returns null for a text that names no paper.
 */
export function findPaper(text: string): Paper | null {
  const word = plain(text);
  const known = papers.find(({ id, name, aliases }) => {
    return word === id || word === plain(name.en) || word === plain(name.zh) || aliases.includes(word);
  });
  return known ?? customPaper(inOneWord(text));
}

function customPaper(word: string): Paper | null {
  const [, across, down] = customForm.exec(word) ?? [];
  const [widthMm, heightMm] = [Number(across), Number(down)];
  const fits = [widthMm, heightMm].every((side) => side >= sideBandMm.min && side <= sideBandMm.max);
  if (!fits) return null;
  const id = `${widthMm}x${heightMm}mm`;
  return { id, name: { en: `${widthMm} x ${heightMm} mm`, zh: `${widthMm}×${heightMm} 毫米` }, widthMm, heightMm };
}

function plain(text: string): string {
  return inOneWord(text).replaceAll('-', '');
}

function inOneWord(text: string): string {
  return text.toLowerCase().replace(/\s+/g, '').replace(/[×*]/g, 'x');
}
