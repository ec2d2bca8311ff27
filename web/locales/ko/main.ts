/** What the page needs of Korean at once. */
import { en } from '../en/texts.ts';
import type { MainTexts } from '../texts.ts';
import { withEnglish } from '../translation.ts';
import { namesKo } from './names.ts';
import { ko } from './texts.ts';

export const main: MainTexts = { texts: withEnglish(en, ko), names: namesKo, remarks: {} };
