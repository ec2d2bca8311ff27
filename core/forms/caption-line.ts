/** One line of a caption. It is apart from caption.ts, so that the page has it without a schema. */

import type { PhotoStandard } from '../standards.ts';

/** A longer line cannot be read in the photo of a form. */
export const maxCharacters = 40;

/** The signs of a keyboard and Latin letters with accents: the characters of functions/compose/caption/glyphs.json. */
export const printable = /^[ -~À-ÖØ-öø-ćĊ-ēĖ-ěĞ-ģĦħĪīĮ-ĳĶķĹ-ľŁ-ňŊ-ōŐ-śŞ-šŤťŪ-ž]+$/;

/**
 * Height of the strip by the number of lines, as a share of the photo's height. Our choice: the forms state no figure, and
 * the letters are then as large as in their examples.
 */
export const stripShares: readonly number[] = [0.09, 0.15];

/**
 * Returns whether a photo of this standard may have a caption: a source asks for it, or there is no office, as for a size
 * of one's own and a habit of the trade.
 */
export function takesCaption({ caption, sources, confidence }: PhotoStandard): boolean {
  return caption !== null || sources.length === 0 || confidence === 'convention';
}
