/**
 * Small pictures of the uploads for the row of photos and the table. A page that shows many files of full size stands still
 * while the browser decodes them.
 */
import { thumbnailOf } from '../browser/thumbnail.ts';
import type { Photo } from './photo.ts';

/** Ends when the thumbnails that were asked for are made. One at a time, so that uploads and the page go on. */
let made: Promise<void> = Promise.resolve();

/** Makes the thumbnail of a photo's file when its turn comes. There is none where the browser cannot read the format. */
export function makeThumbnail({ file, thumbnail }: Photo): void {
  if (!file) return;
  made = made.then(async () => {
    const small = await thumbnailOf(file).catch(() => null);
    thumbnail.value = small && URL.createObjectURL(small);
  });
}
