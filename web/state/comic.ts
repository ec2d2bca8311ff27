/** The comic portraits of a photo: orders one of each look, and puts a ground behind it. Loaded with the view. */
import { type Signal, signal } from '@preact/signals';
import { type ComicLook, usualComicLook } from '../../core/comic-looks.ts';
import { ApiFailure } from '../api/api-client.ts';
import { onGround } from '../browser/decode-picture.ts';
import { orderedFile } from './downloads.ts';
import { type Draft, orderOf } from './draft.ts';
import type { Photo } from './photo.ts';
import { placeOrder } from './place-order.ts';
import type { NamedFile } from './save-file.ts';

/** A comic on a clear ground, or why there is none. */
export type Comic =
  | { readonly kind: 'drawing' }
  | { readonly kind: 'done'; readonly file: NamedFile; readonly url: string }
  | { readonly kind: 'failed'; readonly isExpired: boolean };

export const look = signal<ComicLook>(usualComicLook);
/** `#rrggbb`; null for a clear ground. */
export const ground = signal<string | null>(null);

/** The comics of one cutout. */
interface DrawnComics {
  readonly strokes: Draft['strokes'];
  readonly byLook: Signal<ReadonlyMap<ComicLook, Comic>>;
}

const comics = new WeakMap<Photo, DrawnComics>();

/** Returns the comics of the photo by look; none after its cutout was corrected. */
export function comicsOf(photo: Photo): Signal<ReadonlyMap<ComicLook, Comic>> {
  const { strokes } = photo.draft.value;
  const known = comics.get(photo);
  if (known && known.strokes === strokes) return known.byLook;
  const byLook = signal<ReadonlyMap<ComicLook, Comic>>(new Map());
  comics.set(photo, { strokes, byLook });
  return byLook;
}

/**
 * Draws the comic of a look, unless it is there or being drawn. The record of a photo has one order, so the order of its
 * draft is placed again afterwards. Never throws.
 */
export async function drawComic(photo: Photo, wanted: ComicLook): Promise<void> {
  const { value: photoId } = photo.photoId;
  const drawn = comicsOf(photo);
  const set = (comic: Comic) => {
    drawn.value = new Map(drawn.value).set(wanted, comic);
  };
  const before = drawn.value.get(wanted)?.kind;
  if (photoId === null || before === 'drawing' || before === 'done') return;
  const { signal: stop } = photo.controller;
  set({ kind: 'drawing' });
  try {
    const { strokes } = orderOf(photo.draft.value);
    const file = await orderedFile(
      photo,
      photoId,
      { kind: 'comic', look: wanted, ...(strokes && { strokes }) },
      ({ kind }) => kind === 'comic',
    );
    set({ kind: 'done', file, url: URL.createObjectURL(file.blob) });
  } catch (error) {
    if (stop.aborted) {
      // Another order has begun. The comic is drawn when it is shown the next time.
      drawn.value = new Map([...drawn.value].filter(([other]) => other !== wanted));
      return;
    }
    set({ kind: 'failed', isExpired: error instanceof ApiFailure && error.code === 'cutout-expired' });
  }
  // An error is ignored: the photo is ordered again when it is opened the next time.
  await placeOrder(photoId, orderOf(photo.draft.value, !photo.withoutExtras), stop).catch(() => {});
}

/** Returns the file with the ground behind the person. */
export async function comicFile({ name, blob }: NamedFile, colour: string | null): Promise<NamedFile> {
  if (colour === null) return { name, blob };
  return { name: name.replace('transparent', colour.slice(1)), blob: await onGround(blob, colour) };
}
