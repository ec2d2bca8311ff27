/** Writes the file of a planned sheet: picture.ts draws JPEG and PNG, pdf.ts writes PDF. */
import { PhotoRejected } from '../../../core/errors.ts';
import type { SheetPhoto, SheetPlan } from '../../../core/sheet/plan.ts';
import type { SheetFormat } from '../../../core/sheet-order.ts';
import { writeSheetPdf } from './pdf.ts';
import { drawSheet, paperPx } from './picture.ts';

/** The file of a sheet. */
export interface SheetFile {
  readonly bytes: Uint8Array;
  readonly contentType: 'image/jpeg' | 'image/png' | 'application/pdf';
  /** Size of the paper at the ordered density; a PDF has no pixels of its own. */
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The format and density of a sheet. */
export interface SheetFileRequest {
  readonly format: SheetFormat;
  /** Density of a picture. A PDF places the photos' own px at their true size. */
  readonly densityDpi: number;
}

/**
 * Writes the planned sheet. A picture has exact px, its density and an sRGB profile. A PDF has one page of the paper's
 * true size, with every photo's own file in it once.
 * @param photos the finished photos, JPEG or PNG, one for each item of the plan. A photo whose px do not fit its print
 * size at this density is resampled once.
 * @throws PhotoRejected `bad-order` as {@link refuseHugeSheet}.
 * @throws Fault `bad-payload` when a photo is missing or is neither JPEG nor PNG.
 */
export async function renderSheet(
  plan: SheetPlan,
  photos: readonly SheetPhoto[],
  { format, densityDpi }: SheetFileRequest,
): Promise<SheetFile> {
  refuseHugeSheet(plan, { format, densityDpi });
  const { width: widthPx, height: heightPx } = paperPx(plan, densityDpi);
  if (format === 'pdf') {
    return { bytes: await writeSheetPdf(plan, photos), contentType: 'application/pdf', widthPx, heightPx };
  }
  const bytes = await drawSheet(plan, photos, format, densityDpi);
  return { bytes, contentType: format === 'jpeg' ? 'image/jpeg' : 'image/png', widthPx, heightPx };
}

/** A4 and Letter at 600 dpi have 35 megapixels. */
const mostPx = 40_000_000;

/**
 * Rejects a sheet that {@link renderSheet} cannot draw, before its photos are made.
 * @throws PhotoRejected `bad-order` for a picture of more than 40 megapixels; a PDF has no such limit.
 */
export function refuseHugeSheet(plan: SheetPlan, { format, densityDpi }: SheetFileRequest): void {
  const { width, height } = paperPx(plan, densityDpi);
  if (format === 'pdf' || width * height <= mostPx) return;
  const limit = `the limit is ${mostPx / 1e6} megapixels; order a lower density or a PDF`;
  throw new PhotoRejected('bad-order', `The sheet would have ${width}x${height} px; ${limit}.`);
}
