/** The field `tone` of an order. */
import * as z from 'zod';
import { toneLimits } from './tone/tone.ts';

const part = z.number().min(toneLimits.min).max(toneLimits.max).default(0);

/** A part that is left out changes nothing. */
export const toneSchema = z.strictObject({ light: part, contrast: part });
