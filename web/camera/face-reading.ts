/** What the networks find in one frame of the camera, and the messages between the page and the worker. */
import type { MeasuredFace } from '../../core/faces/face-mesh.ts';

/** A frame of the camera: RGBA, row by row, not mirrored. */
export interface Frame {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8ClampedArray;
}

/** The light on the face, 0..1. */
export interface FaceLight {
  /** The mean luminance of both cheeks, of linear light. */
  readonly luminance: number;
  /** The light of the cheek at the left of the picture, and at its right, in the colour in which they differ most. */
  readonly left: number;
  readonly right: number;
}

/** What was found in one frame, px of the frame. */
export interface FaceReading {
  readonly widthPx: number;
  readonly heightPx: number;
  /** The number of people, bystanders left out. */
  readonly count: number;
  /** The largest face; null when there is none. */
  readonly face: MeasuredFace | null;
  /** Null without a face, and when its cheeks are not in the frame. */
  readonly light: FaceLight | null;
}

/** A message of the worker: the networks are open, a reading, or the reason why there will be none. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reading'; readonly reading: FaceReading }
  | { readonly kind: 'failed'; readonly reason: string };
