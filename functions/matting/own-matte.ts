/**
 * Keeps the matte of a file that is cut out already, and compares it with the person that the networks find. The networks
 * get the person before a plain colour, so that nothing under clear pixels counts. Called by matte.ts.
 */
import { PhotoRejected } from '../../core/errors.ts';
import type { MeasuredFace } from '../../core/faces/face-mesh.ts';
import { outlineOf } from '../../core/faces/outline.ts';
import type { CutoutDoubts, HeadMeasurements } from '../../core/head.ts';
import { type Cutout, type Matte, matte, type PlaneSize, type Raster } from '../../core/raster.ts';
import { before } from '../decode/own-opacity.ts';
import type { FoundPerson } from './face/face.ts';
import { type Head, type MeasuredHeads, measureHeads } from './face/measure-head.ts';
import { measureDoubts } from './fusion/measure-doubts.ts';
import { readBilinear } from './planes.ts';
import { refuseEmpty } from './refine.ts';
import type { RegionMatte } from './region-matte.ts';

/** White, grey, blue, green and black. */
const grounds = [
  [255, 255, 255],
  [128, 128, 128],
  [60, 100, 170],
  [80, 150, 90],
  [0, 0, 0],
] as const;
/** Colours that are nearer than this are alike, levels of 255. */
const alike = 60;
/** Step between the pixels that are read. */
const step = 7;
const opaque = 128;

/** @returns the person before the one of five plain colours that the fewest of its pixels have. */
export function beforeContrast(own: Cutout): Raster {
  const { data } = own;
  const counts = grounds.map(() => 0);
  for (let at = 0; at < data.length; at += 4 * step) {
    if (data[at + 3] < opaque) continue;
    grounds.forEach(([r, g, b], i) => {
      if (Math.hypot(data[at] - r, data[at + 1] - g, data[at + 2] - b) < alike) counts[i]++;
    });
  }
  return before(own, grounds[counts.indexOf(Math.min(...counts))]);
}

/** The head measured on an own matte, and the matte that it was compared with; null and 0 without a search for a face. */
interface KeptMatte {
  readonly heads: MeasuredHeads | null;
  readonly compared: PlaneSize & Pick<HeadMeasurements, 'doubts'>;
}

/**
 * @param own the file's cutout. @param seen the picture for the networks. @param found null for a cutout order.
 * @param matteOf computes the networks' matte of the person. @throws PhotoRejected `no-person` for an empty cutout.
 */
export async function keepMatte(
  own: Cutout,
  seen: Raster,
  found: FoundPerson | null,
  matteOf: (person: FoundPerson) => Promise<RegionMatte>,
): Promise<KeptMatte> {
  const matte = opacityOf(own);
  refuseEmpty(matte);
  if (!found) return { heads: null, compared: { widthPx: 0, heightPx: 0, doubts: null } };
  const heads = measureHeads(found, matte, seen);
  const small = await matteOf(found).catch(noPersonIn(seen));
  const { widthPx, heightPx } = small;
  return { heads, compared: { widthPx, heightPx, doubts: doubtsOfOwn(matte, small, found.face, heads.head) } };
}

type FoundMatte = Pick<RegionMatte, 'alpha' | 'region' | keyof PlaneSize>;

/** @returns a handler that gives an empty matte when the networks find no person. It throws every other error. */
function noPersonIn({ widthPx, heightPx }: Raster) {
  return (error: unknown): FoundMatte => {
    if (!(error instanceof PhotoRejected)) throw error;
    const region = { leftPx: 0, topPx: 0, widthPx, heightPx };
    return { widthPx: 1, heightPx: 1, alpha: new Float32Array(1), region };
  };
}

function opacityOf({ widthPx, heightPx, data }: Cutout): Matte {
  const opacity = new Uint8Array(widthPx * heightPx);
  for (let at = 0; at < opacity.length; at++) opacity[at] = data[4 * at + 3];
  return matte(widthPx, heightPx, opacity);
}

