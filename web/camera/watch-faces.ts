/**
 * Finds the faces in the frames of a camera. The detector searches every few frames; between them, the mesh follows the
 * largest face from where it was.
 */
import { boxInputPx, type FaceBox, faceBoxesIn, mergeOverlapping } from '../../core/faces/face-box.ts';
import { describeMesh, meshIn, meshInputPx, squareAroundBox, squareAroundMesh } from '../../core/faces/face-mesh.ts';
import { bystanderShare } from '../../core/faces/limits.ts';
import { type Affine, turnAndScale } from '../../core/measure.ts';
import type { FaceReading, Frame } from './face-reading.ts';
import type { OpenNetwork } from './network/open-network.ts';
import { readLight } from './read-light.ts';
import { sampleSquare } from './sample-square.ts';

/** The opened networks. */
export interface FaceNetworks {
  readonly faceBox: OpenNetwork;
  readonly faceMesh: OpenNetwork;
}

/** The detector searches at least every so many frames, for a second person. */
const searchEvery = 5;

/** The face that the mesh follows. */
interface Followed {
  /** 468 times x, y and z, px of the frame. */
  readonly mesh: Float32Array;
  readonly score: number;
}

/** Returns a function that reads one frame after the other. */
export function watchFaces(networks: FaceNetworks): (frame: Frame) => FaceReading {
  let followed: Followed | null = null;
  let count = 0;
  let frames = 0;
  return (frame) => {
    followed = followed && follow(networks, frame, squareAroundMesh(followed.mesh), followed.score);
    if (!followed || frames % searchEvery === 0) {
      const boxes = findPeople(networks, frame);
      followed ??= boxes[0] ? follow(networks, frame, squareAroundBox(boxes[0]), boxes[0].score) : null;
      count = followed ? Math.max(1, boxes.length) : 0;
    }
    frames++;
    const face = followed && describeMesh(followed.mesh, followed.score);
    const { widthPx, heightPx } = frame;
    return { widthPx, heightPx, count, face, light: face && readLight(frame, face) };
  };
}

/** Returns the faces of people, the largest first. */
function findPeople({ faceBox }: FaceNetworks, frame: Frame): readonly FaceBox[] {
  const sidePx = Math.max(frame.widthPx, frame.heightPx);
  const corner = { x: (frame.widthPx - sidePx) / 2, y: (frame.heightPx - sidePx) / 2 };
  const toFrame = turnAndScale(0, sidePx / boxInputPx, { x: 0, y: 0 }, corner);
  const planes = sampleSquare(frame, toFrame, boxInputPx, { scale: 1 / 127.5, offset: -1 });
  const { regressors, scores } = faceBox.run(planes);
  const boxes = mergeOverlapping(faceBoxesIn({ regressors, scores }, corner, sidePx));
  const largestPx = Math.max(0, ...boxes.map((box) => box.sidePx));
  return boxes.filter((box) => box.sidePx >= bystanderShare * largestPx).sort((a, b) => b.sidePx - a.sidePx);
}

function follow({ faceMesh }: FaceNetworks, frame: Frame, toFrame: Affine, score: number): Followed | null {
  const planes = sampleSquare(frame, toFrame, meshInputPx, { scale: 1 / 255, offset: 0 });
  const { landmarks, presence } = faceMesh.run(planes);
  const mesh = meshIn({ landmarks, presence }, toFrame);
  return mesh && { mesh, score };
}
