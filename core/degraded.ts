/** What a function made smaller because its memory is short. Records, cutouts and results hold a list of these. */
import * as z from 'zod';
import type { OutputNote } from './notes.ts';

export const degradedSchema = z.object({
  /**
   * `photo`: the working photo, and with it the largest photo that can be made. `network`: the input of the network that cuts
   * out. `comic`: the portrait. `picture`: the picture that is searched.
   */
  what: z.enum(['photo', 'network', 'comic', 'picture']),
  /** The longer side that it has where memory is enough, px. */
  fromPx: z.number(),
  /** The longer side that it got, px. */
  toPx: z.number(),
  why: z.literal('memory'),
  /** The forecast for the usual size, MB. */
  neededMb: z.number(),
  /** The memory of the function, MB. */
  memoryMb: z.number(),
});

export type Degraded = z.infer<typeof degradedSchema>;

/** The field of records and results; empty when everything has its usual size, and in records before 0.3. */
export const degradedField = { degraded: z.array(degradedSchema).default([]) };

const names: Readonly<Record<Degraded['what'], string>> = {
  photo: 'The working photo',
  network: 'The input of the network',
  comic: 'The comic',
  picture: 'The picture that was searched',
};

/** Returns the notes for the files that were made of it. */
export function degradedNotes(degraded: readonly Degraded[]): OutputNote[] {
  return degraded.map(({ what, fromPx, toPx, neededMb, memoryMb }) => ({
    code: 'degraded',
    message: `${names[what]} has ${toPx} px instead of ${fromPx} px, because ${fromPx} px need ${neededMb} MB and the function has ${memoryMb} MB.`,
  }));
}