/** A crown below this share of the chin's distance from the eyes is no crown of a whole head (bare-crown.ts). */
const leastCrown = 0.8;
/** The two mattes are compared at this length of the longer side, px. */
const comparedSidePx = 512;

/**
 * @param found the matte of the networks for the picture of {@link beforeContrast}, on a part of it.
 * @param head as measured on the own matte.
 */
function doubtsOfOwn(own: Matte, found: FoundMatte, face: MeasuredFace, head: Head): CutoutDoubts {
  const scale = Math.min(1, comparedSidePx / Math.max(own.widthPx, own.heightPx));
  const size = { widthPx: Math.round(own.widthPx * scale), heightPx: Math.round(own.heightPx * scale) };
  const ownPlane = planeOf(size, (x, y) => own.data[Math.floor(y / scale) * own.widthPx + Math.floor(x / scale)] / 255);
  const foundPlane = planeOf(size, (x, y) => {
    const [u, v] = [x / scale - found.region.leftPx, y / scale - found.region.topPx];
    if (u < 0 || v < 0 || u >= found.region.widthPx || v >= found.region.heightPx) return 0;
    return readBilinear(
      found.alpha,
      found,
      (u * found.widthPx) / found.region.widthPx,
      (v * found.heightPx) / found.region.heightPx,
    );
  });
  const doubts = measureDoubts({ ...size, alpha: ownPlane }, ownPlane, foundPlane, face.box.widthPx * scale);
  return { ...doubts, headMissing: headMissing(own, face, head), thingArea: 0 };
}

function planeOf({ widthPx, heightPx }: PlaneSize, valueAt: (x: number, y: number) => number): Float32Array {
  const plane = new Float32Array(widthPx * heightPx);
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) plane[at] = valueAt(x + 0.5, y + 0.5);
  }
  return plane;
}

/** The outline of the mesh is accurate to some per cent, so it is read this share of the way to its middle. */
const inwards = 0.15;
/** A top of the hair that begins with a row of this many head widths was cut straight. */
const leastCutRow = 0.5;

/**
 * @returns the greatest of: the share of the face's outline that is clear, the missing share of the height above the eyes,
 * and 1 when the hair ends in a straight row inside the picture.
 */
function headMissing(own: Matte, face: MeasuredFace, head: Head): number {
  const { widthPx, heightPx, data } = own;
  const [middleX, middleY] = [face.box.leftPx + face.box.widthPx / 2, face.box.topPx + face.box.heightPx / 2];
  const outline = outlineOf(face)
    .map(({ x, y }) => ({ x: x + (middleX - x) * inwards, y: y + (middleY - y) * inwards }))
    .filter(({ x, y }) => x >= 0 && y >= 0 && x < widthPx && y < heightPx);
  const clear = outline.filter(({ x, y }) => data[Math.floor(y) * widthPx + Math.floor(x)] < opaque);
  const missingCrown = head.hairCut ? 0 : 1 - head.crownHairPx / (leastCrown * head.chinPx);
  const isCutStraight = topRow(own, head) >= leastCutRow * head.widthPx;
  return Math.max(0, Number(isCutStraight), missingCrown, clear.length / Math.max(1, outline.length));
}

/** @returns the length of the first row with hair above the face, px; 0 when it is the first row of the picture. */
function topRow({ widthPx, data }: Matte, { eyeMiddle, widthPx: headPx }: Head): number {
  const from = Math.max(0, Math.floor(eyeMiddle.x - headPx));
  const to = Math.min(widthPx, Math.ceil(eyeMiddle.x + headPx));
  for (let y = 0; y < eyeMiddle.y; y++) {
    let count = 0;
    for (let x = from; x < to; x++) if (data[y * widthPx + x] >= opaque) count++;
    if (count > 0) return y === 0 ? 0 : count;
  }
  return 0;
}
