/** What the result files of all functions have in common that look at a picture: one JSON file for each upload. */
import * as z from 'zod';
import { degradedField } from './degraded.ts';

/** The fields that such a result begins with. */
export const pictureResultFields = {
  version: z.literal(1),
  /** The key of the upload without its prefix. */
  pictureId: z.string(),
  status: z.enum(['done', 'rejected']),
  /** The time of the upload, ISO 8601 UTC. */
  placedAt: z.string(),
  /** The upload. `sequencer` orders the uploads of one key. */
  source: z.object({ etag: z.string(), sizeBytes: z.number(), sequencer: z.string() }),
  /** The upright picture, px. Null when it was rejected. */
  picture: z.object({ widthPx: z.number(), heightPx: z.number() }).nullable(),
  rejection: z.object({ code: z.string(), message: z.string(), advice: z.string() }).nullable(),
  ...degradedField,
  codeVersion: z.string(),
  /** Time of each step, ms. */
  timings: z.record(z.string(), z.number()),
};

const pictureResultSchema = z.object(pictureResultFields);
export type PictureResult = z.infer<typeof pictureResultSchema>;
