/** The notes of a finished file: each point in which it does not meet its standard or suffers from its source. */
import * as z from 'zod';

export const noteCodes = [
  'padded', // the picture ends inside the frame, and the backdrop fills the rest
  'low-resolution', // the picture was enlarged
  'degraded', // memory was short, and something was made smaller
  'rule-missed', // a rule of the standard is not met; the measurements say by how much
  'hair-cut', // the picture or the crop cuts the hair
  'background-missing', // the file was cut out already, and white is behind the person
  'backdrop-not-allowed', // the office accepts only other backdrops
  'editing-not-allowed', // the office rejects edited photos or replaced backgrounds
  'editing-not-known', // a strict order, and no source states the rule on replaced backgrounds, or on light and contrast
  'caption-missing', // the form wants name and day in the foot of the photo
  'caption-not-asked', // no form of this standard asks for text on the photo
  'office-photo-only', // the office takes the photo itself, or takes it only from its certified service
  'photographer-only', // the office takes only photos of a photographer or booth
  'not-for-offices', // a drawing, which no office takes as a photo
  'beyond-usual-size', // a comic of more px than usual, which takes more time and memory
  'not-on-sheet', // a photo of the order has no print size
  'unconfirmed', // figures of this standard are not confirmed
] as const;

export type NoteCode = (typeof noteCodes)[number];

/** A note for the user of an output. */
export const noteSchema = z.object({ code: z.enum(noteCodes), message: z.string() });

export type OutputNote = z.infer<typeof noteSchema>;
