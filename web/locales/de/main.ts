/** What the page needs of German at once. */
import { en } from '../en/texts.ts';
import type { MainTexts } from '../texts.ts';
import { withEnglish } from '../translation.ts';
import { namesDe } from './names.ts';
import { de } from './texts.ts';

export const main: MainTexts = { texts: withEnglish(en, de), names: namesDe, remarks: {} };
