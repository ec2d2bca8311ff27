/**
 * The matting stage: the bytes of an upload in; cutout, head measurements and working photo out. One step a line; each
 * is a file of that name.
 */
import sharp from 'sharp';
import { PhotoRejected } from '../../core/errors.ts';
import { type HeadMeasurements, headVersion } from '../../core/head.ts';
import type { PhotoOrder } from '../../core/order.ts';
import type { Cutout, Matte, Raster } from '../../core/raster.ts';
import { type DecodedPhoto, decodePhoto } from './decode/decode.ts';
import type { DecodeLimits } from './decode/limits.ts';
import { type FoundPerson, findPerson } from './face/face.ts';
import { measureHead } from './face/measure-head.ts';
import { estimateForeground } from './foreground.ts';
import { makeSolid } from './fusion/fill-solid.ts';
import { fuse } from './fusion/fuse.ts';
import { estimatePerson, personRegion, priorOver } from './fusion/person-prior.ts';
import { inferMatte } from './inference/infer.ts';
import { inferSubject } from './inference/infer-subject.ts';
import type { Networks } from './inference/networks.ts';
import { wholeOf } from './inference/tensor.ts';
import type { PlaneSize, SmallMatte } from './planes.ts';
import { refineMatte, trimapOf } from './refine.ts';
import { settleOpacity } from './settle-opacity.ts';

/** Raised whenever the stage's result for the same photo and settings changes, so that earlier cutouts are not reused. */
export const matteVersion = 5;

export interface MatteInput {
  readonly bytes: Uint8Array;
  readonly kind: PhotoOrder['kind'];
  readonly faces: PhotoOrder['faces'];
  readonly settings: DecodeLimits & { readonly inferenceSidePx: number };
  readonly networks: Networks;
  /** Told of each plane on the way to the matte, 0..1, for people who look (`npm run photo -- --debug`). */
  readonly onPlane?: (plane: DebugPlane, size: PlaneSize, values: Float32Array) => void;
}

/** What the network said, the prior on the same region, both joined, and what of it is left to colour. */
export type DebugPlane = 'network' | 'prior' | 'joined' | 'trimap';

export interface MatteOutput {
  readonly cutout: Cutout;
  readonly head: HeadMeasurements;
  /** Upright, as large as the cutout. */
  readonly working: Raster;
  /** The same as JPEG at full chroma; being encoded since the upload was decoded. */
  readonly workingPhotoJpeg: Promise<Uint8Array>;
}

/**
 * @param mark called with a step's name when it ends.
 * @throws PhotoRejected for what decode.ts and face.ts refuse, and `no-person` when nothing could be cut out.
 */
export async function mattePhoto(input: MatteInput, mark: (step: string) => void): Promise<MatteOutput> {
  const { networks, settings } = input;
  const photo = await decodePhoto(input.bytes, settings);
  mark('decode');
  // In a thread of libvips, while this one looks for the face.
  const workingPhotoJpeg = encodeWorkingPhoto(photo.working);
  // Whoever wants the picture is told; for a photo that is refused nobody does.
  workingPhotoJpeg.catch(() => {});
  const found = input.kind === 'photo' ? await findPerson(networks, photo.working, input.faces) : null;
  mark('face');
  const decided = await (found
    ? matteOfPerson(input, photo.working, found, mark)
    : matteOfSubject(input, photo.working));
  const small = makeSolid(decided);
  mark('infer');
  input.onPlane?.('joined', small, small.alpha);
  input.onPlane?.('trimap', small, trimapOf(small));
  const matte = settleOpacity(photo.working, refineMatte(small, photo.working, small.region));
  mark('refine');
  if (!holdsAnything(matte)) throw new PhotoRejected('no-person');
  const cutout = estimateForeground(photo.working, matte);
  mark('foreground');
  const head = measurementsOf(photo, matte, found, small, networks.matting.id);
  return { cutout, head, working: photo.working, workingPhotoJpeg };
}

/** A plain loop: callbacks take ten times as long, and half of a portrait is backdrop. */
function holdsAnything({ data }: Matte): boolean {
  for (let at = 0; at < data.length; at++) if (data[at] > 127) return true;
  return false;
}

type RegionMatte = SmallMatte & { readonly region: ReturnType<typeof wholeOf> };

/** The person's matte: the prior says where to look and what belongs to them, the network where the edge runs. */
async function matteOfPerson(
  { networks, settings, onPlane }: MatteInput,
  photo: Raster,
  { face, others }: FoundPerson,
  mark: (step: string) => void,
): Promise<RegionMatte> {
  const person = await estimatePerson(networks.prior, photo);
  const region = personRegion(person, face);
  mark('person');
  const small = await inferMatte(networks.matting, photo, region, settings.inferenceSidePx);
  const prior = priorOver(person, region, small);
  onPlane?.('network', small, small.alpha);
  onPlane?.('prior', small, prior);
  return { ...fuse(small, prior, region, [face, ...others]), region };
}

/** The matte of whatever stands out, for cutout orders: the network alone, on the whole picture. */
async function matteOfSubject({ networks, settings }: MatteInput, photo: Raster): Promise<RegionMatte> {
  return { ...(await inferSubject(networks.matting, photo, settings.inferenceSidePx)), region: wholeOf(photo) };
}

function measurementsOf(
  { working, source }: DecodedPhoto,
  matte: Matte,
  found: FoundPerson | null,
  { widthPx, heightPx }: SmallMatte,
  id: string,
): HeadMeasurements {
  return {
    version: headVersion,
    source,
    working: { widthPx: working.widthPx, heightPx: working.heightPx },
    model: { id, widthPx, heightPx },
    face: found ? { ...found.face, count: 1 + found.others.length } : null,
    head: found ? measureHead(found.face, matte) : null,
  };
}

function encodeWorkingPhoto({ widthPx, heightPx, data }: Raster): Promise<Uint8Array> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

const pngEffort = { compressionLevel: 1, adaptiveFiltering: false } as const;

/** The three files of a cutout: straight RGBA PNG, JSON, and the working photo. */
export async function encodeCutout({ cutout, head, workingPhotoJpeg }: MatteOutput) {
  const raw = { width: cutout.widthPx, height: cutout.heightPx, channels: 4 } as const;
  const cutoutPng = await sharp(cutout.data, { raw }).png(pngEffort).toBuffer();
  return {
    cutoutPng,
    workingPhotoJpeg: await workingPhotoJpeg,
    headJson: new TextEncoder().encode(JSON.stringify(head)),
  };
}
