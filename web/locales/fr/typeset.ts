/** Puts the space before French punctuation, and inside its quotes, where no line breaks. */
import { typesetWith } from '../typeset.ts';

const noBreakSpace = '\u00a0';

export function typeset<T>(texts: T): T {
  return typesetWith(texts, (text) => text.replace(/ (?=[:;!?%»])|(?<=«) /gu, noBreakSpace));
}
