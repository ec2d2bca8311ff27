/** What the page needs of Spanish at once. */
import type { MainTexts } from '../texts.ts';
import { namesEs } from './names.ts';
import { es } from './texts.ts';

export const main: MainTexts = { texts: es, names: namesEs, remarks: {} };
