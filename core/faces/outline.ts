/** Reads single points of a face's mesh, and the outline of the face. */
import type { FaceMeasurements } from '../head.ts';
import type { Point } from '../measure.ts';

/** The indices of the mesh's landmarks around the face, from the top of the forehead clockwise on the screen. */
const faceOutline: readonly number[] = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
  172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/**
 * Returns how far the face reaches beyond the edges of the picture, in widths of the face; 0 when it is inside, and for
 * the files of versions before 0.3.
 */
export function shareOutside(
  face: Pick<FaceMeasurements, 'mesh' | 'landmarks'>,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): number {
  const { faceLeft, faceRight } = face.landmarks;
  const faceWidthPx = Math.max(1, Math.hypot(faceRight.x - faceLeft.x, faceRight.y - faceLeft.y));
  const depths = outlineOf(face).map(({ x, y }) => Math.max(0, -x, -y, x - widthPx, y - heightPx));
  return Math.max(0, ...depths) / faceWidthPx;
}

/** Returns the points around the face; none for the files of versions before 0.3. */
export function outlineOf(face: Pick<FaceMeasurements, 'mesh'>): Point[] {
  return faceOutline.flatMap((index) => meshPoint(face, index) ?? []);
}

/** Returns one of the 468 landmarks; undefined for the files of versions before 0.3. */
export function meshPoint({ mesh }: Pick<FaceMeasurements, 'mesh'>, index: number): Point | undefined {
  const [x, y] = [mesh[2 * index], mesh[2 * index + 1]];
  return x === undefined || y === undefined ? undefined : { x, y };
}
