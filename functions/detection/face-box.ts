/**
 * Finds faces with MediaPipe's short-range detector in the whole picture, or in overlapping parts of it for people far from
 * the camera. Its callers say which.
 */
import { boxInputPx, type FaceBox, faceBoxesIn, mergeOverlapping } from '../../core/faces/face-box.ts';
import { type Point, turnAndScale } from '../../core/measure.ts';
import type { Raster } from '../../core/raster.ts';
import type { Model } from '../inference/model.ts';
import { sampleToPlanes } from '../inference/sample.ts';

/**
 * Searches square windows that cover the picture.
 * @param windowPx side of a window; the long edge of the picture searches it as a whole.
 * @returns all faces, best first; empty when there is none.
 */
export async function findFaceBoxes(
  detector: Model,
  picture: Raster,
  windowPx = Math.max(picture.widthPx, picture.heightPx),
): Promise<readonly FaceBox[]> {
  const found: FaceBox[] = [];
  for (const corner of windowCorners(picture, windowPx)) {
    found.push(...(await detectInWindow(detector, picture, corner, windowPx)));
  }
  return mergeOverlapping(found);
}

/** @returns the upper left corners of square windows that cover the picture. Each window overlaps the next by at least half. */
function windowCorners({ widthPx, heightPx }: Raster, sidePx: number): readonly Point[] {
  const starts = (lengthPx: number) => {
    if (lengthPx <= sidePx) return [(lengthPx - sidePx) / 2];
    const steps = Math.ceil((lengthPx - sidePx) / (sidePx / 2));
    return Array.from({ length: steps + 1 }, (_, i) => (i * (lengthPx - sidePx)) / steps);
  };
  return starts(heightPx).flatMap((y) => starts(widthPx).map((x) => ({ x, y })));
}

async function detectInWindow(detector: Model, picture: Raster, corner: Point, sidePx: number): Promise<FaceBox[]> {
  const toPicture = turnAndScale(0, sidePx / boxInputPx, { x: 0, y: 0 }, corner);
  const data = sampleToPlanes(picture, toPicture, boxInputPx, { scale: 1 / 127.5, offset: -1 });
  const { regressors, scores } = await detector.run({ input: { data, dims: [1, 3, boxInputPx, boxInputPx] } });
  return faceBoxesIn({ regressors: regressors.data, scores: scores.data }, corner, sidePx);
}
