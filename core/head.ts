/**
 * The head measurements: matting writes them beside the cutout, and compose reads them. Points are px of the working
 * photo, which has the size of the cutout; x to the right, y down.
 */
import * as z from 'zod';

const point = z.object({ x: z.number(), y: z.number() });

/** Version of the format. Increase it when the meaning of a field changes; compose rejects other versions. */
export const headVersion = 1;

/**
 * The landmarks that are kept of the 468, with their indices in the MediaPipe face mesh. Left and right are as seen in
 * the picture.
 */
export const landmarkIndices = {
  leftEyeOuter: 33,
  leftEyeInner: 133,
  leftEyeUpperLid: 159,
  leftEyeLowerLid: 145,
  rightEyeInner: 362,
  rightEyeOuter: 263,
  rightEyeUpperLid: 386,
  rightEyeLowerLid: 374,
  noseTip: 1,
  noseBridge: 168,
  mouthLeft: 61,
  mouthRight: 291,
  innerLipUpper: 13,
  innerLipLower: 14,
  chin: 152,
  foreheadTop: 10,
  faceLeft: 234,
  faceRight: 454,
  cheekLeft: 50,
  cheekRight: 280,
} as const;

export type LandmarkName = keyof typeof landmarkIndices;

const landmarks = z.object(
  Object.fromEntries(Object.keys(landmarkIndices).map((name) => [name, point])) as Record<LandmarkName, typeof point>,
);

export const headSchema = z.object({
  version: z.literal(headVersion),
  /** The upload, after its EXIF orientation was applied. */
  source: z.object({ widthPx: z.number(), heightPx: z.number(), format: z.string() }),
  /** The size of cutout and working photo; at most the size of the source. */
  working: z.object({ widthPx: z.number(), heightPx: z.number() }),
  /** The model that cut the person out, and its input size. */
  model: z.object({ id: z.string(), widthPx: z.number(), heightPx: z.number() }),
  /** Null for a `cutout` order, which looks for no face. */
  face: z
    .object({
      count: z.number(),
      score: z.number(),
      box: z.object({ leftPx: z.number(), topPx: z.number(), widthPx: z.number(), heightPx: z.number() }),
      /**
       * Positive roll: the head leans clockwise on the screen. Positive yaw: it turns to the right of the picture.
       * Positive pitch: it looks up.
       */
      rollDeg: z.number(),
      yawDeg: z.number(),
      pitchDeg: z.number(),
      landmarks,
      leftEye: point,
      rightEye: point,
    })
    .nullable(),
  /**
   * Distances along the axis of the head, which leans by rollDeg, in px from the middle of the eye line; all positive.
   * The chin is below it, both crowns are above it. `crownHairPx` is measured on the matte, with hair and headwear.
   * `crownSkullPx` is an estimate of the skull under the hair. `hairCut` is true when the edge of the picture cuts the
   * hair.
   */
  head: z
    .object({
      eyeMiddle: point,
      chinPx: z.number(),
      crownHairPx: z.number(),
      crownSkullPx: z.number(),
      widthPx: z.number(),
      hairCut: z.boolean(),
    })
    .nullable(),
});

export type HeadMeasurements = z.infer<typeof headSchema>;
export type FaceMeasurements = NonNullable<HeadMeasurements['face']>;
export type Landmarks = FaceMeasurements['landmarks'];
