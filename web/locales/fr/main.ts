/** What the page needs of French at once. */
import type { MainTexts } from '../texts.ts';
import { namesFr } from './names.ts';
import { fr } from './texts.ts';
import { typeset } from './typeset.ts';

export const main: MainTexts = { texts: typeset(fr), names: namesFr, remarks: {} };
