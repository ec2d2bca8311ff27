/** Reads the log lines in which a function reports a photo (functions/runtime/event-handler.ts). */
import * as z from 'zod';

const lineSchema = z.object({
  event: z.literal('photo'),
  requestId: z.string().max(100),
  /** Digest of the photoId. */
  photo: z.string().regex(/^[0-9a-f]{16}$/),
  outcome: z.string().max(40),
  /** Time of each step, ms. Names that no step has are left out, because labels must not hold other people's text. */
  timings: z.record(z.string(), z.number().nonnegative()).default({}),
});

/** One photo in one function. */
export type PhotoLine = z.infer<typeof lineSchema>;

const stepName = /^[a-z][\w-]{0,39}$/i;

/** Returns the photo of a line; null for other lines. */
export function parsePhotoLine(line: string): PhotoLine | null {
  if (!line.startsWith('{') || !line.includes('"photo"')) return null;
  const parsed = lineSchema.safeParse(parseJson(line));
  if (!parsed.success) return null;
  const timings = Object.entries(parsed.data.timings).filter(([step]) => stepName.test(step));
  return { ...parsed.data, timings: Object.fromEntries(timings) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
