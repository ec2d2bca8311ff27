/**
 * The matting stage: the bytes of an upload in; cutout, head measurements and working photo out. One step a line; each
 * is a file of that name.
 */
import sharp from 'sharp';
import { PhotoRejected } from '../../core/errors.ts';
import { type HeadMeasurements, headVersion } from '../../core/head.ts';
import type { PhotoOrder } from '../../core/order.ts';
import type { Cutout, Matte, Raster } from '../../core/raster.ts';
import { type DecodedPhoto, decodePhoto } from './decode.ts';
import type { DecodeLimits } from './decode-limits.ts';
import { findSitter, type Sitter } from './face.ts';
import { estimateForeground } from './foreground.ts';
import { inferMatte } from './infer.ts';
import { joinOpinions } from './join.ts';
import { measureHead } from './measure-head.ts';
import type { Networks } from './networks.ts';
import { estimatePerson, priorOver, sitterRegion } from './person.ts';
import { refineMatte, type SmallMatte } from './refine.ts';
import { wholeOf } from './tensor.ts';

/** Raised whenever the stage's result for the same photo and settings changes, so that earlier cutouts are not reused. */
export const matteVersion = 1;

export interface MatteInput {
  readonly bytes: Uint8Array;
  readonly kind: PhotoOrder['kind'];
  readonly faces: PhotoOrder['faces'];
  readonly settings: DecodeLimits & { readonly inferenceSidePx: number };
  readonly networks: Networks;
}

export interface MatteOutput {
  readonly cutout: Cutout;
  readonly head: HeadMeasurements;
  /** Upright, as large as the cutout. */
  readonly working: Raster;
}

/**
 * @param mark called with a step's name when it ends.
 * @throws PhotoRejected for what decode.ts and face.ts refuse, and `no-person` when nothing could be cut out.
 */
export async function mattePhoto(input: MatteInput, mark: (step: string) => void): Promise<MatteOutput> {
  const { networks, settings } = input;
  const photo = await decodePhoto(input.bytes, settings);
  mark('decode');
  const sitter = input.kind === 'photo' ? await findSitter(networks, photo.working, input.faces) : null;
  mark('face');
  const small = await (sitter
    ? matteOfSitter(input, photo.working, sitter, mark)
    : matteOfSubject(input, photo.working));
  mark('infer');
  const matte = refineMatte(small, photo.working, small.region);
  mark('refine');
  if (!matte.data.some((alpha) => alpha > 127)) throw new PhotoRejected('no-person');
  const cutout = estimateForeground(photo.working, matte);
  mark('foreground');
  return { cutout, head: measurementsOf(photo, matte, sitter, small, networks.matting.id), working: photo.working };
}

type RegionMatte = SmallMatte & { readonly region: ReturnType<typeof wholeOf> };

/** The sitter's matte: the prior says where to look and what belongs to them, the network where the edge runs. */
async function matteOfSitter(
  { networks, settings }: MatteInput,
  photo: Raster,
  { face, others }: Sitter,
  mark: (step: string) => void,
): Promise<RegionMatte> {
  const person = await estimatePerson(networks.prior, photo);
  const region = sitterRegion(person, face);
  mark('person');
  const small = await inferMatte(networks.matting, photo, region, settings.inferenceSidePx);
  return { ...joinOpinions(small, priorOver(person, region, small), region, [face, ...others]), region };
}

/** The matte of whatever stands out, for cutout orders: the network alone, on the whole picture. */
async function matteOfSubject({ networks, settings }: MatteInput, photo: Raster): Promise<RegionMatte> {
  const region = wholeOf(photo);
  return { ...(await inferMatte(networks.matting, photo, region, settings.inferenceSidePx)), region };
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

const pngEffort = { compressionLevel: 1, adaptiveFiltering: false } as const;

/** The three files of a cutout: straight RGBA PNG, JSON, and the working photo as JPEG at full chroma. */
export async function encodeCutout({ cutout, head, working }: MatteOutput) {
  const size = { width: working.widthPx, height: working.heightPx };
  const [cutoutPng, workingPhotoJpeg] = await Promise.all([
    sharp(cutout.data, { raw: { ...size, channels: 4 } })
      .png(pngEffort)
      .toBuffer(),
    sharp(working.data, { raw: { ...size, channels: 3 } })
      .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
      .toBuffer(),
  ]);
  return { cutoutPng, workingPhotoJpeg, headJson: new TextEncoder().encode(JSON.stringify(head)) };
}
