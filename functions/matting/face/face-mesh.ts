/**
 * Measures one face: 468 landmarks by MediaPipe's face mesh in a levelled square around the face, and the pose of the head
 * from the landmarks. Before it: face-box.ts; after it: measure-head.ts.
 */
import type { FaceBox } from '../../../core/faces/face-box.ts';
import {
  describeMesh,
  type MeasuredFace,
  meshIn,
  meshInputPx,
  squareAroundBox,
  squareAroundMesh,
} from '../../../core/faces/face-mesh.ts';
import type { Affine } from '../../../core/measure.ts';
import type { Raster } from '../../../core/raster.ts';
import type { Model } from '../../inference/model.ts';
import { sampleToPlanes } from '../../inference/sample.ts';

/** @returns null when the mesh finds no face in the detector's box. */
export async function measureFace(mesh: Model, picture: Raster, box: FaceBox): Promise<MeasuredFace | null> {
  const first = await runMesh(mesh, picture, squareAroundBox(box));
  if (!first) return null;
  // A second run around the landmarks themselves, because the detector's box is accurate to a few per cent only.
  const second = await runMesh(mesh, picture, squareAroundMesh(first));
  return describeMesh(second ?? first, box.score);
}

async function runMesh(mesh: Model, picture: Raster, toPicture: Affine): Promise<Float32Array | null> {
  const data = sampleToPlanes(picture, toPicture, meshInputPx, { scale: 1 / 255, offset: 0 });
  const { landmarks, presence } = await mesh.run({ input: { data, dims: [1, 3, meshInputPx, meshInputPx] } });
  return meshIn({ landmarks: landmarks.data, presence: presence.data }, toPicture);
}
