/**
 * The files of the test portrait: a drawn person, with the exact positions and opacity that the drawing defines.
 * build/pre-traffic-portrait.ts writes them, handler.ts reads them, judge.ts compares a cutout with them.
 */
import * as z from 'zod';

const point = z.object({ x: z.number(), y: z.number() });

export const portraitFile = 'portrait.jpg';
/** The person's exact opacity, one channel of 8 bits. */
export const opacityFile = 'opacity.png';
export const truthFile = 'truth.json';

/** Positions in the portrait, px. */
export const truthSchema = z.object({
  widthPx: z.number(),
  heightPx: z.number(),
  leftEye: point,
  rightEye: point,
  chin: point,
  crownHair: point,
  /** Distance from the crown of the hair to the chin, px. */
  headHeightPx: z.number(),
});
export type PortraitTruth = z.infer<typeof truthSchema>;
