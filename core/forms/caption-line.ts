/** One line of a caption. It is apart from caption.ts, so that the page has it without a schema. */

/** A longer line cannot be read in the photo of a form. */
export const maxCharacters = 40;

/** The signs of a keyboard and Latin letters with accents: the characters of functions/compose/caption/glyphs.json. */
export const printable = /^[ -~À-ÖØ-öø-ćĊ-ēĖ-ěĞ-ģĦħĪīĮ-ĳĶķĹ-ľŁ-ňŊ-ōŐ-śŞ-šŤťŪ-ž]+$/;
