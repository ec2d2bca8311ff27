/**
 * Plans a sheet: places photos on a paper at their true size, as many as fit. It runs before any photo is made, so that
 * an impossible sheet is rejected at once.
 */
import { PhotoRejected } from '../errors.ts';
import type { Paper } from '../papers.ts';
import type { SheetMarks } from '../sheet-order.ts';
import { type Filling, fillRows, type SheetItem } from './counts.ts';
import { drawingOf, type SheetRows } from './drawing.ts';
import type { Area } from './rows.ts';
import { rulerSizeMm } from './ruler.ts';

/** The wishes for a sheet. */
export interface SheetRequest {
  readonly paper: Paper;
  readonly marginMm: number;
  readonly gapMm: number;
  readonly marks: SheetMarks;
  readonly ruler: boolean;
  readonly items: readonly SheetItem[];
}

/**
 * A finished photo, JPEG or PNG. It is resampled when its px are not those of its print size at the density of the
 * sheet.
 */
export interface SheetPhoto {
  readonly bytes: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** One photo on the paper. */
interface Placement {
  /** Index into the request's items. */
  readonly item: number;
  readonly leftMm: number;
  readonly topMm: number;
  /** Size as it lies on the paper. */
  readonly widthMm: number;
  readonly heightMm: number;
  /** True when it is turned clockwise by 90 degrees. */
  readonly rotated: boolean;
}

/** A sheet with the places of all photos. */
export interface SheetPlan extends SheetRows {
  readonly paper: Paper;
  /** In the order of the rows. */
  readonly placements: readonly Placement[];
}

/**
 * Plans the places, in mm. Tries the paper in both directions and the photos upright and turned, in rows. Even numbers
 * of the fillers come before the greatest total, and the sheet is turned so that most photos are upright. The same
 * request gives the same plan.
 * @throws PhotoRejected `sheet-too-small` when the stated numbers, or one of each filler, do not fit.
 */
export function planSheet(request: SheetRequest): SheetPlan {
  const { paper, gapMm, marks, ruler, items } = request;
  const sides = [paper, { widthMm: paper.heightMm, heightMm: paper.widthMm }];
  const filled = sides.flatMap((side) => {
    const filling = items.length > 0 ? fillRows(items, usable(side, request)) : null;
    return filling ? [{ side, filling }] : [];
  });
  const [best] = filled.toSorted((a, b) => compare(a.filling, b.filling));
  if (!best) throw tooSmall(request);
  const { side, filling } = best;
  const cells = filling.rows.flat();
  const columns = turnedOf(filling) > cells.length / 2;
  const asPrinted = ({ widthMm, heightMm }: Side) => {
    return columns ? { widthMm: heightMm, heightMm: widthMm } : { widthMm, heightMm };
  };
  const sheet = {
    ...asPrinted(side),
    gapMm,
    marks,
    ruler,
    columns,
    rows: filling.rows.map((row) => row.map(asPrinted)),
  };
  const photosAt = drawingOf(sheet, { perMm: 1, whole: false }).photos;
  const owners = filling.items.flat();
  const placements = photosAt.map(({ left, top, width, height }, i) => {
    const rotated = cells[i].rotated !== columns;
    return { item: owners[i], leftMm: left, topMm: top, widthMm: width, heightMm: height, rotated };
  });
  return { ...sheet, paper, placements };
}

type Side = Pick<SheetPlan, 'widthMm' | 'heightMm'>;

/**
 * Margins may be smaller by this, because shops round inches to whole mm: 5R is called 127 x 178 mm and is 177.8 mm
 * long.
 */
const marginSlackMm = 0.1;

/** Returns the area that margins and ruler leave for photos. */
function usable(side: Side, { marginMm, gapMm, ruler }: SheetRequest): Area {
  const leastMarginMm = Math.max(0, marginMm - marginSlackMm);
  const widthMm = Math.max(0, side.widthMm - 2 * leastMarginMm);
  const belowMm = ruler ? gapMm + rulerSizeMm.heightMm : 0;
  const heightMm = Math.max(0, side.heightMm - 2 * leastMarginMm - belowMm);
  const isTooNarrow = ruler && widthMm < rulerSizeMm.widthMm;
  return { widthMm, heightMm: isTooNarrow ? 0 : heightMm, gapMm };
}

/** Returns a negative number when `a` is better. The first difference decides. */
function compare(a: Filling, b: Filling): number {
  return b.evenly - a.evenly || b.total - a.total || mixed(a) - mixed(b);
}

/** Returns the number of photos that stand in another direction than most. */
function mixed(filling: Filling): number {
  const turned = turnedOf(filling);
  return Math.min(turned, filling.total - turned);
}

function turnedOf({ rows }: Filling): number {
  return rows.flat().filter(({ rotated }) => rotated).length;
}

function tooSmall({ paper, marginMm, gapMm, ruler, items }: SheetRequest): PhotoRejected {
  const ordered = items.map(({ widthMm, heightMm, count }) => {
    return `${count === 'fill' ? 1 : count} of ${round(widthMm)} x ${round(heightMm)} mm`;
  });
  const setting = `a margin of ${marginMm} mm, gaps of ${gapMm} mm${ruler ? ' and a ruler' : ''}`;
  const list = ordered.length > 0 ? ordered.join(', ') : 'no photo';
  return new PhotoRejected('sheet-too-small', `${paper.name.en} with ${setting} cannot hold ${list}.`);
}

function round(mm: number): number {
  return Math.round(mm * 10) / 10;
}
