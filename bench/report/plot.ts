/** Draws a report's chief figures as horizontal bars in SVG, readable on light and dark pages. */

export interface Bar {
  readonly label: string;
  /** Not negative. */
  readonly value: number;
  /** Bars of one series share a colour; series are listed in a legend in order of appearance. */
  readonly series: string;
  /** After the figure, such as «3 killed». */
  readonly remark?: string;
}

export interface BarPlot {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
  /** A dashed line to stay left of. */
  readonly target?: { readonly value: number; readonly label: string };
  /** Bars as long as the logarithm of their value above the greatest power of ten that is below all; no target then. */
  readonly isLogarithmic?: boolean;
}

/** The colours of Okabe and Ito (2008), which colour-blind people can distinguish; grey is last. */
const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#999999'];
const widthPx = 760;
const labelWidthPx = 230;
/** Right of the longest bar, for its figure and remark. */
const figureWidthPx = 130;
const rowPx = 22;
const topPx = 64;
const charPx = 6.7;

export function drawPlot(plot: BarPlot): string {
  const { title, unit, bars, target } = plot;
  const known = bars.map(({ value }) => value).filter(Number.isFinite);
  const greatest = Math.max(target?.value ?? 0, ...known, Number.MIN_VALUE);
  const lengthOf = plot.isLogarithmic ? logarithmFrom(known) : (value: number) => value;
  const pxPerUnit = (widthPx - labelWidthPx - figureWidthPx) / Math.max(lengthOf(greatest), Number.MIN_VALUE);
  const series = [...new Set(bars.map((bar) => bar.series))];
  const heightPx = topPx + bars.length * rowPx + 28;
  const rows = bars.map((bar, at) =>
    drawBar(bar, at, lengthOf(bar.value) * pxPerUnit, colours[series.indexOf(bar.series) % colours.length]),
  );
  const size = `width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="12" fill="#222">`,
    `<title>${escapeText(title)}</title>`,
    `<rect width="${widthPx}" height="${heightPx}" fill="#fff"/>`,
    `<text x="12" y="22" font-size="15" font-weight="bold">${escapeText(`${title} (${unit})`)}</text>`,
    ...drawLegend(series),
    ...rows,
    ...(target ? drawTarget(target, labelWidthPx + target.value * pxPerUnit, heightPx) : []),
    '</svg>\n',
  ].join('\n');
}

function drawLegend(series: readonly string[]): string[] {
  let x = 12;
  return series.map((name, at) => {
    const left = x;
    x += 30 + name.length * charPx;
    const swatch = `<rect x="${left}" y="35" width="11" height="11" fill="${colours[at % colours.length]}"/>`;
    return `${swatch}<text x="${left + 16}" y="45">${escapeText(name)}</text>`;
  });
}

function logarithmFrom(values: readonly number[]): (value: number) => number {
  const base = Math.floor(Math.log10(Math.min(...values.filter((value) => value > 0), 1)));
  return (value) => Math.max(0, Math.log10(value) - base);
}

/** @param wantedPx length of the bar; not finite for a value that is missing. */
function drawBar({ label, value, remark }: Bar, at: number, wantedPx: number, colour: string): string {
  const y = topPx + at * rowPx;
  const lengthPx = Number.isFinite(wantedPx) ? round(Math.max(0, wantedPx)) : 0;
  const figure = `${Number.isFinite(value) ? shortFigure(value) : 'not measured'}${remark ? ` (${remark})` : ''}`;
  return [
    `<text x="${labelWidthPx - 8}" y="${y + 13}" text-anchor="end">${escapeText(label)}</text>`,
    `<rect x="${labelWidthPx}" y="${y + 2}" width="${lengthPx}" height="${rowPx - 7}" fill="${colour}"/>`,
    `<text x="${round(labelWidthPx + lengthPx + 6)}" y="${y + 13}">${escapeText(figure)}</text>`,
  ].join('');
}

function drawTarget({ label }: { label: string }, x: number, heightPx: number): string[] {
  const line = `x1="${round(x)}" x2="${round(x)}" y1="${topPx - 6}" y2="${heightPx - 20}"`;
  return [
    `<line ${line} stroke="#d55e00" stroke-dasharray="4 3"/>`,
    `<text x="${round(x)}" y="${heightPx - 7}" fill="#d55e00" text-anchor="middle">${escapeText(label)}</text>`,
  ];
}

const round = (px: number) => Math.round(px * 10) / 10;

const shortFigure = (value: number) => (value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3))));

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
