/** The landmarks of a face that have names. */

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
