/** The result of the function that finds things in a picture: one JSON file for each upload under `objects/`. */
import * as z from 'zod';
import { foundObjectSchema } from './found-object.ts';

const resultVersion = 1;

export const objectResultSchema = z.object({
  version: z.literal(resultVersion),
  /** The key of the upload without `objects/`. */
  pictureId: z.string(),
  status: z.enum(['done', 'rejected']),
  /** The time of the upload, ISO 8601 UTC. */
  placedAt: z.string(),
  /** The upload. `sequencer` orders the uploads of one key. */
  source: z.object({ etag: z.string(), sizeBytes: z.number(), sequencer: z.string() }),
  /** The upright picture, px; the boxes are in it. Null when it was rejected. */
  picture: z.object({ widthPx: z.number(), heightPx: z.number() }).nullable(),
  /** Scores are at least 0.4, the best first. */
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
  rejection: z.object({ code: z.string(), message: z.string(), advice: z.string() }).nullable(),
  /** The network; `digest` is the sha256 of the graph and of the weights, separated by a space. */
  model: z.object({ id: z.string(), digest: z.string() }),
  codeVersion: z.string(),
  /** Time of each step, ms. */
  timings: z.record(z.string(), z.number()),
});

export type ObjectResult = z.infer<typeof objectResultSchema>;
export type NamedObject = ObjectResult['objects'][number];
