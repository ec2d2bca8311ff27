/**
 * Computes the cutting marks: strips of ink beside the photos of a sheet, never on one. layout.ts has placed the
 * photos. Pictures draw the strips in px, PDFs as vectors.
 */
import type { SheetMarks } from '../sheet-order.ts';
import type { Arrangement, Box, Extent } from './layout.ts';

/** The pen of the marks. Lengths are in the unit of the boxes, mm or px. */
export interface Pen {
  readonly thickness: number;
  /** Distance of a tick from every photo, so that a cut that is slightly off leaves no ink on a photo. */
  readonly clearance: number;
  readonly tickLength: number;
}

/** 1 px at 300 dpi; about the 0.25 pt of crop marks in print shops. */
const thicknessMm = 25.4 / 300;
/** Usual crop marks begin 0.5 to 1 mm outside the photo and are about 3 mm long. */
const clearanceMm = 0.5;
const tickLengthMm = 3;

/** Returns the pen. When photos are close, ticks leave half of the gap free. @param pxPerMm 1 for a pen in mm. */
export function penFor(gapMm: number, pxPerMm: number): Pen {
  const clearance = (gapMm > 0 ? Math.min(clearanceMm, gapMm / 4) : clearanceMm) * pxPerMm;
  return { thickness: thicknessMm * pxPerMm, clearance, tickLength: tickLengthMm * pxPerMm };
}

/** Returns the same pen in whole px, at least one px thick. */
export function inWholePx({ thickness, clearance, tickLength }: Pen): Pen {
  return {
    thickness: Math.max(1, Math.round(thickness)),
    clearance: Math.round(clearance),
    tickLength: Math.round(tickLength),
  };
}

/** Returns the strips of ink on the paper, outside every photo and the ruler. */
export function marksAround({ rows, ruler }: Arrangement, paper: Extent, marks: SheetMarks, pen: Pen): Box[] {
  if (marks === 'none') return [];
  const photos = rows.flat();
  const wanted = marks === 'ticks' ? photos.flatMap((photo) => ticksAt(photo, pen)) : rowLines(rows, paper, pen);
  const keepClear = marks === 'ticks' ? photos.map((photo) => grown(photo, pen.clearance)) : photos;
  const obstacles = ruler ? [...keepClear, ruler] : keepClear;
  const pieces = wanted.flatMap((strip) => outside(strip, paper, obstacles));
  return [...new Map(pieces.map((piece) => [Object.values(piece).join(), piece])).values()];
}

/** Returns two ticks for each corner. They continue the edges of the photo, just outside of it. */
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

/** Returns lines along the edges of all photos: across the whole paper along a row, and up and down within the row. */
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

/** Sums of mm are not exact in binary. Edges that touch within this tolerance do not overlap. */
const tolerance = 1e-6;

/**
 * Returns the pieces of a strip that lie on the paper and outside all obstacles. A strip is cut across its length only.
 */
function outside(strip: Box, paper: Extent, obstacles: readonly Box[]): Box[] {
  const isHorizontal = strip.width > strip.height;
  const [first, last] = isHorizontal ? [strip.left, strip.left + strip.width] : [strip.top, strip.top + strip.height];
  const [near, far] = isHorizontal ? [strip.top, strip.top + strip.height] : [strip.left, strip.left + strip.width];
  const [length, depth] = isHorizontal ? [paper.width, paper.height] : [paper.height, paper.width];
  if (near < -tolerance || far > depth + tolerance) return [];
  let pieces: (readonly [number, number])[] = [[Math.max(0, first), Math.min(length, last)]];
  for (const { left, top, width, height } of obstacles) {
    const [from, to] = isHorizontal ? [left, left + width] : [top, top + height];
    const [begin, end] = isHorizontal ? [top, top + height] : [left, left + width];
    if (end <= near + tolerance || begin >= far - tolerance) continue;
    pieces = pieces.flatMap(([a, b]) => [[a, Math.min(b, from)] as const, [Math.max(a, to), b] as const]);
    pieces = pieces.filter(([a, b]) => b - a > tolerance);
  }
  return pieces
    .filter(([a, b]) => b - a > tolerance)
    .map(([a, b]) => {
      return isHorizontal ? { ...strip, left: a, width: b - a } : { ...strip, top: a, height: b - a };
    });
}
