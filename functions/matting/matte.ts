/**
 * The matting stage: makes cutout, head measurements and working photo from the bytes of an upload. Each step has a file of
 * its own.
 */
import sharp from 'sharp';
import { edgesOf } from '../../core/cutout-layers.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { type HeadMeasurements, headVersion } from '../../core/head.ts';
import type { PhotoOrder } from '../../core/order.ts';
import type { Cutout, Matte, Raster } from '../../core/raster.ts';
import { cropToScene, type ScenePhoto } from './decode/crop-scene.ts';
import { decodePhoto } from './decode/decode.ts';
import type { DecodeLimits } from './decode/limits.ts';
import { type FoundPerson, findPerson } from './face/face.ts';
import { measureHead } from './face/measure-head.ts';
import { estimateForeground } from './foreground.ts';
import { fillSolid } from './fusion/fill-solid.ts';
import { fuse } from './fusion/fuse.ts';
import { measureDoubts } from './fusion/measure-doubts.ts';
import { estimatePerson, personRegion, priorOver } from './fusion/person-prior.ts';
import { inferMatte } from './inference/infer.ts';
import { inferSubject } from './inference/infer-subject.ts';
import { type Networks, openSmallNetworks } from './inference/networks.ts';
import { wholeOf } from './inference/tensor.ts';
import type { PlaneSize, SmallMatte } from './planes.ts';
import { refineMatte, trimapOf } from './refine.ts';
import { colourStrength, pxPerSmallPx, settleOpacity } from './settle-opacity.ts';

/**
 * Version of the matting result. Increase it when the same photo and settings give a different result; older cutouts are
 * then not reused.
 */
export const matteVersion = 7;

/** How far colour decides on the edge of a cutout order, 0..1. Fur and wool have the colours of many backgrounds. */
const cutoutStrength = 0.5;

export interface MatteInput {
  readonly bytes: Uint8Array;
  readonly kind: PhotoOrder['kind'];
  readonly faces: PhotoOrder['faces'];
  readonly settings: DecodeLimits & { readonly inferenceSidePx: number };
  readonly networks: Networks;
  /** Receives the intermediate planes, 0..1, for debug pictures (`npm run photo -- --debug`). */
  readonly onPlane?: (plane: DebugPlane, size: PlaneSize, values: Float32Array) => void;
}

/**
 * The network's matte; the prior on the same region; both joined; and the trimap, whose unknown pixels are decided by
 * colour.
 */
export type DebugPlane = 'network' | 'prior' | 'joined' | 'trimap';

export interface MatteOutput {
  readonly cutout: Cutout;
  readonly head: HeadMeasurements;
  /** The upright working photo, of the cutout's size. */
  readonly working: Raster;
  /** The working photo as JPEG with full chroma. It is encoded in the background. */
  readonly workingPhotoJpeg: Promise<Uint8Array>;
}

/**
 * @param mark is called with the name of each step when the step ends.
 * @throws PhotoRejected as decode.ts and face.ts do, and `no-person` when the matte is empty.
 */
export async function mattePhoto(input: MatteInput, mark: (step: string) => void): Promise<MatteOutput> {
  const { networks, settings } = input;
  const decoding = decodePhoto(input.bytes, settings);
  // They open while threads of libvips decode. Only the first photo of an instance has anything to open.
  if (input.kind === 'photo') openSmallNetworks(networks);
  const decoded = await decoding;
  const photo =
    input.kind === 'photo' ? await cropToScene(decoded, input.bytes, settings) : { ...decoded, scene: null };
  mark('decode');
  // A thread of libvips encodes while this thread finds the face.
  const workingPhotoJpeg = encodeWorkingPhoto(photo.working);
  // The caller awaits the promise. A rejected photo never awaits it, so the error is ignored here.
  workingPhotoJpeg.catch(() => {});
  const found = input.kind === 'photo' ? await findPerson(networks, photo.working, input.faces, scaleOf(photo)) : null;
  mark('face');
  const small = await (found ? matteOfPerson(input, photo.working, found, mark) : matteOfSubject(input, photo.working));
  mark('infer');
  input.onPlane?.('joined', small, small.alpha);
  input.onPlane?.('trimap', small, trimapOf(small));
  const scale = pxPerSmallPx(small, small.region);
  const strength = found ? colourStrength(scale) : cutoutStrength;
  const matte = settleOpacity(photo.working, refineMatte(small, photo.working, small.region), scale, strength);
  mark('refine');
  if (!hasOpaquePixel(matte)) throw new PhotoRejected('no-person');
  const cutout = estimateForeground(photo.working, matte);
  mark('foreground');
  const head = measurementsOf(photo, matte, found, small, networks.matting.id);
  return { cutout, head, working: photo.working, workingPhotoJpeg };
}

/** @returns px of the upload per px of the working photo. */
function scaleOf({ source, scene, working }: ScenePhoto): number {
  const shown = scene && !scene.isTilted ? scene : source;
  return Math.max(shown.widthPx, shown.heightPx) / Math.max(working.widthPx, working.heightPx);
}

/** @returns true when a pixel is more opaque than clear. A plain loop, because callbacks take ten times as long. */
function hasOpaquePixel({ data }: Matte): boolean {
  for (let at = 0; at < data.length; at++) if (data[at] > 127) return true;
  return false;
}

/** A small matte and the rectangle of the photo that it shows, px. */
type RegionMatte = SmallMatte & {
  readonly region: ReturnType<typeof wholeOf>;
  /** Null where there is no person prior. */
  readonly doubts: HeadMeasurements['doubts'];
};

/** Computes the person's matte: the prior gives the region and the parts of the person, the network the edge. */
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
  const joined = fillSolid(fuse(small, prior, region, [face, ...others]));
  const faceWidthPx = (face.box.widthPx * small.widthPx) / region.widthPx;
  return { ...joined, region, doubts: measureDoubts(joined, small.alpha, prior, faceWidthPx) };
}

/** Computes the matte of the subject for cutout orders, by the network alone on the whole picture. */
async function matteOfSubject({ networks, settings }: MatteInput, photo: Raster): Promise<RegionMatte> {
  const inferred = await inferSubject(networks.matting, photo, settings.inferenceSidePx);
  return { ...fillSolid(inferred), region: wholeOf(photo), doubts: null };
}

function measurementsOf(
  { working, source, scene }: ScenePhoto,
  matte: Matte,
  found: FoundPerson | null,
  { widthPx, heightPx, doubts }: RegionMatte,
  id: string,
): HeadMeasurements {
  return {
    version: headVersion,
    source,
    scene,
    working: { widthPx: working.widthPx, heightPx: working.heightPx },
    model: { id, widthPx, heightPx },
    face: found ? { ...found.face, details: found.details, count: 1 + found.others.length } : null,
    head: found ? measureHead(found.face, matte, working) : null,
    doubts,
  };
}

function encodeWorkingPhoto({ widthPx, heightPx, data }: Raster): Promise<Uint8Array> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

const pngEffort = { compressionLevel: 3, adaptiveFiltering: false } as const;

/** Encodes the parts of a stored cutout: the working photo, its edges as PNG (straight RGBA), the head measurements. */
export async function encodeCutout({ cutout, head, workingPhotoJpeg }: MatteOutput) {
  const { widthPx: width, heightPx: height, data } = edgesOf(cutout);
  const edgesPng = await sharp(data, { raw: { width, height, channels: 4 } })
    .png(pngEffort)
    .toBuffer();
  return {
    photoJpeg: await workingPhotoJpeg,
    edgesPng,
    headJson: new TextEncoder().encode(JSON.stringify(head)),
  };
}
