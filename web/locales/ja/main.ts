/** What the page needs of Japanese at once. */
import { en } from '../en/texts.ts';
import type { MainTexts } from '../texts.ts';
import { withEnglish } from '../translation.ts';
import { namesJa } from './names.ts';
import { ja } from './texts.ts';

export const main: MainTexts = { texts: withEnglish(en, ja), names: namesJa, remarks: {} };
