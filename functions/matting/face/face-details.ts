/**
 * Finds the lids, the irises and the inner edge of the lips of one face, by MediaPipe's face mesh with attention in a
 * levelled square around the face. The mesh of face-mesh.ts places lids apart even when they touch; this one does not.
 * Before it: face-mesh.ts; its result is for the checks of compose.
 */
import { boundsOf, boxMargin, meshInputPx as inputPx, type MeasuredFace } from '../../../core/faces/face-mesh.ts';
import type { FaceDetails } from '../../../core/head.ts';
import { type Affine, apply, type Point, turnAndScale } from '../../../core/measure.ts';
import type { Raster } from '../../../core/raster.ts';
import type { FloatTensor, Model } from '../../inference/model.ts';
import { sampleToPlanes } from '../../inference/sample.ts';

/** The outline of an eye is the first part of its points, followed by the halo around it. */
const outlinePoints = 16;
/** The inner edge of the lips follows their outer edge, which has 20 points as well. */
const innerLips = { from: 20, to: 40 } as const;

/** @param network the network of the task `face-details`. @param face as measured by face-mesh.ts. */
export async function measureDetails(network: Model, picture: Raster, face: MeasuredFace): Promise<FaceDetails> {
  const { centre, sidePx } = boundsOf(face.mesh, 2);
  const scale = (sidePx * boxMargin) / inputPx;
  const toPicture = turnAndScale(face.rollDeg, scale, { x: inputPx / 2, y: inputPx / 2 }, centre);
  const data = sampleToPlanes(picture, toPicture, inputPx, { scale: 1 / 255, offset: 0 });
  const found = await network.run({ input: { data, dims: [1, 3, inputPx, inputPx] } });
  const eye = (lids: FloatTensor, iris: FloatTensor) => ({
    outline: flat(pointsOf(lids, toPicture).slice(0, outlinePoints)),
    iris: pointsOf(iris, toPicture)[0],
  });
  return {
    leftEye: eye(found.leftEye, found.leftIris),
    rightEye: eye(found.rightEye, found.rightIris),
    innerLips: flat(pointsOf(found.lips, toPicture).slice(innerLips.from, innerLips.to)),
  };
}

/** @returns the points of an output, px of the picture, to a hundredth. */
function pointsOf({ data }: FloatTensor, toPicture: Affine): Point[] {
  const hundredth = (value: number) => Math.round(value * 100) / 100;
  return Array.from({ length: data.length / 2 }, (_, i) => {
    const { x, y } = apply(toPicture, { x: data[2 * i], y: data[2 * i + 1] });
    return { x: hundredth(x), y: hundredth(y) };
  });
}

function flat(points: readonly Point[]): number[] {
  return points.flatMap(({ x, y }) => [x, y]);
}
