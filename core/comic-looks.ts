/** The looks and sizes of a comic portrait. */

/** `clean`: flat colours and fine lines. `ink`: strong lines and black shadows. `pop`: bright colours, dots in the shadows, a white rim. */
export const comicLooks = ['clean', 'ink', 'pop'] as const;

export type ComicLook = (typeof comicLooks)[number];

/** The look of an order that names none. */
export const usualComicLook: ComicLook = 'clean';

/** The longer side of a comic, px. */
export const leastComicPx = 64;
export const mostComicPx = 1024;
