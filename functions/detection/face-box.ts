/**
 * Finds faces with MediaPipe's short-range detector in the whole picture, or in overlapping parts of it for people far from
 * the camera. Its callers say which.
 */
import { intersectionOverUnion, type Point, type Rect, turnAndScale } from '../../core/measure.ts';
import type { Raster } from '../../core/raster.ts';
import type { Model } from '../inference/model.ts';
import { sampleToPlanes } from '../inference/sample.ts';

/** A face found by the detector, px of the picture. Left and right as seen in the picture. */
export interface FaceBox {
  readonly centre: Point;
  /** Side of the square box. */
  readonly sidePx: number;
  /** 0..1. */
  readonly score: number;
  readonly leftEye: Point;
  readonly rightEye: Point;
}

const inputPx = 128;
/** The anchor grids of the short-range model: cells a side, and anchors in each cell. */
const grids = [
  { cells: 16, anchors: 2 },
  { cells: 8, anchors: 6 },
] as const;
/** MediaPipe's own thresholds for this model. */
const minScore = 0.5;
const sameFaceOverlap = 0.3;
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
  const scale = sidePx / inputPx;
  const toPicture = turnAndScale(0, scale, { x: 0, y: 0 }, corner);
  const data = sampleToPlanes(picture, toPicture, inputPx, { scale: 1 / 127.5, offset: -1 });
  const { regressors, scores } = await detector.run({ input: { data, dims: [1, 3, inputPx, inputPx] } });
  const faces: FaceBox[] = [];
  anchorCentres.forEach((anchor, index) => {
    const score = 1 / (1 + Math.exp(-scores.data[index]));
    if (score < minScore) return;
    const values = regressors.data.subarray(index * 16, index * 16 + 16);
    const place = (at: number): Point => ({
      x: corner.x + (anchor.x + values[at]) * scale,
      y: corner.y + (anchor.y + values[at + 1]) * scale,
    });
    // The key points are the person's right eye (left in the picture), left eye, nose, mouth and ears.
    faces.push({ centre: place(0), sidePx: values[2] * scale, score, leftEye: place(4), rightEye: place(6) });
  });
  return faces;
}

const anchorCentres: readonly Point[] = grids.flatMap(({ cells, anchors }) =>
  Array.from({ length: cells * cells * anchors }, (_, index) => {
    const cell = Math.floor(index / anchors);
    const stepPx = inputPx / cells;
    return { x: ((cell % cells) + 0.5) * stepPx, y: (Math.floor(cell / cells) + 0.5) * stepPx };
  }),
);

/** @returns one face for each cluster of overlapping boxes: their mean weighted by score, as MediaPipe does. */
function mergeOverlapping(boxes: readonly FaceBox[]): readonly FaceBox[] {
  let rest = [...boxes].sort((a, b) => b.score - a.score);
  const faces: FaceBox[] = [];
  while (rest.length > 0) {
    const best = rest[0];
    const cluster = rest.filter((box) => intersectionOverUnion(squareOf(best), squareOf(box)) > sameFaceOverlap);
    rest = rest.filter((box) => !cluster.includes(box) && box !== best);
    faces.push(cluster.length > 1 ? { ...weightedMean(cluster), score: best.score } : best);
  }
  return faces;
}

function weightedMean(cluster: readonly FaceBox[]): FaceBox {
  const total = cluster.reduce((sum, { score }) => sum + score, 0);
  const mean = (pick: (box: FaceBox) => number) => cluster.reduce((sum, box) => sum + box.score * pick(box), 0) / total;
  const point = (pick: (box: FaceBox) => Point): Point => ({ x: mean((b) => pick(b).x), y: mean((b) => pick(b).y) });
  return {
    centre: point((b) => b.centre),
    sidePx: mean((b) => b.sidePx),
    score: total / cluster.length,
    leftEye: point((b) => b.leftEye),
    rightEye: point((b) => b.rightEye),
  };
}

function squareOf({ centre, sidePx }: FaceBox): Rect {
  return { leftPx: centre.x - sidePx / 2, topPx: centre.y - sidePx / 2, widthPx: sidePx, heightPx: sidePx };
}

/** @returns the roll of the eye line, degrees, positive when the head leans clockwise on screen. */
export function eyeLineRollDeg(leftEye: Point, rightEye: Point): number {
  return (Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x) * 180) / Math.PI;
}
