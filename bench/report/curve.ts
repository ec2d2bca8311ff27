/** Draws how one figure follows another as lines in SVG, readable on light and dark pages. plot.ts draws the bars. */

export interface Curve {
  readonly name: string;
  /** Ascending by x. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface CurvePlot {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly curves: readonly Curve[];
  /** A dashed upright line, such as «default». */
  readonly mark?: { readonly x: number; readonly label: string };
}

/** Okabe and Ito's colours (2008), as in plot.ts. */
const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7'];
const size = { widthPx: 760, heightPx: 380 } as const;
const frame = { leftPx: 74, rightPx: 24, topPx: 66, bottomPx: 52 } as const;
const plotWidthPx = size.widthPx - frame.leftPx - frame.rightPx;
const plotHeightPx = size.heightPx - frame.topPx - frame.bottomPx;
const ticks = 5;
const charPx = 6.7;

type Scale = (value: number) => number;

export function drawCurves({ title, xLabel, yLabel, curves, mark }: CurvePlot): string {
  const all = curves.flatMap(({ points }) => points);
  const mostX = Math.max(mark?.x ?? 0, ...all.map(({ x }) => x), Number.MIN_VALUE);
  const step = tickStep(Math.max(...all.map(({ y }) => y), Number.MIN_VALUE));
  const xOf: Scale = (x) => round(frame.leftPx + (x / mostX) * plotWidthPx);
  const yOf: Scale = (y) => round(frame.topPx + plotHeightPx - (y / (step * ticks)) * plotHeightPx);
  const { widthPx, heightPx } = size;
  const middleY = frame.topPx + plotHeightPx / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" font-family="sans-serif" font-size="12" fill="#222">`,
    `<title>${escapeText(title)}</title>`,
    `<rect width="${widthPx}" height="${heightPx}" fill="#fff"/>`,
    `<text x="12" y="22" font-size="15" font-weight="bold">${escapeText(title)}</text>`,
    ...drawLegend(curves),
    ...Array.from({ length: ticks + 1 }, (_, at) => drawLevel(at * step, yOf)),
    ...[...new Set(all.map(({ x }) => x))].map((x) => drawTick(x, xOf)),
    ...(mark ? drawMark(mark, xOf) : []),
    ...curves.map((curve, at) => drawCurve(curve, colours[at % colours.length], xOf, yOf)),
    `<text x="${frame.leftPx + plotWidthPx / 2}" y="${heightPx - 12}" text-anchor="middle">${escapeText(xLabel)}</text>`,
    `<text transform="rotate(-90)" x="${-middleY}" y="16" text-anchor="middle">${escapeText(yLabel)}</text>`,
    '</svg>\n',
  ].join('\n');
}

function drawLegend(curves: readonly Curve[]): string[] {
  let x = 12;
  return curves.map(({ name }, at) => {
    const left = x;
    x += 30 + name.length * charPx;
    const swatch = `<rect x="${left}" y="35" width="11" height="11" fill="${colours[at % colours.length]}"/>`;
    return `${swatch}<text x="${left + 16}" y="45">${escapeText(name)}</text>`;
  });
}

function drawLevel(value: number, yOf: Scale): string {
  const y = yOf(value);
  const line = `<line x1="${frame.leftPx}" x2="${size.widthPx - frame.rightPx}" y1="${y}" y2="${y}" stroke="#ddd"/>`;
  return `${line}<text x="${frame.leftPx - 8}" y="${y + 4}" text-anchor="end">${Number(value.toPrecision(6))}</text>`;
}

function drawTick(x: number, xOf: Scale): string {
  const y = frame.topPx + plotHeightPx;
  return `<text x="${xOf(x)}" y="${y + 18}" text-anchor="middle">${x}</text>`;
}

function drawMark({ x, label }: { x: number; label: string }, xOf: Scale): string[] {
  const bottom = frame.topPx + plotHeightPx;
  return [
    `<line x1="${xOf(x)}" x2="${xOf(x)}" y1="${frame.topPx}" y2="${bottom}" stroke="#d55e00" stroke-dasharray="4 3"/>`,
    `<text x="${xOf(x) - 6}" y="${frame.topPx + 12}" fill="#d55e00" text-anchor="end">${escapeText(label)}</text>`,
  ];
}

function drawCurve({ points }: Curve, colour: string, xOf: Scale, yOf: Scale): string {
  const line = points.map(({ x, y }) => `${xOf(x)},${yOf(y)}`).join(' ');
  const dots = points.map(({ x, y }) => `<circle cx="${xOf(x)}" cy="${yOf(y)}" r="3.5" fill="${colour}"/>`);
  return `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`;
}

/** Returns the smallest step of the form 1, 2 or 5 times a power of ten with which five steps reach the greatest value. */
function tickStep(greatest: number): number {
  const power = 10 ** Math.floor(Math.log10(greatest / ticks));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step * ticks >= greatest) ?? 10 * power;
}

const round = (px: number) => Math.round(px * 10) / 10;

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
