/** The result of the function that finds things in a picture: one JSON file for each upload under `objects/`. */
import * as z from 'zod';
import { foundObjectSchema } from './found-object.ts';
import { pictureResultFields } from './picture-result.ts';

export const objectResultSchema = z.object({
  ...pictureResultFields,
  /** Scores are at least 0.4, the best first. The boxes are in px of the upright picture. */
  objects: z.array(
    foundObjectSchema.extend({
      /** The names of the label. */
      en: z.string(),
      zh: z.string(),
      /** The colour of its box in the drawn picture, `#rrggbb`. */
      colour: z.string(),
    }),
  ),
  /** The key of the picture with the boxes drawn; null when it was not asked for. */
  drawn: z.string().nullable(),
  /**
   * The network; `digest` is the sha256 of the graph and of the weights, separated by a space. `version` is the name of the
   * function among its versions; null when it has none.
   */
  model: z.object({ id: z.string(), digest: z.string(), version: z.string().nullable().default(null) }),
});

export type ObjectResult = z.infer<typeof objectResultSchema>;
export type NamedObject = ObjectResult['objects'][number];
