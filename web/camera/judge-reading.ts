/** Judges what was found in a frame of the camera: the one thing that the person should change first. */
import { leanLimits } from '../../core/adjust/measure-head.ts';
import { eyeDistanceLimits, leastLightBalance, luminanceLimits, turnLimits } from '../../core/faces/limits.ts';
import { shareOutside } from '../../core/faces/outline.ts';
import { type Band, distance, midpoint, type Rect } from '../../core/measure.ts';
import type { FaceReading } from './face-reading.ts';
import type { Hint } from './hints.ts';

/**
 * The length from eyes to chin as a share of the height of the view. The outline has 0.245. Below the least, a photo of
 * 35 x 45 mm would be enlarged; above the most, shoulders and hair have too little space.
 */
const faceShare: Band = { min: 0.15, max: 0.33 };
/** The place of the middle of the eyes, as shares of the view. The outline has it at 0.5 and 0.44. */
const eyesAcross: Band = { min: 0.36, max: 0.64 };
const eyesDown: Band = { min: 0.3, max: 0.58 };
/** The crown of the hair is at most this many lengths from eyes to chin above the eyes. */
const crownLengths = 1.35;
/** The most of a face that may be outside the picture, in face widths (functions/matting/face/face.ts). */
const mostOutside = 0.08;
/** A frame that follows a good one may exceed the limits by this share of them, so that the countdown is not lost to noise. */
const leniency = 0.15;

/** How a frame is judged. */
interface JudgeOptions {
  /** Width over height of the part of the picture that the page shows. */
  readonly viewAspect: number;
  /** px of the video for one px of the frame. */
  readonly videoScale: number;
  /** True after a good frame. */
  readonly isLenient: boolean;
}

/** Returns the most important hint; null for a frame that is good. */
export function judgeReading(reading: FaceReading, options: JudgeOptions): Hint | null {
  const { face, count } = reading;
  if (!face) return 'no-face';
  if (count > 1) return 'one-person';
  const more = options.isLenient ? 1 + leniency : 1;
  const view = viewOf(reading, options.viewAspect);
  return (
    judgeExposure(reading, more) ??
    judgeDistance(reading, face, more, { heightPx: view.heightPx, videoScale: options.videoScale }) ??
    judgePlace(view, face, more) ??
    judgePose(face, more) ??
    judgeBalance(reading, more)
  );
}

type Face = NonNullable<FaceReading['face']>;

function judgeExposure({ light }: FaceReading, more: number): Hint | null {
  if (light && light.luminance < luminanceLimits.min / more) return 'too-dark';
  return light && light.luminance > luminanceLimits.max * more ? 'too-bright' : null;
}

function judgeDistance(
  reading: FaceReading,
  face: Face,
  more: number,
  { heightPx, videoScale }: { readonly heightPx: number; readonly videoScale: number },
): Hint | null {
  const share = chinPx(face) / heightPx;
  const eyesPx = (distance(face.leftEye, face.rightEye) / Math.cos(radians(face.yawDeg))) * videoScale;
  const isCut = shareOutside(face, reading) > mostOutside * more;
  if (share > faceShare.max * more || (isCut && share > faceShare.min)) return 'farther';
  const isSmall = share < faceShare.min / more || eyesPx < eyeDistanceLimits.advisedPx / more;
  // A camera of few px cannot give the advised distance of the eyes without cutting the head.
  return isSmall && share < faceShare.max / (1 + leniency) ? 'closer' : null;
}

function judgePlace(view: Rect, face: Face, more: number): Hint | null {
  const eyes = midpoint(face.leftEye, face.rightEye);
  const across = (eyes.x - view.leftPx) / view.widthPx;
  const down = (eyes.y - view.topPx) / view.heightPx;
  const crownPx = eyes.y - crownLengths * chinPx(face);
  const wide = (band: Band) => widened(band, (band.max - band.min) * ((more - 1) / 2));
  if (across < wide(eyesAcross).min) return 'move-right';
  if (across > wide(eyesAcross).max) return 'move-left';
  if (down < wide(eyesDown).min || crownPx < -(more - 1) * view.heightPx) return 'move-down';
  return down > wide(eyesDown).max ? 'move-up' : null;
}

function judgePose({ rollDeg, yawDeg, pitchDeg }: Face, more: number): Hint | null {
  const { yaw, pitch } = turnLimits;
  if (Math.abs(rollDeg) > leanLimits.advisedDeg * more) return 'upright';
  if (yawDeg > yaw.max * more) return 'turn-left';
  if (yawDeg < yaw.min * more) return 'turn-right';
  if (pitchDeg > pitch.max * more) return 'chin-down';
  return pitchDeg < pitch.min * more ? 'chin-up' : null;
}

function judgeBalance({ light }: FaceReading, more: number): Hint | null {
  if (!light) return null;
  const { left, right } = light;
  if (Math.min(left, right) >= (leastLightBalance / more) * Math.max(left, right)) return null;
  return left < right ? 'light-left' : 'light-right';
}

/** Returns the part of the frame that the page shows: the middle, in the shape of the view. */
export function viewOf({ widthPx, heightPx }: Pick<FaceReading, 'widthPx' | 'heightPx'>, aspect: number): Rect {
  const [width, height] = [Math.min(widthPx, heightPx * aspect), Math.min(heightPx, widthPx / aspect)];
  return { leftPx: (widthPx - width) / 2, topPx: (heightPx - height) / 2, widthPx: width, heightPx: height };
}

/** Returns the length from the middle of the eyes to the chin. */
function chinPx({ leftEye, rightEye, landmarks }: Face): number {
  return distance(midpoint(leftEye, rightEye), landmarks.chin);
}

const widened = ({ min, max }: Band, by: number): Band => ({ min: min - by, max: max + by });
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
