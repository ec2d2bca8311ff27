/**
 * Computes everything that is drawn on a planned sheet as boxes, in mm or in whole px: photos, cutting marks, strokes
 * of the ruler. plan.ts takes the positions in mm, pdf.ts draws the boxes as vectors, and picture.ts draws them in px.
 */
import type { SheetMarks } from '../sheet-order.ts';
import { arrange, type Box, type Extent, stretch } from './layout.ts';
import { inWholePx, marksAround, penFor } from './marks.ts';
import { rulerSizeMm, rulerStrokesMm } from './ruler.ts';

/** The content of a sheet before positions are computed. */
export interface SheetRows {
  /** Size of the paper as it is printed. */
  readonly widthMm: number;
  readonly heightMm: number;
  readonly gapMm: number;
  readonly marks: SheetMarks;
  readonly ruler: boolean;
  /** The photos as they lie on the paper, row by row from above. */
  readonly rows: readonly (readonly SizeMm[])[];
  /** True when the rows run downwards: each is a column, from the left. */
  readonly columns: boolean;
}

interface SizeMm {
  readonly widthMm: number;
  readonly heightMm: number;
}

/** The unit of a drawing. */
export interface Unit {
  /** Units per mm; 1 draws in mm. */
  readonly perMm: number;
  /** True when all positions are whole units, as px are. Sizes are rounded one by one, as in the photos' own files. */
  readonly whole: boolean;
}

/** The boxes of a sheet. */
export interface Drawing {
  readonly paper: Extent;
  /** Row by row. */
  readonly photos: readonly Box[];
  readonly marks: readonly Box[];
  readonly ruler: readonly Box[];
}

/**
 * Computes the boxes. Columns are computed as rows on the mirrored paper and mirrored back, so that rows and columns
 * share one layout.
 */
export function drawingOf(sheet: SheetRows, { perMm, whole }: Unit): Drawing {
  const { gapMm, columns } = sheet;
  const length = (mm: number) => (whole ? Math.round(mm * perMm) : mm * perMm);
  const snap = (value: number) => (whole ? Math.floor(value) : value);
  const extent = ({ widthMm, heightMm }: SizeMm) => ({ width: length(widthMm), height: length(heightMm) });
  const along = (size: Extent) => (columns ? { width: size.height, height: size.width } : size);
  const back = (box: Box) => (columns ? mirrored(box) : box);
  const paper = extent(sheet);
  const rows = sheet.rows.map((row) => row.map((photo) => along(extent(photo))));
  // Strokes are rounded separately and may end one px further out.
  const spare = whole ? 1 : 0;
  const { width: scaleLength, height: scaleHeight } = extent(rulerSizeMm);
  const scale = { width: scaleLength + spare, height: scaleHeight + spare, above: length(gapMm) };
  const ruler = sheet.ruler ? scale : null;
  const gaps = gapsWithin(rows, along(paper), length(gapMm), ruler ? ruler.above + ruler.height : 0);
  const setting = { paper: along(paper), columnGap: snap(gaps.column), rowGap: snap(gaps.row), ruler };
  const arrangement = arrange(rows, setting, snap);
  const pen = penFor(gapMm, perMm);
  return {
    paper,
    photos: arrangement.rows.flat().map(back),
    marks: marksAround(arrangement, setting.paper, sheet.marks, whole ? inWholePx(pen) : pen).map(back),
    ruler: arrangement.ruler ? strokesAt(back(arrangement.ruler), columns, length) : [],
  };
}

/**
 * Returns the gaps: as ordered, or what the rounding leaves. Nine photos of 33 mm fill 297 mm, but 9 x 390 px are 2 px
 * more than A4 has; then neighbours overlap by one px.
 */
function gapsWithin(rows: readonly (readonly Extent[])[], paper: Extent, gap: number, below: number) {
  const within = (room: number, lengths: readonly number[]) => {
    return lengths.length > 1 ? Math.min(gap, (room - stretch(lengths, 0)) / (lengths.length - 1)) : gap;
  };
  const column = Math.min(
    ...rows.map((row) =>
      within(
        paper.width,
        row.map(({ width }) => width),
      ),
    ),
  );
  const heights = rows.map((row) => Math.max(...row.map(({ height }) => height)));
  return { column, row: within(paper.height - below, heights) };
}

function mirrored({ left, top, width, height }: Box): Box {
  return { left: top, top: left, width: height, height: width };
}

/** Returns the strokes of the ruler. Beside columns the ruler runs upwards, with its scale towards the photos. */
function strokesAt(at: Box, upwards: boolean, length: (mm: number) => number): Box[] {
  return rulerStrokesMm().map(({ left, top, width, height }) => {
    const stroke = upwards
      ? { left: top, top: rulerSizeMm.widthMm - left - width, width: height, height: width }
      : { left, top, width, height };
    return {
      left: at.left + length(stroke.left),
      top: at.top + length(stroke.top),
      // Every stroke has at least one unit, so that it stays visible.
      width: length(stroke.width) || 1,
      height: length(stroke.height) || 1,
    };
  });
}
