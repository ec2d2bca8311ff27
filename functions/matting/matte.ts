/**
 * The matting stage: makes cutout, head measurements and working photo from the bytes of an upload. Each step has a file of
 * its own.
 */
import sharp from 'sharp';
import { edgesOf } from '../../core/cutout-layers.ts';
import type { Degraded } from '../../core/degraded.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { type HeadMeasurements, headVersion, sourceScale } from '../../core/head.ts';
import type { PhotoOrder } from '../../core/order.ts';
import { type Cutout, longestSide, type PlaneSize, type Raster } from '../../core/raster.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { decodePhoto } from '../decode/decode.ts';
import type { DecodeLimits } from '../decode/limits.ts';
import { detectObjects } from '../detection/detect-objects.ts';
import type { FunctionMemory } from '../memory/function-memory.ts';
import { type FoundPerson, findPerson } from './face/face.ts';
import { type MeasuredHeads, measureHeads } from './face/measure-head.ts';
import { type PhotoFitter, photoFitter } from './fit-photo.ts';
import { estimateForeground } from './foreground.ts';
import { openSmallNetworks } from './inference/networks.ts';
import { beforeContrast, keepMatte } from './own-matte.ts';
import { refineMatte, refuseEmpty, trimapOf } from './refine.ts';
import { matteOfPerson, matteOfSubject, type RegionInput } from './region-matte.ts';
import { cropToScene, type ScenePhoto } from './scene/crop-scene.ts';
import { colourStrength, pxPerSmallPx, settleOpacity } from './settle-opacity.ts';

/**
 * Version of the matting result. Increase it when the same photo and settings give a different result; older cutouts are
 * then not reused.
 */
export const matteVersion = 14;

/** How far colour decides on the edge of a cutout order, 0..1. Fur and wool have the colours of many backgrounds. */
const cutoutStrength = 0.5;

export interface MatteInput extends RegionInput {
  readonly bytes: Uint8Array;
  readonly kind: PhotoOrder['kind'];
  readonly faces: PhotoOrder['faces'];
  /** The number of people that the photo shows; 1 when left out. */
  readonly people?: PhotoStandard['people'];
  readonly settings: DecodeLimits & RegionInput['settings'];
  /** The memory for the work; null or absent: no limit. */
  readonly memory?: FunctionMemory | null;
}

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
 * @throws PhotoRejected as decode.ts and face.ts do, `no-person` when the matte is empty, and `too-large-for-memory`.
 */
export async function mattePhoto(input: MatteInput, mark: (step: string) => void): Promise<MatteOutput> {
  const { networks } = input;
  const fitter = fitterOf(input);
  const limits = { ...input.settings, fitSide: fitter.fitSide };
  const decoding = decodePhoto(input.bytes, limits);
  // They open while threads of libvips decode. Only the first photo of an instance has anything to open.
  const hasFace = input.kind === 'photo' || input.kind === 'comic';
  if (hasFace) openSmallNetworks(networks);
  const decoded = await decoding;
  const own = decoded.ownCutout;
  const isPhoto = hasFace && !own;
  const photo = isPhoto ? await cropToScene(decoded, input.bytes, limits) : { ...decoded, scene: null };
  mark('decode');
  const degraded = fitter.degraded(photo.sidePx, longestSide(photo.scene ?? photo.source));
  const region = { ...input, settings: { inferenceSidePx: fitter.inferenceSidePx(photo.sidePx) } };
  // A thread of libvips encodes while this thread finds the face.
  const workingPhotoJpeg = encodeWorkingPhoto(photo.working);
  // The caller awaits the promise. A rejected photo never awaits it, so the error is ignored here.
  workingPhotoJpeg.catch(() => {});
  const seen = own ? beforeContrast(own) : photo.working;
  const found = hasFace ? await findFace(input, seen, sourceScale(photo), degraded) : null;
  mark('face');
  const { detector } = networks;
  const objects = found && !own && detector ? await detectObjects(detector, photo.working) : null;
  if (objects) mark('objects');
  const files = { working: photo.working, workingPhotoJpeg };
  const { id } = networks.matting;
  if (own) {
    const kept = await keepMatte(own, seen, found, (person) => matteOfPerson(region, seen, person, mark));
    mark('infer');
    const head = measurementsOf(photo, kept.heads, found, kept.compared, id);
    return { cutout: own, head: { ...head, matteBy: 'file', degraded }, ...files };
  }
  const small = await (found ? matteOfPerson(region, seen, found, mark) : matteOfSubject(region, seen));
  mark('infer');
  input.onPlane?.('joined', small, small.alpha);
  input.onPlane?.('trimap', small, trimapOf(small));
  const scale = pxPerSmallPx(small, small.region);
  const strength = found ? colourStrength(scale) : cutoutStrength;
  const matte = settleOpacity(photo.working, refineMatte(small, photo.working, small.region), scale, strength);
  mark('refine');
  refuseEmpty(matte);
  const cutout = estimateForeground(photo.working, matte);
  mark('foreground');
  const heads = found && measureHeads(found, matte, photo.working);
  return { cutout, head: { ...measurementsOf(photo, heads, found, small, id), objects, degraded }, ...files };
}

