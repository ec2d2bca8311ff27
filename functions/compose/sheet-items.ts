/** Reads from an order which of its photos stand on the sheet, how large and how often. Between jobs.ts and sheet-plan.ts. */
import { resolveBackdrop } from '../../core/backdrop.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { mmToPx } from '../../core/measure.ts';
import type { SheetOrder } from '../../core/sheet-order.ts';
import { findStandard } from '../../core/standards.ts';
import type { Job } from './jobs.ts';
import type { SheetItem } from './sheet-counts.ts';

/** One photo of the order on its sheet. */
export interface NamedSheetItem extends SheetItem {
  /** Of the finished photo. */
  readonly fileName: string;
}

/**
 * The sheet's photos in the order they were asked for; every photo of the order when the sheet names none.
 * @throws PhotoRejected `bad-order` when the sheet names a photo that the order does not make; `unknown-standard`.
 */
export function sheetItemsOf({ photos }: SheetOrder, jobs: readonly Job[]): NamedSheetItem[] {
  const wanted = photos.length > 0 ? photos : [{ count: 'fill' as const }];
  return wanted.flatMap(({ standard, backdrop, count }) => {
    const id = standard === undefined ? null : findStandard(standard).id;
    const items = jobs
      .filter((job) => id === null || job.standard.id === id)
      .flatMap((job) => {
        const name = backdrop === undefined ? null : resolveBackdrop(backdrop, job.standard).name;
        const files = job.files.filter((file) => name === null || file.backdrop.name === name);
        return files.map(({ fileName }) => ({ fileName, ...printSizeMm(job), count }));
      });
    if (items.length > 0) return items;
    const asked = [standard, backdrop].filter((word) => word !== undefined).join(' on ');
    throw new PhotoRejected('bad-order', `The sheet asks for ${asked}, which the order does not make.`);
  });
}

/** As the standard states it; a photo for a portal, as large as its px are at its density. */
function printSizeMm({ standard, frame }: Job): Pick<SheetItem, 'widthMm' | 'heightMm'> {
  if (frame.profile === 'print' && standard.print) {
    return { widthMm: standard.print.widthMm, heightMm: standard.print.heightMm };
  }
  const pxPerMm = frame.pxPerMm ?? mmToPx(1, frame.densityDpi);
  return { widthMm: frame.widthPx / pxPerMm, heightMm: frame.heightPx / pxPerMm };
}
