/** Computes the small matte of a person, or of the subject of a cutout order, on a region of the photo. Called by matte.ts. */
import type { HeadMeasurements } from '../../core/head.ts';
import type { Rect } from '../../core/measure.ts';
import type { PlaneSize, Raster } from '../../core/raster.ts';
import { wholeOf } from '../inference/tensor.ts';
import type { FoundPerson } from './face/face.ts';
import { fillSolid } from './fusion/fill-solid.ts';
import { fuse } from './fusion/fuse.ts';
import { measureDoubts, measureThings } from './fusion/measure-doubts.ts';
import { estimatePerson, personRegion, priorOver } from './fusion/person-prior.ts';
import { restorePerson } from './fusion/restore-person.ts';
import { inferMatte } from './inference/infer.ts';
import { inferSubject } from './inference/infer-subject.ts';
import type { Networks } from './inference/networks.ts';
import type { SmallMatte } from './planes.ts';

/** A small matte and the rectangle of the photo that it shows, px. */
export type RegionMatte = SmallMatte & {
  readonly region: Rect;
  /** Null where there is no person prior. */
  readonly doubts: HeadMeasurements['doubts'];
};

/**
 * The network's matte; the prior on the same region; both joined; and the trimap, whose unknown pixels are decided by
 * colour.
 */
export type DebugPlane = 'network' | 'prior' | 'joined' | 'trimap';

/** What both kinds of matte need. */
export interface RegionInput {
  readonly settings: { readonly inferenceSidePx: number };
  readonly networks: Networks;
  /** Receives the intermediate planes, 0..1, for debug pictures (`npm run photo -- --debug`). */
  readonly onPlane?: (plane: DebugPlane, size: PlaneSize, values: Float32Array) => void;
}

/**
 * Computes the person's matte: the prior gives the region and the parts of the person, the network the edge.
 * @throws PhotoRejected `no-person`.
 */
export async function matteOfPerson(
  { networks, settings, onPlane }: RegionInput,
  photo: Raster,
  { face, second, others }: FoundPerson,
  mark: (step: string) => void,
): Promise<RegionMatte> {
  const person = await estimatePerson(networks.prior, photo);
  const wanted = second ? [face, second.face] : [face];
  const region = wanted.map((one) => personRegion(person, one)).reduce(joint);
  mark('person');
  const small = await inferMatte(networks.matting, photo, region, settings.inferenceSidePx);
  const prior = priorOver(person, region, small);
  onPlane?.('network', small, small.alpha);
  onPlane?.('prior', small, prior);
  const joined = fillSolid(fuse(small, prior, region, [...wanted, ...others], wanted.length));
  const faceWidthPx = (face.box.widthPx * small.widthPx) / region.widthPx;
  const doubts = measureDoubts(joined, small.alpha, prior, faceWidthPx);
  const thingArea = measureThings(joined, small.alpha, prior, region, face.box);
  return { ...joined, region, doubts: { ...doubts, headMissing: 0, thingArea } };
}

/** @returns the smallest rectangle around two. */
function joint(a: Rect, b: Rect): Rect {
  const [leftPx, topPx] = [Math.min(a.leftPx, b.leftPx), Math.min(a.topPx, b.topPx)];
  const right = Math.max(a.leftPx + a.widthPx, b.leftPx + b.widthPx);
  const bottom = Math.max(a.topPx + a.heightPx, b.topPx + b.heightPx);
  return { leftPx, topPx, widthPx: right - leftPx, heightPx: bottom - topPx };
}

/** Computes the matte of the subject for cutout orders, by the network on the whole picture. The prior restores lost people. */
export async function matteOfSubject({ networks, settings }: RegionInput, photo: Raster): Promise<RegionMatte> {
  const region = wholeOf(photo);
  const inferred = await inferSubject(networks.matting, photo, settings.inferenceSidePx);
  const prior = priorOver(await estimatePerson(networks.prior, photo), region, inferred);
  return { ...fillSolid(restorePerson(inferred, prior)), region, doubts: null };
}
