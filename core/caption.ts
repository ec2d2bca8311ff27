/** The caption of a photo: name and day in a white strip at the foot, as some forms want it. */
import * as z from 'zod';
import { maxCharacters, printable } from './forms/caption-line.ts';

/** Some forms want the name alone, others the name and the day. */
const maxLines = 2;
const lineSchema = z
  .string()
  .normalize()
  .trim()
  .min(1)
  .max(maxCharacters)
  .regex(printable, 'a caption has Latin letters, digits and the signs of a keyboard only, such as JANE DOE');

/** One or two lines, from above. */
export const captionSchema = z.array(lineSchema).min(1).max(maxLines);
