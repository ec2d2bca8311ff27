/** What the page needs of Korean at once. */
import type { MainTexts } from '../texts.ts';
import { namesKo } from './names.ts';
import { ko } from './texts.ts';

export const main: MainTexts = { texts: ko, names: namesKo, remarks: {} };