function fitterOf({ settings, networks, kind, bytes, memory = null }: MatteInput): PhotoFitter {
  const region = kind === 'cutout' ? 'subject' : 'person';
  return photoFitter({
    ...{ usual: settings, input: networks.matting.input, region },
    ...{ uploadBytes: bytes.byteLength, memory },
  });
}

/**
 * Returns the person; null for a comic of a picture without a face.
 * @throws PhotoRejected as face.ts does, and `too-large-for-memory` when the face is too small only in a degraded photo.
 */
async function findFace(
  { networks, kind, faces, people }: MatteInput,
  seen: Raster,
  scale: number,
  degraded: readonly Degraded[],
): Promise<FoundPerson | null> {
  try {
    return await findPerson(networks, seen, faces, scale, people);
  } catch (error) {
    if (!(error instanceof PhotoRejected)) throw error;
    if (kind === 'comic' && error.code === 'no-face') return null;
    if (error.code !== 'face-too-small' || degraded.length === 0) throw error;
    const [{ toPx, memoryMb, neededMb }] = degraded;
    throw new PhotoRejected(
      'too-large-for-memory',
      `At ${toPx} px, which fit into ${memoryMb} MB, the face is too small.`,
      {
        advice:
          'Cut the person from the chest up out of the picture and send that part, or ask the operator of the studio to give the function more memory.',
        facts: { neededMb, memoryMb },
      },
    );
  }
}

function measurementsOf(
  { working, source, scene }: ScenePhoto,
  heads: MeasuredHeads | null,
  found: FoundPerson | null,
  { widthPx, heightPx, doubts }: PlaneSize & Pick<HeadMeasurements, 'doubts'>,
  id: string,
): HeadMeasurements {
  const second = found?.second ?? null;
  const count = (found?.others.length ?? 0) + (second ? 2 : 1);
  return {
    version: headVersion,
    source,
    scene,
    working: { widthPx: working.widthPx, heightPx: working.heightPx },
    matteBy: 'networks',
    model: { id, widthPx, heightPx },
    face: found ? { ...found.face, details: found.details, count } : null,
    head: heads?.head ?? null,
    ink: null,
    second:
      second && heads?.second ? { face: { ...second.face, details: second.details, count }, head: heads.second } : null,
    doubts,
    objects: null,
    degraded: [],
  };
}

export function encodeWorkingPhoto({ widthPx, heightPx, data }: Raster): Promise<Uint8Array> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

const pngEffort = { compressionLevel: 3, adaptiveFiltering: false } as const;

/** Encodes the parts of a stored cutout: the working photo, its edges as PNG (one channel), the head measurements. */
export async function encodeCutout({
  cutout,
  head,
  workingPhotoJpeg,
}: Pick<MatteOutput, 'cutout' | 'head' | 'workingPhotoJpeg'>) {
  const { widthPx: width, heightPx: height, data } = edgesOf(cutout);
  const edgesPng = await sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png(pngEffort)
    .toBuffer();
  return {
    photoJpeg: await workingPhotoJpeg,
    edgesPng,
    headJson: new TextEncoder().encode(JSON.stringify(head)),
  };
}
