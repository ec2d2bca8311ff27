/** What the page needs of French at once. */
import { en } from '../en/texts.ts';
import type { MainTexts } from '../texts.ts';
import { withEnglish } from '../translation.ts';
import { namesFr } from './names.ts';
import { fr } from './texts.ts';
import { typeset } from './typeset.ts';

export const main: MainTexts = { texts: typeset(withEnglish(en, fr)), names: namesFr, remarks: {} };
