/**
 * The matting stage: the bytes of an upload in; cutout, head measurements and working photo out. One step a line; each
 * is a file of that name.
 */
import sharp from 'sharp';
import { PhotoRejected } from '../../core/errors.ts';
import { type HeadMeasurements, headVersion } from '../../core/head.ts';
import type { PhotoOrder } from '../../core/order.ts';
import type { Cutout, Matte, Raster } from '../../core/raster.ts';
import { settleOpacity } from './colour-opacity.ts';
import { type DecodedPhoto, decodePhoto } from './decode.ts';
import type { DecodeLimits } from './decode-limits.ts';
import { findSitter, type Sitter } from './face.ts';
import { estimateForeground } from './foreground.ts';
import { inferMatte } from './infer.ts';
import { inferSubject } from './infer-subject.ts';
import { joinOpinions } from './join.ts';
import { measureHead } from './measure-head.ts';
import type { Networks } from './networks.ts';
import { estimatePerson, priorOver, sitterRegion } from './person.ts';
import type { PlaneSize } from './planes.ts';
import { refineMatte, type SmallMatte, trimapOf } from './refine.ts';
import { makeSolid } from './solid.ts';
import { wholeOf } from './tensor.ts';

/** Raised whenever the stage's result for the same photo and settings changes, so that earlier cutouts are not reused. */
export const matteVersion = 5;

export interface MatteInput {
  readonly bytes: Uint8Array;
  readonly kind: PhotoOrder['kind'];
  readonly faces: PhotoOrder['faces'];
  readonly settings: DecodeLimits & { readonly inferenceSidePx: number };
  readonly networks: Networks;
  /** Told of each plane on the way to the matte, 0..1, for people who look (`npm run photo -- --debug`). */
  readonly look?: (plane: LookedAt, size: PlaneSize, values: Float32Array) => void;
}

/** What the network said, the prior on the same region, both joined, and what of it is left to colour. */
export type LookedAt = 'network' | 'prior' | 'joined' | 'trimap';

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
  const sitter = input.kind === 'photo' ? await findSitter(networks, photo.working, input.faces) : null;
  mark('face');
  const decided = await (sitter
    ? matteOfSitter(input, photo.working, sitter, mark)
    : matteOfSubject(input, photo.working));
  const small = makeSolid(decided);
  mark('infer');
  input.look?.('joined', small, small.alpha);
  input.look?.('trimap', small, trimapOf(small));
  const matte = settleOpacity(photo.working, refineMatte(small, photo.working, small.region));
  mark('refine');
  if (!holdsAnything(matte)) throw new PhotoRejected('no-person');
  const cutout = estimateForeground(photo.working, matte);
  mark('foreground');
  const head = measurementsOf(photo, matte, sitter, small, networks.matting.id);
  return { cutout, head, working: photo.working, workingPhotoJpeg };
}

/** A plain loop: callbacks take ten times as long, and half of a portrait is backdrop. */
function holdsAnything({ data }: Matte): boolean {
  for (let at = 0; at < data.length; at++) if (data[at] > 127) return true;
  return false;
}

type RegionMatte = SmallMatte & { readonly region: ReturnType<typeof wholeOf> };

/** The sitter's matte: the prior says where to look and what belongs to them, the network where the edge runs. */
async function matteOfSitter(
  { networks, settings, look }: MatteInput,
  photo: Raster,
  { face, others }: Sitter,
  mark: (step: string) => void,
): Promise<RegionMatte> {
  const person = await estimatePerson(networks.prior, photo);
  const region = sitterRegion(person, face);
  mark('person');
  const small = await inferMatte(networks.matting, photo, region, settings.inferenceSidePx);
  const prior = priorOver(person, region, small);
  look?.('network', small, small.alpha);
  look?.('prior', small, prior);
  return { ...joinOpinions(small, prior, region, [face, ...others]), region };
}

/** The matte of whatever stands out, for cutout orders: the network alone, on the whole picture. */
async function matteOfSubject({ networks, settings }: MatteInput, photo: Raster): Promise<RegionMatte> {
  return { ...(await inferSubject(networks.matting, photo, settings.inferenceSidePx)), region: wholeOf(photo) };
}

function measurementsOf(
  { working, source }: DecodedPhoto,
  matte: Matte,
  sitter: Sitter | null,
  { widthPx, heightPx }: SmallMatte,
  id: string,
): HeadMeasurements {
  return {
    version: headVersion,
    source,
    working: { widthPx: working.widthPx, heightPx: working.heightPx },
    model: { id, widthPx, heightPx },
    face: sitter ? { ...sitter.face, count: 1 + sitter.others.length } : null,
    head: sitter ? measureHead(sitter.face, matte) : null,
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
