/** What the page needs of Portuguese at once. */
import { en } from '../en/texts.ts';
import type { MainTexts } from '../texts.ts';
import { withEnglish } from '../translation.ts';
import { namesPt } from './names.ts';
import { pt } from './texts.ts';

export const main: MainTexts = { texts: withEnglish(en, pt), names: namesPt, remarks: {} };
