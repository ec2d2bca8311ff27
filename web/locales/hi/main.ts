/** What the page needs of Hindi at once. */
import { en } from '../en/texts.ts';
import type { MainTexts } from '../texts.ts';
import { withEnglish } from '../translation.ts';
import { namesHi } from './names.ts';
import { hi } from './texts.ts';

export const main: MainTexts = { texts: withEnglish(en, hi), names: namesHi, remarks: {} };
