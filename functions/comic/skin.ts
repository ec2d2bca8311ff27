/** Measures the colour of the skin in the portrait, so that a step of lightness lies on it and its colours stay. */
import type { HeadMeasurements } from '../../core/head.ts';
import type { Lab } from '../../core/lab.ts';
import { apply, type Rect } from '../../core/measure.ts';
import type { PortraitFrame } from './portrait-frame.ts';

/** The cheeks and the nose: shares of the width of the face and of the distance from eyes to chin. */
const halfWidth = 0.3;
const fromEyes = 0.15;
const toChin = 0.55;
/** Every so many px are read. */
const strideX = 3;

/**
 * Returns the median colour of the cheeks; without a face, that of the whole subject.
 * @param picture CIELAB pixels, as the kernel `labPlane` returns them.
 */
export function skinColour(picture: Uint8Array, measured: HeadMeasurements, frame: PortraitFrame): Lab {
  const words = new Int16Array(picture.buffer, picture.byteOffset, picture.length / 2);
  const { widthPx } = frame;
  const { leftPx, topPx, widthPx: across, heightPx: down } = cheeks(measured, frame);
  const found: [number[], number[], number[]] = [[], [], []];
  for (let y = topPx; y < topPx + down; y += strideX) {
    for (let x = leftPx; x < leftPx + across; x += strideX) {
      const at = (y * widthPx + x) * 4;
      if (words[at + 3] < 255) continue;
      found.forEach((values, channel) => {
        values.push(words[at + channel] / 64);
      });
    }
  }
  const [lightness, a, b] = found.map(median);
  return { lightness: lightness ?? 50, a: a ?? 0, b: b ?? 0 };
}

function cheeks({ face, head }: HeadMeasurements, { widthPx, heightPx, map, scale }: PortraitFrame): Rect {
  if (!face || !head) return { leftPx: 0, topPx: 0, widthPx, heightPx };
  const { x, y } = apply(map, head.eyeMiddle);
  const left = Math.max(0, Math.round(x - halfWidth * head.widthPx * scale));
  const right = Math.min(widthPx, Math.round(x + halfWidth * head.widthPx * scale));
  const top = Math.max(0, Math.round(y + fromEyes * head.chinPx * scale));
  const bottom = Math.min(heightPx, Math.round(y + toChin * head.chinPx * scale));
  return { leftPx: left, topPx: top, widthPx: right - left, heightPx: bottom - top };
}

function median(values: number[]): number | undefined {
  values.sort((p, q) => p - q);
  return values[values.length >> 1];
}
