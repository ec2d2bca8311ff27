/**
 * The golden portrait as the hook carries it: a drawn person and what is true of them because they were drawn. Written by
 * draw.ts when the project is built, read by handler.ts, held against a run by judge.ts.
 */
import * as z from 'zod';

const point = z.object({ x: z.number(), y: z.number() });

export const portraitFile = 'portrait.jpg';
/** The person's exact opacity, one channel of 8 bits. */
export const opacityFile = 'opacity.png';
export const truthFile = 'truth.json';

/** Places in px of the portrait. */
export const truthSchema = z.object({
  widthPx: z.number(),
  heightPx: z.number(),
  leftEye: point,
  rightEye: point,
  chin: point,
  crownHair: point,
  /** Crown of the hair to chin. */
  headHeightPx: z.number(),
});
export type PortraitTruth = z.infer<typeof truthSchema>;
