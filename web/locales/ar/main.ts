/** What the page needs of Arabic at once. */
import { en } from '../en/texts.ts';
import type { MainTexts } from '../texts.ts';
import { withEnglish } from '../translation.ts';
import { namesAr } from './names.ts';
import { ar } from './texts.ts';

export const main: MainTexts = { texts: withEnglish(en, ar), names: namesAr, remarks: {} };
