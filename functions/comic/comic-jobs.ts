/** Turns an order for a comic into the list of files to make, so that a bad order is rejected before any work. */
import { type Backdrop, resolveBackdrop } from '../../core/backdrop.ts';
import { type LookName, usualComicLook, usualComicPx } from '../../core/comic-looks.ts';
import { PhotoRejected } from '../../core/errors.ts';
import type { PhotoOrder } from '../../core/order.ts';
import { plain } from '../compose/jobs.ts';

/** One portrait and the files that are made of it. */
interface ComicJob {
  readonly look: LookName;
  /** The longer side, px. */
  readonly sidePx: number;
  readonly files: readonly { readonly ground: Backdrop; readonly fileName: string }[];
}

/**
 * Returns the portrait to draw, and a file for each ground, each once. Without backdrops the ground is clear.
 * @throws PhotoRejected `bad-order` for a sheet, JPEG, the photo's own background or an unknown backdrop.
 */
export function comicJob({
  look = usualComicLook,
  sidePx = usualComicPx,
  backdrops,
  sheet,
  format,
}: PhotoOrder): ComicJob {
  if (sheet) throw new PhotoRejected('bad-order', 'A comic has no size in mm, so it cannot stand on a sheet.');
  if (format === 'jpeg') throw new PhotoRejected('bad-order', 'A comic is a PNG; leave the format out.');
  const grounds = (backdrops.length > 0 ? backdrops : ['transparent']).map(groundOf);
  const files = grounds.map((ground) => ({ ground, fileName: `comic-${look}-${plain(ground.name)}.png` }));
  return { look, sidePx, files: [...new Map(files.map((file) => [file.fileName, file])).values()] };
}

function groundOf(name: string): Backdrop {
  const ground = resolveBackdrop(name, { backdrops: [] });
  if (ground.kind !== 'original') return ground;
  throw new PhotoRejected('bad-order', "A comic cannot keep the photo's own background; name a colour or transparent.");
}
