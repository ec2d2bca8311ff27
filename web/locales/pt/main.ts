/** What the page needs of Portuguese at once. */
import type { MainTexts } from '../texts.ts';
import { namesPt } from './names.ts';
import { pt } from './texts.ts';

export const main: MainTexts = { texts: pt, names: namesPt, remarks: {} };
