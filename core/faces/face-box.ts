/** Reads the output of MediaPipe's short-range face detector. The functions and the page's camera run it. */
import { intersectionOverUnion, type Point, type Rect } from '../measure.ts';

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

/** Side of the detector's input square, px. */
export const boxInputPx = 128;
/** The anchor grids of the short-range model: cells a side, and anchors in each cell. */
const grids = [
  { cells: 16, anchors: 2 },
  { cells: 8, anchors: 6 },
] as const;
/** MediaPipe's own thresholds for this model. */
const minScore = 0.5;
const sameFaceOverlap = 0.3;

/** The outputs of the detector for one square. */
export interface BoxOutputs {
  /** For each anchor 16 numbers, px of the input square from the anchor's centre: centre, size and six key points. */
  readonly regressors: Float32Array;
  /** One logit for each anchor. */
  readonly scores: Float32Array;
}

/**
 * Returns the faces of one square, in any order; one face has several boxes.
 * @param corner the upper left corner of the square, px of the picture. @param sidePx its side there.
 */
export function faceBoxesIn({ regressors, scores }: BoxOutputs, corner: Point, sidePx: number): FaceBox[] {
  const scale = sidePx / boxInputPx;
  const faces: FaceBox[] = [];
  anchorCentres.forEach((anchor, index) => {
    const score = 1 / (1 + Math.exp(-scores[index]));
    if (score < minScore) return;
    const values = regressors.subarray(index * 16, index * 16 + 16);
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
    const stepPx = boxInputPx / cells;
    return { x: ((cell % cells) + 0.5) * stepPx, y: (Math.floor(cell / cells) + 0.5) * stepPx };
  }),
);

/** @returns one face for each cluster of overlapping boxes: their mean weighted by score, as MediaPipe does. */
export function mergeOverlapping(boxes: readonly FaceBox[]): readonly FaceBox[] {
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
