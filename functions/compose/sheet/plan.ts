/**
 * Lays finished photos out on a paper at their true size, as often as they fit. After the order is read, before any
 * photo is made: a sheet that cannot be is refused at once; sheet.ts writes what is planned here.
 */
import { PhotoRejected } from '../../../core/errors.ts';
import type { Paper } from '../../../core/papers.ts';
import type { SheetMarks } from '../../../core/sheet-order.ts';
import { type Filling, fillRows, type SheetItem } from './counts.ts';
import { drawingOf, type SheetRows } from './drawing.ts';
import type { Area } from './rows.ts';
import { rulerSizeMm } from './ruler.ts';

export interface SheetRequest {
  readonly paper: Paper;
  readonly marginMm: number;
  readonly gapMm: number;
  readonly marks: SheetMarks;
  readonly ruler: boolean;
  readonly items: readonly SheetItem[];
}

/** A finished photo, JPEG or PNG; its px are those of its print size at the sheet's density, or it is resampled. */
export interface SheetPhoto {
  readonly bytes: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** One photo on the paper. */
export interface Placement {
  /** Index into the request's items. */
  readonly item: number;
  readonly leftMm: number;
  readonly topMm: number;
  /** As it lies. */
  readonly widthMm: number;
  readonly heightMm: number;
  /** Turned clockwise by 90 degrees. */
  readonly rotated: boolean;
}

export interface SheetPlan extends SheetRows {
  readonly paper: Paper;
  /** In the order of the rows. */
  readonly placements: readonly Placement[];
}

/**
 * Where everything goes, in mm. Tries the paper both ways and the photos upright and turned, in rows; fillers as
 * even as possible come before the greatest number, and the sheet is held so that most photos are upright. Pure: the
 * same request gives the same plan.
 * @throws PhotoRejected `sheet-too-small` when the numbers asked for, or one of each filler, do not fit.
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
  const lying = ({ widthMm, heightMm }: Side) => {
    return columns ? { widthMm: heightMm, heightMm: widthMm } : { widthMm, heightMm };
  };
  const sheet = { ...lying(side), gapMm, marks, ruler, columns, rows: filling.rows.map((row) => row.map(lying)) };
  const photosAt = drawingOf(sheet, { perMm: 1, whole: false }).photos;
  const owners = filling.items.flat();
  const placements = photosAt.map(({ left, top, width, height }, i) => {
    const rotated = cells[i].rotated !== columns;
    return { item: owners[i], leftMm: left, topMm: top, widthMm: width, heightMm: height, rotated };
  });
  return { ...sheet, paper, placements };
}

type Side = Pick<SheetPlan, 'widthMm' | 'heightMm'>;

/** Margins may be narrower by this: shops round inches to whole mm, and 5R called 127 x 178 is 177.8 mm long. */
const marginSlackMm = 0.1;

/** What the margins and the ruler leave for photos. */
function usable(side: Side, { marginMm, gapMm, ruler }: SheetRequest): Area {
  const leastMarginMm = Math.max(0, marginMm - marginSlackMm);
  const widthMm = Math.max(0, side.widthMm - 2 * leastMarginMm);
  const belowMm = ruler ? gapMm + rulerSizeMm.heightMm : 0;
  const heightMm = Math.max(0, side.heightMm - 2 * leastMarginMm - belowMm);
  const isTooNarrow = ruler && widthMm < rulerSizeMm.widthMm;
  return { widthMm, heightMm: isTooNarrow ? 0 : heightMm, gapMm };
}

/** Negative when `a` is better: as a list, the first difference decides. */
function compare(a: Filling, b: Filling): number {
  return b.evenly - a.evenly || b.total - a.total || mixed(a) - mixed(b);
}

/** Photos that look another way than most. */
function mixed(filling: Filling): number {
  const turned = turnedOf(filling);
  return Math.min(turned, filling.total - turned);
}

function turnedOf({ rows }: Filling): number {
  return rows.flat().filter(({ rotated }) => rotated).length;
}

function tooSmall({ paper, marginMm, gapMm, ruler, items }: SheetRequest): PhotoRejected {
  const asked = items.map(({ widthMm, heightMm, count }) => {
    return `${count === 'fill' ? 1 : count} of ${round(widthMm)} x ${round(heightMm)} mm`;
  });
  const setting = `a margin of ${marginMm} mm, gaps of ${gapMm} mm${ruler ? ' and a ruler' : ''}`;
  const wanted = asked.length > 0 ? asked.join(', ') : 'no photo at all';
  return new PhotoRejected('sheet-too-small', `${paper.name.en} with ${setting} was to hold ${wanted}.`);
}

function round(mm: number): number {
  return Math.round(mm * 10) / 10;
}
