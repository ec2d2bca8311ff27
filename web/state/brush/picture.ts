/** The cutout that a person corrects: strokes are applied to its pixels and taken back, and it is drawn on a canvas. */
import { applyStroke, lineOf } from '../../../core/brush/apply-strokes.ts';
import type { Stroke } from '../../../core/brush/stroke.ts';
import { cutout } from '../../../core/raster.ts';
import { drawCutout } from '../../browser/decode-picture.ts';
import type { CutoutLayers } from '../load-cutout.ts';

export interface BrushPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Shows the person with all strokes. */
  readonly canvas: HTMLCanvasElement;
  /** Shows the whole working photo. */
  readonly photo: HTMLCanvasElement;
  /** Applies a further stroke. */
  readonly add: (stroke: Stroke) => void;
  /** Takes the last stroke back. */
  readonly takeBack: () => void;
}

/** The pixels under a stroke before it. */
interface Part {
  readonly left: number;
  readonly top: number;
  readonly pixels: ImageData;
}

/** The pixels that are stored to take strokes back; older ones are dropped, and their strokes are applied again. */
const mostStoredPx = 16_000_000;

/** Returns the picture without strokes. */
export function brushPicture({ cutout: start, photo, canvas: shown }: CutoutLayers): BrushPicture {
  const { widthPx, heightPx } = start;
  const canvas = drawCutout(start);
  const context = canvas.getContext('2d');
  const person = cutout(widthPx, heightPx, start.data.slice());
  let strokes: readonly Stroke[] = [];
  let parts: readonly (Part | null)[] = [];

  const paint = (stroke: Stroke) => {
    applyStroke(person, photo, stroke);
    const { left, top, width, height } = boxOf(stroke, person);
    if (width > 0 && height > 0)
      context?.putImageData(pixelsOf(person.data, widthPx, left, top, width, height), left, top);
  };
  const store = (stroke: Stroke): Part | null => {
    const { left, top, width, height } = boxOf(stroke, person);
    if (width <= 0 || height <= 0) return null;
    return { left, top, pixels: pixelsOf(person.data, widthPx, left, top, width, height) };
  };
  const restart = () => {
    person.data.set(start.data);
    context?.putImageData(new ImageData(new Uint8ClampedArray(start.data), widthPx, heightPx), 0, 0);
    for (const stroke of strokes) paint(stroke);
  };
  return {
    ...{ widthPx, heightPx, canvas, photo: shown },
    add: (stroke) => {
      parts = dropOld([...parts, store(stroke)]);
      strokes = [...strokes, stroke];
      paint(stroke);
    },
    takeBack: () => {
      const part = parts.at(-1);
      strokes = strokes.slice(0, -1);
      parts = parts.slice(0, -1);
      if (!part) {
        restart();
        return;
      }
      const { left, top, pixels } = part;
      for (let row = 0; row < pixels.height; row++) {
        const from = pixels.data.subarray(row * pixels.width * 4, (row + 1) * pixels.width * 4);
        person.data.set(from, ((top + row) * widthPx + left) * 4);
      }
      context?.putImageData(pixels, left, top);
    },
  };
}

/** Returns the parts without the oldest ones that are too many. */
function dropOld(parts: readonly (Part | null)[]): readonly (Part | null)[] {
  let storedPx = 0;
  const kept = parts.toReversed().map((part) => {
    storedPx += part ? part.pixels.width * part.pixels.height : 0;
    return storedPx <= mostStoredPx ? part : null;
  });
  return kept.toReversed();
}

/** Returns the box around the pixels that a stroke may change. */
function boxOf(stroke: Stroke, picture: { readonly widthPx: number; readonly heightPx: number }) {
  const { line, radiusPx } = lineOf(stroke, picture);
  const [xs, ys] = [line.map(({ x }) => x), line.map(({ y }) => y)];
  const left = Math.max(0, Math.floor(Math.min(...xs) - radiusPx));
  const top = Math.max(0, Math.floor(Math.min(...ys) - radiusPx));
  const width = Math.min(picture.widthPx, Math.ceil(Math.max(...xs) + radiusPx)) - left;
  const height = Math.min(picture.heightPx, Math.ceil(Math.max(...ys) + radiusPx)) - top;
  return { left, top, width, height };
}

function pixelsOf(
  data: Uint8Array,
  widthPx: number,
  left: number,
  top: number,
  width: number,
  height: number,
): ImageData {
  const pixels = new ImageData(width, height);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * widthPx + left) * 4;
    pixels.data.set(data.subarray(from, from + width * 4), row * width * 4);
  }
  return pixels;
}
