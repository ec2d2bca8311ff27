/**
 * Everything that is drawn on a planned sheet as boxes, in mm or in whole px: photos, cutting marks, the ruler's
 * strokes. The plan takes its positions from here in mm, sheet-pdf.ts draws them as vectors and sheet-picture.ts as px.
 */
import type { SheetMarks } from '../../../core/sheet-order.ts';
import { arrange, type Box, type Extent, stretch } from './layout.ts';
import { inWholePx, marksAround, penFor } from './marks.ts';
import { rulerSizeMm, rulerStrokesMm } from './ruler.ts';

/** What a sheet is made of, before anything has a place. */
export interface SheetRows {
  /** As printed. */
  readonly widthMm: number;
  readonly heightMm: number;
  readonly gapMm: number;
  readonly marks: SheetMarks;
  readonly ruler: boolean;
  /** Photos as they lie on the paper, row by row from the top. */
  readonly rows: readonly (readonly Lying[])[];
  /** The rows run downwards: each is a column, from the left. */
  readonly columns: boolean;
}

interface Lying {
  readonly widthMm: number;
  readonly heightMm: number;
}

export interface Unit {
  /** Units in a mm: 1 draws in mm. */
  readonly perMm: number;
  /** Everything lies on whole units, as px do; sizes are rounded one by one, as the photos' own files are. */
  readonly whole: boolean;
}

export interface Drawing {
  readonly paper: Extent;
  /** Row by row. */
  readonly photos: readonly Box[];
  readonly marks: readonly Box[];
  readonly ruler: readonly Box[];
}

/**
 * Draws columns as rows on the mirrored paper and mirrors the boxes back, so that there is one layout and one kind of
 * marks.
 */
export function drawingOf(sheet: SheetRows, { perMm, whole }: Unit): Drawing {
  const { gapMm, columns } = sheet;
  const length = (mm: number) => (whole ? Math.round(mm * perMm) : mm * perMm);
  const snap = (value: number) => (whole ? Math.floor(value) : value);
  const extent = ({ widthMm, heightMm }: Lying) => ({ width: length(widthMm), height: length(heightMm) });
  const along = (size: Extent) => (columns ? { width: size.height, height: size.width } : size);
  const back = (box: Box) => (columns ? mirrored(box) : box);
  const paper = extent(sheet);
  const rows = sheet.rows.map((row) => row.map((photo) => along(extent(photo))));
  // Strokes are rounded on their own and may end a px further out.
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
 * The gap asked for, or as much as rounding has left of it: nine photos of 33 mm fill 297 mm, but 9 x 390 px are 2 px
 * more than A4 has. Then neighbours overlap by one px.
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

/** The ruler's ink; beside columns it runs upwards, its scale still towards the photos. */
function strokesAt(at: Box, upwards: boolean, length: (mm: number) => number): Box[] {
  return rulerStrokesMm().map(({ left, top, width, height }) => {
    const stroke = upwards
      ? { left: top, top: rulerSizeMm.widthMm - left - width, width: height, height: width }
      : { left, top, width, height };
    return {
      left: at.left + length(stroke.left),
      top: at.top + length(stroke.top),
      // No stroke is so thin that it is lost.
      width: length(stroke.width) || 1,
      height: length(stroke.height) || 1,
    };
  });
}
