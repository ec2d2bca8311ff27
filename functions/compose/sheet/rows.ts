/**
 * Fits photos into rows, so that a paper trimmer cuts straight through: every row is as high as its highest photo, and
 * photos stand upright or turned. Pure search over millimetres; sheet.ts asks it and lays its rows out.
 */

/** So many photos of one size. */
export interface Demand {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly count: number;
}

/** One photo in a row. `size` is an index into the demands; width and height are as it stands, turned or not. */
export interface Cell {
  readonly size: number;
  readonly rotated: boolean;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** From left to right, highest first. */
export type Row = readonly Cell[];

export interface Area {
  readonly widthMm: number;
  readonly heightMm: number;
  /** Between neighbours and between rows. */
  readonly gapMm: number;
}

/**
 * Steps of one search; one size takes some tens. 100 random mixes of two to five sizes hold 2746 photos in all with
 * 1 000 steps, 2747 with 5 000 and no more with 100 000.
 */
const mostSteps = 5_000;
/** Sums of mm in binary are not exact. */
const tolerance = 1e-6;

interface Search {
  readonly demands: readonly Demand[];
  readonly kinds: readonly Cell[];
  readonly area: Area;
  /** Photos still to be placed, by size. */
  readonly left: number[];
  readonly rows: Row[];
  steps: number;
}

/**
 * Rows that hold all of the demands, or null when none are found. Exact for one size; with several, photos that fill
 * the end of another's row are chosen greedily.
 */
export function fitRows(demands: readonly Demand[], area: Area): Row[] | null {
  const left = demands.map(({ count }) => count);
  const search = { demands, kinds: kindsOf(demands), area, left, rows: [], steps: 0 };
  return place(search, 0, area.heightMm + area.gapMm) ? search.rows : null;
}

/**
 * Adds as many rows as may begin with this kind, then takes them back one by one until the kinds after it hold the
 * rest.
 * @param roomMm height that is left, with a gap below.
 */
function place(search: Search, at: number, roomMm: number): boolean {
  const { kinds, area, left, rows } = search;
  if (left.every((count) => count === 0)) return true;
  if (at === kinds.length || ++search.steps > mostSteps || isTooMuch(search, roomMm)) return false;
  const rowMm = kinds[at].heightMm + area.gapMm;
  const before = rows.length;
  const mostRows = Math.floor((roomMm + tolerance) / rowMm);
  for (let row = takeRow(search, at); row.length > 0; row = takeRow(search, at)) rows.push(row);
  for (;;) {
    const begun = rows.length - before;
    if (begun <= mostRows && place(search, at + 1, roomMm - begun * rowMm)) return true;
    if (begun === 0) return false;
    for (const { size } of rows.pop() ?? []) left[size]++;
  }
}

/** No count above this fits, whatever the arrangement. */
export function mostThatMayFit({ widthMm, heightMm }: Omit<Demand, 'count'>, area: Area): number {
  const { gapMm } = area;
  const whole = (area.widthMm + gapMm) * (area.heightMm + gapMm);
  return Math.floor((whole + tolerance) / ((widthMm + gapMm) * (heightMm + gapMm)));
}

/** Both ways a photo can stand, highest first, so that a row's later kinds are never higher than its first. */
function kindsOf(demands: readonly Demand[]): Cell[] {
  const kinds = demands.flatMap(({ widthMm, heightMm }, size) => {
    const upright = { size, rotated: false, widthMm, heightMm };
    return widthMm === heightMm ? [upright] : [upright, { size, rotated: true, widthMm: heightMm, heightMm: widthMm }];
  });
  return kinds.sort((a, b) => b.heightMm - a.heightMm || Number(a.rotated) - Number(b.rotated));
}

/**
 * One row that begins with the kind at `at`, its end filled with later ones; takes them from what is left. May be
 * empty.
 */
function takeRow({ kinds, left, area: { widthMm, gapMm } }: Search, at: number): Row {
  const row: Cell[] = [];
  let roomMm = widthMm + gapMm;
  for (const kind of kinds.slice(at)) {
    const fitting = Math.floor((roomMm + tolerance) / (kind.widthMm + gapMm));
    const taken = Math.min(fitting, left[kind.size]);
    if (row.length === 0 && taken === 0) return row;
    for (let n = 0; n < taken; n++) row.push(kind);
    left[kind.size] -= taken;
    roomMm -= taken * (kind.widthMm + gapMm);
  }
  return row;
}

/** Whether what is still to be placed has a larger area than there is room, gaps counted on both sides. */
function isTooMuch({ demands, left, area: { widthMm, gapMm } }: Search, roomMm: number): boolean {
  const needed = demands.reduce((sum, demand, i) => {
    return sum + left[i] * (demand.widthMm + gapMm) * (demand.heightMm + gapMm);
  }, 0);
  return needed > roomMm * (widthMm + gapMm) + tolerance;
}
