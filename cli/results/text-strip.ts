/** Draws one line of text in the middle of a white strip. */
import sharp from 'sharp';

/** Fonts of the usual systems: first Latin ones, because the quotation marks of Chinese fonts are wide. */
const fonts = "Arial, 'DejaVu Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

/** Width of a letter, as a share of the size of the font: Chinese ones are square. */
const letterWidth = (letter: string) => (letter.charCodeAt(0) > 0x2e7f ? 1 : 0.62);

export interface StripSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Returns the strip as PNG. A long text is set smaller. @param colour CSS colour of the text. */
export function drawStrip(text: string, { widthPx, heightPx }: StripSize, colour = '#000'): Promise<Buffer> {
  const ems = [...text].reduce((sum, letter) => sum + letterWidth(letter), 0);
  const fontPx = Math.min(heightPx * 0.72, (widthPx * 0.96) / Math.max(ems, 1));
  const baseline = heightPx / 2 + fontPx * 0.35;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}"><text x="${widthPx / 2}" y="${baseline}" text-anchor="middle" font-family="${fonts}" font-size="${fontPx}" fill="${colour}">${escaped(text)}</text></svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: 'white' }).png().toBuffer();
}

function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML does not allow control characters
  const printable = text.replaceAll(/[\u0000-\u001f]/g, ' ');
  return printable.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
