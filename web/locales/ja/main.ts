/** What the page needs of Japanese at once. */
import type { MainTexts } from '../texts.ts';
import { namesJa } from './names.ts';
import { ja } from './texts.ts';

export const main: MainTexts = { texts: ja, names: namesJa, remarks: {} };
