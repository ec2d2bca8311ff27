/** What the page needs of Arabic at once. */
import type { MainTexts } from '../texts.ts';
import { namesAr } from './names.ts';
import { ar } from './texts.ts';

export const main: MainTexts = { texts: ar, names: namesAr, remarks: {} };
