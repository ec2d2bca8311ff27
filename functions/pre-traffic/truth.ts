/**
 * The files that the pre-traffic check carries, with the exact values that their drawing defines. The files in build/ write
 * them; the checks read them and compare results with them.
 */
import * as z from 'zod';

const point = z.object({ x: z.number(), y: z.number() });

/** The test portrait, for the check of matting. */
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

/**
 * The test cutout, for the check of compose: a portrait as matting stores it (functions/runtime/cutout-file.ts), with a
 * coloured dot on each of three points.
 */
export const cutoutFile = 'cutout.jpg';
export const photoTruthFile = 'photo-truth.json';

/** The colours of the dots. Nothing else in the drawing is so bright, so each point can be found in the photo. */
export const dotColours = { leftEye: [0, 255, 0], rightEye: [0, 0, 255], chin: [255, 0, 0] } as const;
export type DotName = keyof typeof dotColours;

/** The order on the test cutout, and the photo that must come of it. Positions are px of the photo. */
export const photoTruthSchema = z.object({
  standard: z.string(),
  backdrop: z.string(),
  widthPx: z.number(),
  heightPx: z.number(),
  /** The colour of `backdrop`, 0..255. */
  backdropRgb: z.array(z.number()).length(3),
  /** Upper edge of the hair. */
  hairTopPx: z.number(),
  dots: z.object({ leftEye: point, rightEye: point, chin: point }),
  /** Distance from the top of the hair to the chin. */
  headHeightPx: z.number(),
});
export type PhotoTruth = z.infer<typeof photoTruthSchema>;
