/** What the page needs of German at once. */
import type { MainTexts } from '../texts.ts';
import { namesDe } from './names.ts';
import { de } from './texts.ts';

export const main: MainTexts = { texts: de, names: namesDe, remarks: {} };
