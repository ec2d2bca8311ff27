/**
 * The head measurements that matting writes beside the cutout and compose reads: all that the second stage knows of
 * the person. Places are px of the working photo (the cutout's size), x right, y down.
 */
import * as z from 'zod';

const point = z.object({ x: z.number(), y: z.number() });

/** Raised when the meaning of a field changes; compose refuses a version it does not know. */
export const headVersion = 1;

/**
 * The named landmarks kept of the 468 (MediaPipe face mesh indices in brackets). Left and right as seen in the picture.
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
  /** As uploaded, after its EXIF orientation was applied. */
  source: z.object({ widthPx: z.number(), heightPx: z.number(), format: z.string() }),
  /** The size of cutout and working photo, at most the source's. */
  working: z.object({ widthPx: z.number(), heightPx: z.number() }),
  /** Which model cut the person out and at what input size. */
  model: z.object({ id: z.string(), widthPx: z.number(), heightPx: z.number() }),
  /** Null for a cutout of any subject, where no face was looked for. */
  face: z
    .object({
      count: z.number(),
      score: z.number(),
      box: z.object({ leftPx: z.number(), topPx: z.number(), widthPx: z.number(), heightPx: z.number() }),
      /** Positive roll: the head leans clockwise on screen. Positive yaw: turned to the picture's right. Positive pitch: looking up. */
      rollDeg: z.number(),
      yawDeg: z.number(),
      pitchDeg: z.number(),
      landmarks,
      leftEye: point,
      rightEye: point,
    })
    .nullable(),
  /**
   * Distances along the head's own up-and-down axis (which leans by rollDeg), px from the middle of the eye line;
   * chin is below it, both crowns above it, all positive. `crownHairPx` comes from the matte and counts hair and
   * headwear, `crownSkullPx` is the estimate of the skull under the hair. `hairCut` says the picture's edge cuts the hair.
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
