/**
 * Where to cut: strips of ink beside the photos of a sheet, never on one. After sheet-layout.ts has placed the photos;
 * pictures fill the strips with px, PDFs with vectors.
 */
import type { SheetMarks } from '../../../core/sheet-order.ts';
import type { Arrangement, Box, Extent } from './layout.ts';

/** Lengths in the unit of the boxes, mm or px. */
export interface Pen {
  readonly thickness: number;
  /** A tick keeps this far from every photo, so that a cut that is a little off leaves none of it on a photo. */
  readonly clearance: number;
  readonly tickLength: number;
}

/** 1 px at 300 dpi, about the 0.25 pt of printers' crop marks. */
const thicknessMm = 25.4 / 300;
/** Crop marks in use start 0.5 to 1 mm outside the photo and are some 3 mm long. */
const clearanceMm = 0.5;
const tickLengthMm = 3;

/** Between photos that are close, ticks keep half of the gap. @param pxPerMm 1 for a pen in mm. */
export function penFor(gapMm: number, pxPerMm: number): Pen {
  const clearance = (gapMm > 0 ? Math.min(clearanceMm, gapMm / 4) : clearanceMm) * pxPerMm;
  return { thickness: thicknessMm * pxPerMm, clearance, tickLength: tickLengthMm * pxPerMm };
}

/** The same pen in whole px, at least one px thick. */
export function inWholePx({ thickness, clearance, tickLength }: Pen): Pen {
  return {
    thickness: Math.max(1, Math.round(thickness)),
    clearance: Math.round(clearance),
    tickLength: Math.round(tickLength),
  };
}

/** Strips of ink on the paper, clear of every photo and of the ruler. */
export function marksAround({ rows, ruler }: Arrangement, paper: Extent, marks: SheetMarks, pen: Pen): Box[] {
  if (marks === 'none') return [];
  const photos = rows.flat();
  const wanted = marks === 'ticks' ? photos.flatMap((photo) => ticksAt(photo, pen)) : rowLines(rows, paper, pen);
  const keepClear = marks === 'ticks' ? photos.map((photo) => grown(photo, pen.clearance)) : photos;
  const obstacles = ruler ? [...keepClear, ruler] : keepClear;
  const pieces = wanted.flatMap((strip) => outside(strip, paper, obstacles));
  return [...new Map(pieces.map((piece) => [Object.values(piece).join(), piece])).values()];
}

/** Two ticks at each corner, going on where the photo's edges end, just outside them. */
function ticksAt({ left, top, width, height }: Box, { thickness, clearance, tickLength }: Pen): Box[] {
  const [right, bottom] = [left + width, top + height];
  const across = [left - clearance - tickLength, right + clearance].flatMap((from) =>
    [top - thickness, bottom].map((y) => ({ left: from, top: y, width: tickLength, height: thickness })),
  );
  const down = [top - clearance - tickLength, bottom + clearance].flatMap((from) =>
    [left - thickness, right].map((x) => ({ left: x, top: from, width: thickness, height: tickLength })),
  );
  return [...across, ...down];
}

/** Lines along the edges of all photos: right across the paper along a row, up and down within it. */
function rowLines(rows: Arrangement['rows'], paper: Extent, { thickness }: Pen): Box[] {
  const tops = rows.map((row) => row[0].top);
  const bottoms = rows.map((row) => Math.max(...row.map(({ top, height }) => top + height)));
  return rows.flatMap((row, i) => {
    const rowTop = i === 0 ? 0 : bottoms[i - 1];
    const rowBottom = i === rows.length - 1 ? paper.height : tops[i + 1];
    return row.flatMap(({ left, top, width, height }) => {
      const [right, bottom] = [left + width, top + height];
      const whole = { left: 0, width: paper.width };
      const below = bottom === bottoms[i] ? whole : { left, width };
      return [
        { ...whole, top: top - thickness, height: thickness },
        { ...below, top: bottom, height: thickness },
        { left: left - thickness, top: rowTop, width: thickness, height: rowBottom - rowTop },
        { left: right, top: rowTop, width: thickness, height: rowBottom - rowTop },
      ];
    });
  });
}

function grown({ left, top, width, height }: Box, by: number): Box {
  return { left: left - by, top: top - by, width: width + 2 * by, height: height + 2 * by };
}

/** Sums of mm in binary are not exact; edges that meet do not overlap. */
const tolerance = 1e-6;

/** The pieces of a strip that lie on the paper and off all obstacles; it is cut across its length only. */
function outside(strip: Box, paper: Extent, obstacles: readonly Box[]): Box[] {
  const lying = strip.width > strip.height;
  const [first, last] = lying ? [strip.left, strip.left + strip.width] : [strip.top, strip.top + strip.height];
  const [near, far] = lying ? [strip.top, strip.top + strip.height] : [strip.left, strip.left + strip.width];
  const [length, depth] = lying ? [paper.width, paper.height] : [paper.height, paper.width];
  if (near < -tolerance || far > depth + tolerance) return [];
  let pieces: (readonly [number, number])[] = [[Math.max(0, first), Math.min(length, last)]];
  for (const { left, top, width, height } of obstacles) {
    const [from, to] = lying ? [left, left + width] : [top, top + height];
    const [begin, end] = lying ? [top, top + height] : [left, left + width];
    if (end <= near + tolerance || begin >= far - tolerance) continue;
    pieces = pieces.flatMap(([a, b]) => [[a, Math.min(b, from)] as const, [Math.max(a, to), b] as const]);
    pieces = pieces.filter(([a, b]) => b - a > tolerance);
  }
  return pieces
    .filter(([a, b]) => b - a > tolerance)
    .map(([a, b]) => {
      return lying ? { ...strip, left: a, width: b - a } : { ...strip, top: a, height: b - a };
    });
}
