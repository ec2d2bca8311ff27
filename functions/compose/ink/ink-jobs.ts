/** Turns an order for ink on paper into the list of files to make, so that a bad order is rejected before any work. */
import { type Backdrop, resolveBackdrop } from '../../../core/backdrop.ts';
import { PhotoRejected } from '../../../core/errors.ts';
import { documentStandards } from '../../../core/find-standard.ts';
import type { DocumentKind } from '../../../core/forms/document-kinds.ts';
import { type Frame, frameOf } from '../../../core/frame.ts';
import type { PhotoOrder } from '../../../core/order.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import { plain } from '../jobs.ts';

export type InkOrder = PhotoOrder & { readonly kind: DocumentKind };

/** One file that is to be made. */
export interface InkJob {
  readonly standard: PhotoStandard;
  readonly frame: Frame;
  readonly ground: Backdrop;
  readonly fileName: string;
}

/** In a smaller file no writing can be read, and a larger one no portal takes. */
const sideBandPx = { min: 16, max: 4000 };

/**
 * Returns the files to make, each once.
 * @throws PhotoRejected `unknown-standard`; `bad-order` for a sheet, another ground than white or transparent, or a size
 * outside the limits.
 */
export function inkJobs(order: InkOrder): InkJob[] {
  if (order.sheet)
    throw new PhotoRejected('bad-order', `A ${order.kind} is for a form, so it cannot stand on a sheet.`);
  const standards = new Map(documentStandards(order).map((standard) => [standard.id, standard]));
  return [...standards.values()].flatMap((standard) => {
    const grounds = (order.backdrops.length > 0 ? order.backdrops : ['white']).map((name) => groundOf(name, standard));
    const frame = frameOf(standard, order.densityDpi);
    refuseOddSize(standard, frame);
    return grounds.map((ground) => ({ standard, frame, ground, fileName: fileNameOf(order, standard, ground) }));
  });
}

function groundOf(name: string, standard: PhotoStandard): Backdrop {
  const ground = resolveBackdrop(name, standard);
  if (
    ground.kind === 'transparent' ||
    (ground.kind === 'solid' && Math.min(ground.colour.r, ground.colour.g, ground.colour.b) === 255)
  )
    return ground;
  throw new PhotoRejected('bad-order', `Ink stands on white or transparent, not on ${name}.`);
}

function refuseOddSize({ id }: PhotoStandard, { widthPx, heightPx }: Frame): void {
  const fits = (side: number) => side >= sideBandPx.min && side <= sideBandPx.max;
  if (fits(widthPx) && fits(heightPx)) return;
  const limits = `each side must have ${sideBandPx.min} to ${sideBandPx.max} px`;
  throw new PhotoRejected('bad-order', `${id} would be ${widthPx}x${heightPx} px; ${limits}.`);
}

function fileNameOf(order: InkOrder, { id, file }: PhotoStandard, ground: Backdrop): string {
  const isPng = ground.kind === 'transparent' || order.format === 'png' || file.formats?.includes('jpeg') === false;
  // The id of a file of a pack names its kind.
  const stem = id.includes(':') && !/\d/.test(id.split(':')[1]) ? plain(id) : `${order.kind}-${plain(id)}`;
  return `${stem}${ground.kind === 'transparent' ? '-transparent' : ''}.${isPng ? 'png' : 'jpg'}`;
}
