/** What the page needs of Spanish at once. */
import { en } from '../en/texts.ts';
import type { MainTexts } from '../texts.ts';
import { withEnglish } from '../translation.ts';
import { namesEs } from './names.ts';
import { es } from './texts.ts';

export const main: MainTexts = { texts: withEnglish(en, es), names: namesEs, remarks: {} };
