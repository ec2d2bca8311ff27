/** Measures the light on the cheeks of a face in a frame. */
import type { MeasuredFace } from '../../core/faces/face-mesh.ts';
import { linearOf } from '../../core/lab.ts';
import { distance, type Point } from '../../core/measure.ts';
import type { FaceLight, Frame } from './face-reading.ts';

/** Side of a zone in eye distances, as ICAO draws it (functions/compose/checks/samples.ts). */
const zoneSide = 0.3;

/** Returns null when a cheek is not in the frame. */
export function readLight(frame: Frame, { landmarks, leftEye, rightEye }: MeasuredFace): FaceLight | null {
  const half = Math.max(1, (zoneSide / 2) * distance(leftEye, rightEye));
  const [left, right] = [landmarks.cheekLeft, landmarks.cheekRight].map((place) => meanColour(frame, place, half));
  if (!left || !right) return null;
  const balances = left.map((value, i) => Math.min(value, right[i]) / Math.max(value, right[i], 1));
  const worst = balances.indexOf(Math.min(...balances));
  const luminance = (luminanceOf(left) + luminanceOf(right)) / 2;
  return { luminance, left: left[worst] / 255, right: right[worst] / 255 };
}

/** Returns the mean red, green and blue of a square, coded 0..255; null when no px of it is in the frame. */
function meanColour({ widthPx, heightPx, data }: Frame, place: Point, half: number): readonly number[] | null {
  const sums = [0, 0, 0];
  let count = 0;
  for (let y = Math.max(0, Math.round(place.y - half)); y < Math.min(heightPx, place.y + half); y++) {
    for (let x = Math.max(0, Math.round(place.x - half)); x < Math.min(widthPx, place.x + half); x++) {
      const at = 4 * (y * widthPx + x);
      for (let channel = 0; channel < 3; channel++) sums[channel] += data[at + channel];
      count++;
    }
  }
  return count > 0 ? sums.map((sum) => sum / count) : null;
}

function luminanceOf([red, green, blue]: readonly number[]): number {
  return 0.2126 * linearOf(red) + 0.7152 * linearOf(green) + 0.0722 * linearOf(blue);
}
