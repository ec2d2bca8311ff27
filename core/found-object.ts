/** An object that the detector found in a picture, as results and cutouts store it. */
import * as z from 'zod';

export const foundObjectSchema = z.object({
  /** The id of a label (core/labels). */
  label: z.string(),
  /** 0..1. Below 0.5 it is a guess. */
  score: z.number(),
  /** Px of the picture; inside it. */
  box: z.object({ leftPx: z.number(), topPx: z.number(), widthPx: z.number(), heightPx: z.number() }),
});

export type FoundObject = Readonly<z.infer<typeof foundObjectSchema>>;
