/**
 * The head measurements: matting writes them beside the cutout, and compose reads them. Points are px of the working
 * photo, which has the size of the cutout; x to the right, y down.
 */
import * as z from 'zod';
import { degradedField } from './degraded.ts';
import { type LandmarkName, landmarkIndices } from './faces/landmarks.ts';
import { documentKinds } from './forms/document-kinds.ts';
import { foundObjectSchema } from './found-object.ts';

const point = z.object({ x: z.number(), y: z.number() });

/** Version of the format. Increase it when the meaning of a field changes; compose rejects other versions. */
export const headVersion = 1;

/** An eye: its outline and the centre of its iris. */
const eye = z.object({
  /** x and y of 16 points in turn: the lower lid from the outer to the inner corner (9), then the upper lid between them. */
  outline: z.array(z.number()).length(32),
  iris: point,
});

/** Eyes and lips, found by a network that looks at each of them again. Left and right are as seen in the picture. */
const details = z.object({
  leftEye: eye,
  rightEye: eye,
  /** x and y of 20 points in turn: the inner edge of the lower lip from left to right (11), then that of the upper lip. */
  innerLips: z.array(z.number()).length(40),
});

const landmarks = z.object(
  Object.fromEntries(Object.keys(landmarkIndices).map((name) => [name, point])) as Record<LandmarkName, typeof point>,
);

const faceSchema = z.object({
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
  /** x and y of all 468 landmarks in turn. Empty in the files of versions before 0.3. */
  mesh: z.array(z.number()).default([]),
  /** Null in the files of versions before 0.3. */
  details: details.nullable().default(null),
  leftEye: point,
  rightEye: point,
});

/**
 * Distances along the axis of the head, which leans by rollDeg, in px from the middle of the eye line; all positive.
 * The chin is below it, both crowns are above it. `crownHairPx` is measured on the matte, with hair and headwear.
 * `crownSkullPx` is an estimate of the skull under the hair. `hairCut` is true when the edge of the picture cuts the
 * hair.
 */
const lengthsSchema = z.object({
  eyeMiddle: point,
  chinPx: z.number(),
  crownHairPx: z.number(),
  crownSkullPx: z.number(),
  widthPx: z.number(),
  hairCut: z.boolean(),
});

export const headSchema = z.object({
  version: z.literal(headVersion),
  /** The upload, after its EXIF orientation was applied. */
  source: z.object({ widthPx: z.number(), heightPx: z.number(), format: z.string() }),
  /**
   * The scene in a picture of a picture, px of the source: the photo inside a border, bars or a scanner's lid. All
   * measurements are of it alone. A tilted one was not cropped. Null for a plain photo and the files of versions before 0.3.
   */
  scene: z
    .object({
      leftPx: z.number(),
      topPx: z.number(),
      widthPx: z.number(),
      heightPx: z.number(),
      isTilted: z.boolean(),
    })
    .nullable()
    .default(null),
  /** The size of cutout and working photo; at most the size of the source. */
  working: z.object({ widthPx: z.number(), heightPx: z.number() }),
  /** `file`: the upload was cut out already, and its own opacity is the matte. `ink`: the darkness of ink on paper is. */
  matteBy: z.enum(['networks', 'file', 'ink']).default('networks'),
  /** The model that cut the person out, or that an own matte was compared with, and its input size; 0 when it did not run. */
  model: z.object({ id: z.string(), widthPx: z.number(), heightPx: z.number() }),
  /** Null for a `cutout` order, which looks for no face. Of two people, the left one in the picture. */
  face: faceSchema.nullable(),
  head: lengthsSchema.nullable(),
  /**
   * Of ink on paper: what it is, and its angle in degrees, positive when it falls to the right. Null for photos and in the
   * files of versions before 0.3.
   */
  ink: z
    .object({ kind: z.enum(documentKinds), angleDeg: z.number() })
    .nullable()
    .default(null),
  /** The right one of two people. Null in a photo of one person and in the files of versions before 0.3. */
  second: z.object({ face: faceSchema, head: lengthsSchema }).nullable().default(null),
  /**
   * Signs of a wrong cutout, squared widths of the face's box. `hazeArea` is half clear and away from every edge.
   * `conflictArea` is where the person prior and the matting network contradict each other; for an own matte, where it
   * contradicts the person that they find. `deniedArea` is the largest area that the cutout keeps
   * although the network denies it with more certainty than the prior claims it. `headMissing` is the share of the head, 0..1, that an own matte cuts off.
   * `thingArea` is a thing at head or shoulders that the network took for the person and that was left out. Null for `cutout`
   * orders and the files of versions before 0.3.
   */
  doubts: z
    .object({
      hazeArea: z.number(),
      conflictArea: z.number(),
      deniedArea: z.number().default(0),
      headMissing: z.number().default(0),
      thingArea: z.number().default(0),
    })
    .nullable()
    .default(null),
  /**
   * What the detector found in the working photo, the best first. Null where it did not look: for `cutout` orders, files that
   * are cut out already, ink, and in the files of versions before 0.3.
   */
  objects: z.array(foundObjectSchema).nullable().default(null),
  ...degradedField,
});

export type HeadMeasurements = z.infer<typeof headSchema>;
export type FaceMeasurements = NonNullable<HeadMeasurements['face']>;
export type CutoutDoubts = NonNullable<HeadMeasurements['doubts']>;
export type Landmarks = FaceMeasurements['landmarks'];
export type FaceDetails = z.infer<typeof details>;

/** Returns the px of the source for one px of the working photo. */
export function sourceScale({
  source,
  scene,
  working,
}: Pick<HeadMeasurements, 'source' | 'scene' | 'working'>): number {
  return (scene && !scene.isTilted ? scene.widthPx : source.widthPx) / working.widthPx;
}
