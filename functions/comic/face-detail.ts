/** Marks eyes and mouth, where the portrait keeps more of the photo. */
import type { HeadMeasurements } from '../../core/head.ts';
import { apply, distance, midpoint, type Point } from '../../core/measure.ts';
import type { PortraitFrame } from './portrait-frame.ts';

interface Ellipse {
  readonly middle: Point;
  readonly acrossPx: number;
  readonly downPx: number;
}

/** Radii as shares of the distance of the eyes, and of the width of the mouth. Tuned by eye. */
const eyeAcross = 0.4;
const eyeDown = 0.24;
const mouthAcross = 0.68;
const mouthDown = 0.36;
/** Full inside this share of the radius, nothing at the whole radius. */
const fullShare = 0.6;

/** Returns a byte a pixel of the portrait: 255 at eyes and mouth, 0 elsewhere and without a face. */
export function faceDetail({ face }: HeadMeasurements, frame: PortraitFrame): Uint8Array {
  const marks = new Uint8Array(frame.widthPx * frame.heightPx);
  if (!face) return marks;
  const { leftEye, rightEye, landmarks, rollDeg } = face;
  const eyesPx = distance(leftEye, rightEye);
  const { mouthLeft, mouthRight } = landmarks;
  const mouthPx = distance(mouthLeft, mouthRight);
  const eye = { acrossPx: eyesPx * eyeAcross, downPx: eyesPx * eyeDown };
  const mouth = { acrossPx: mouthPx * mouthAcross, downPx: mouthPx * mouthDown };
  for (const ellipse of [
    { middle: leftEye, ...eye },
    { middle: rightEye, ...eye },
    { middle: midpoint(mouthLeft, mouthRight), ...mouth },
  ])
    markEllipse(marks, frame, ellipse, rollDeg);
  return marks;
}

function markEllipse(marks: Uint8Array, frame: PortraitFrame, { middle, acrossPx, downPx }: Ellipse, rollDeg: number) {
  const { widthPx, heightPx, map, scale } = frame;
  const [across, down] = [acrossPx * scale, downPx * scale];
  if (across < 1 || down < 1) return;
  const { x, y } = apply(map, middle);
  const [cos, sin] = [Math.cos((rollDeg * Math.PI) / 180), Math.sin((rollDeg * Math.PI) / 180)];
  const reach = Math.max(across, down);
  const [left, right] = [Math.max(0, Math.floor(x - reach)), Math.min(widthPx, Math.ceil(x + reach))];
  const [top, bottom] = [Math.max(0, Math.floor(y - reach)), Math.min(heightPx, Math.ceil(y + reach))];
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const [dx, dy] = [column + 0.5 - x, row + 0.5 - y];
      const far = Math.hypot((cos * dx + sin * dy) / across, (cos * dy - sin * dx) / down);
      const share = Math.min(1, Math.max(0, (1 - far) / (1 - fullShare)));
      const at = row * widthPx + column;
      marks[at] = Math.max(marks[at], Math.round(255 * share * share * (3 - 2 * share)));
    }
  }
}
