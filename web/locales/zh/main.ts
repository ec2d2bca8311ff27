/** What the page needs of Chinese at once. */
import type { MainTexts } from '../texts.ts';
import { remarksZh } from './remarks.ts';
import { zh } from './texts.ts';
import { typeset } from './typeset.ts';

export const main: MainTexts = { texts: typeset(zh), names: null, remarks: typeset(remarksZh) };
