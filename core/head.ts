/**
 * The head measurements: matting writes them beside the cutout, and compose reads them. Points are px of the working
 * photo, which has the size of the cutout; x to the right, y down.
 */
import * as z from 'zod';
import { degradedField } from './degraded.ts';
import { documentKinds } from './forms/document-kinds.ts';
import { foundObjectSchema } from './found-object.ts';
import type { Point } from './measure.ts';

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

/** The indices of the mesh's landmarks around the face, from the top of the forehead clockwise on the screen. */
const faceOutline: readonly number[] = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
  172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

export type LandmarkName = keyof typeof landmarkIndices;

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

/**
 * Returns how far the face reaches beyond the edges of the picture, in widths of the face; 0 when it is inside, and for
 * the files of versions before 0.3.
 */
export function shareOutside(
  face: Pick<FaceMeasurements, 'mesh' | 'landmarks'>,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): number {
  const { faceLeft, faceRight } = face.landmarks;
  const faceWidthPx = Math.max(1, Math.hypot(faceRight.x - faceLeft.x, faceRight.y - faceLeft.y));
  const depths = outlineOf(face).map(({ x, y }) => Math.max(0, -x, -y, x - widthPx, y - heightPx));
  return Math.max(0, ...depths) / faceWidthPx;
}

/** Returns the points around the face; none for the files of versions before 0.3. */
export function outlineOf(face: Pick<FaceMeasurements, 'mesh'>): Point[] {
  return faceOutline.flatMap((index) => meshPoint(face, index) ?? []);
}

/** Returns one of the 468 landmarks; undefined for the files of versions before 0.3. */
export function meshPoint({ mesh }: Pick<FaceMeasurements, 'mesh'>, index: number): Point | undefined {
  const [x, y] = [mesh[2 * index], mesh[2 * index + 1]];
  return x === undefined || y === undefined ? undefined : { x, y };
}
