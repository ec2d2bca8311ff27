/** What the page needs of English at once. */
import type { MainTexts } from '../texts.ts';
import { en } from './texts.ts';

export const main: MainTexts = { texts: en, names: null, remarks: {} };
