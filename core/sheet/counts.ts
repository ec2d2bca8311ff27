/**
 * Decides how many of each photo a sheet holds: first the stated numbers, then the fillers evenly, then whatever else
 * fits. rows.ts decides whether a number fits.
 */
import { type Area, type Demand, fitRows, mostThatMayFit, type Row } from './rows.ts';

/** One photo of a sheet, at its print size. */
export interface SheetItem {
  readonly widthMm: number;
  readonly heightMm: number;
  /** The number of this photo; `fill` is as many as fit, at least one. */
  readonly count: number | 'fill';
}

/** The photos of a sheet in rows. */
export interface Filling {
  readonly rows: readonly Row[];
  /** The index of the item in each cell, row by row. */
  readonly items: readonly (readonly number[])[];
  /** The number of photos that every filler has at least; 0 when there is no filler. */
  readonly evenly: number;
  readonly total: number;
}

/** Items of the same size. They can stand in each other's places, so they are one demand. */
interface SizeGroup {
  readonly widthMm: number;
  readonly heightMm: number;
  /** Indices of the items. */
  readonly members: readonly number[];
  readonly fixed: number;
  readonly fillers: number;
}

/** Fills the rows. Returns null when the stated numbers and one of each filler do not fit. */
export function fillRows(items: readonly SheetItem[], area: Area): Filling | null {
  const groups = groupBySize(items);
  const withFillers = groups.filter(({ fillers }) => fillers > 0);
  const at = (level: number): Demand[] => {
    return groups.map(({ fixed, fillers, widthMm, heightMm }) => {
      return { widthMm, heightMm, count: fixed + fillers * level };
    });
  };
  const first = withFillers.length > 0 ? 1 : 0;
  const mostLevel = Math.min(...withFillers.map((group) => mostThatMayFit(group, area)));
  const evenly = first === 0 ? 0 : largest(first, mostLevel, (level) => fitRows(at(level), area) !== null);
  let demands = at(evenly);
  let rows = fitRows(demands, area);
  if (!rows) return null;
  // Small photos come first, because most of them fit into the remaining space.
  for (const group of withFillers.toSorted((a, b) => a.widthMm * a.heightMm - b.widthMm * b.heightMm)) {
    const index = groups.indexOf(group);
    const holding = (count: number) => demands.map((demand, i) => (i === index ? { ...demand, count } : demand));
    const most = mostThatMayFit(group, area);
    demands = holding(largest(demands[index].count, most, (count) => fitRows(holding(count), area) !== null));
    rows = fitRows(demands, area) ?? rows;
  }
  const total = demands.reduce((sum, { count }) => sum + count, 0);
  return { rows, items: dealOut(rows, items, groups, demands), evenly, total };
}

/** Returns the largest number from `least` to `most` that fits, by binary search; `least` when none does. */
function largest(least: number, most: number, fits: (count: number) => boolean): number {
  let [known, end] = [least, most];
  while (known < end) {
    const middle = Math.ceil((known + end) / 2);
    if (fits(middle)) known = middle;
    else end = middle - 1;
  }
  return known;
}

/**
 * Returns the item of each cell. Within a size, the items follow one after the other; fillers get equal numbers or one
 * more.
 */
function dealOut(
  rows: readonly Row[],
  items: readonly SheetItem[],
  groups: readonly SizeGroup[],
  demands: readonly Demand[],
): number[][] {
  const queues = groups.map(({ members, fixed }, size) => {
    const fillers = members.filter((member) => items[member].count === 'fill');
    const shared = demands[size].count - fixed;
    return members.flatMap((member) => {
      const { count } = items[member];
      const extra = fillers.indexOf(member) < shared % fillers.length ? 1 : 0;
      const number = count === 'fill' ? Math.floor(shared / fillers.length) + extra : count;
      return Array.from({ length: number }, () => member);
    });
  });
  const next = queues.map(() => 0);
  return rows.map((row) => row.map(({ size }) => queues[size][next[size]++]));
}

function groupBySize(items: readonly SheetItem[]): SizeGroup[] {
  const keys = items.map(({ widthMm, heightMm }) => `${widthMm}x${heightMm}`);
  return [...new Set(keys)].map((key) => {
    const members = items.flatMap((_, index) => (keys[index] === key ? [index] : []));
    const counts = members.map((member) => items[member].count);
    const { widthMm, heightMm } = items[members[0]];
    const fixed = counts.reduce<number>((sum, count) => sum + (count === 'fill' ? 0 : count), 0);
    return { widthMm, heightMm, members, fixed, fillers: counts.filter((count) => count === 'fill').length };
  });
}
