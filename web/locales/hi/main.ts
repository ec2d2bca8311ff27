/** What the page needs of Hindi at once. */
import type { MainTexts } from '../texts.ts';
import { namesHi } from './names.ts';
import { hi } from './texts.ts';

export const main: MainTexts = { texts: hi, names: namesHi, remarks: {} };
