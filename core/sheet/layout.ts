/** Places rows of photos in the middle of a paper. The same code works in mm (plan, PDF) and in px (picture). */

/** An upright rectangle. All lengths of one call have the same unit, mm or px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type Extent = Pick<Box, 'width' | 'height'>;

/** The paper and the distances on it. */
export interface Setting {
  readonly paper: Extent;
  /** Distance between neighbours in a row. */
  readonly columnGap: number;
  readonly rowGap: number;
  /** Size of the ruler, which stands `above` below the photos; null without a ruler. */
  readonly ruler: (Extent & { readonly above: number }) | null;
}

/** The boxes of all photos, and of the ruler when there is one. */
export interface Arrangement {
  readonly rows: readonly (readonly Box[])[];
  readonly ruler: Box | null;
}

/**
 * Places the rows. All rows begin at the same left edge, and the photos of a row have the same upper edge, so that each
 * of them is one cut.
 * @param snap rounds positions; Math.floor for px.
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

/** Returns the length of several boxes with gaps between them. */
export function stretch(lengths: readonly number[], gap: number): number {
  return lengths.reduce((sum, length) => sum + length, gap * (lengths.length - 1));
}
