/**
 * Puts rows of photos in the middle of a paper; the same for mm (plan, PDF) and px (picture). Between sheet-rows.ts and
 * whoever draws.
 */

/** An upright rectangle; all lengths of one call are in one unit, mm or px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type Extent = Pick<Box, 'width' | 'height'>;

export interface Setting {
  readonly paper: Extent;
  /** Between neighbours in a row. */
  readonly columnGap: number;
  readonly rowGap: number;
  /** Stands below the photos, `above` away from them. */
  readonly ruler: (Extent & { readonly above: number }) | null;
}

export interface Arrangement {
  readonly rows: readonly (readonly Box[])[];
  readonly ruler: Box | null;
}

/**
 * Rows share their left edge and photos of a row their top edge, so that both are one cut.
 * @param snap what positions are rounded with: px take Math.floor.
 */
export function arrange(
  rows: readonly (readonly Extent[])[],
  { paper, columnGap, rowGap, ruler }: Setting,
  snap: (value: number) => number = (value) => value,
): Arrangement {
  const widths = rows.map((row) =>
    stretch(
      row.map(({ width }) => width),
      columnGap,
    ),
  );
  const heights = rows.map((row) => Math.max(...row.map(({ height }) => height)));
  const blockHeight = stretch(heights, rowGap);
  const wholeHeight = blockHeight + (ruler ? ruler.above + ruler.height : 0);
  const left = snap((paper.width - Math.max(...widths)) / 2);
  const top = snap((paper.height - wholeHeight) / 2);
  let rowTop = top;
  const boxes = rows.map((row, i) => {
    let cellLeft = left;
    const placed = row.map(({ width, height }) => {
      const box = { left: cellLeft, top: rowTop, width, height };
      cellLeft += width + columnGap;
      return box;
    });
    rowTop += heights[i] + rowGap;
    return placed;
  });
  if (!ruler) return { rows: boxes, ruler: null };
  const { width, height, above } = ruler;
  return {
    rows: boxes,
    ruler: { left: snap((paper.width - width) / 2), top: top + blockHeight + above, width, height },
  };
}

/** Length of several with gaps between them. */
export function stretch(lengths: readonly number[], gap: number): number {
  return lengths.reduce((sum, length) => sum + length, gap * (lengths.length - 1));
}
