/** The looks and sizes of a comic portrait. */

/** `clean`: flat colours and fine lines. `ink`: strong lines and black shadows. `pop`: bright colours, dots in the shadows, a white rim. */
export const comicLooks = ['clean', 'ink', 'pop'] as const;

export type ComicLook = (typeof comicLooks)[number];

/** The look of a network that the operator of the studio has chosen (docs/guide/comic.md). */
export const networkLook = 'network';

/** The looks that an order can name. */
export const orderedLooks = [...comicLooks, networkLook] as const;
export type LookName = (typeof orderedLooks)[number];

/** The look of an order that names none. */
export const usualComicLook: ComicLook = 'clean';

/** The longer side of a comic, px. */
export const leastComicPx = 64;
export const usualComicPx = 1024;
/** Above the usual size, time and memory grow with the square of the side, and files have a note. */
export const mostComicPx = 2048;
