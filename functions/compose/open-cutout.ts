/**
 * Opens what matting left of a photo: the decoded cutout, the upright head and, when wanted, the photo itself. Before
 * jobs are carried out.
 */
import sharp from 'sharp';
import { Fault, PhotoRejected } from '../../core/errors.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import { type Cutout, cutout, type Raster } from '../../core/raster.ts';
import { openBackdropImage } from './backdrop-image.ts';
import { type LevelHead, levelHead } from './head.ts';
import type { Size } from './resample.ts';

export interface StoredCutout {
  /** Straight RGBA at working size. */
  readonly cutoutPng: Uint8Array;
  /** Loads the upright working photo, a picture of the cutout's size; called only for the `original` backdrop. */
  readonly workingPhoto: (() => Promise<Uint8Array>) | null;
  readonly head: HeadMeasurements;
  /** Loads a picture to stand behind the person, null when there is none of that name; without it there are none. */
  readonly backdropImage?: (id: string) => Promise<Uint8Array | null>;
}

export interface OpenedCutout {
  readonly cutout: Cutout;
  readonly head: LevelHead;
  readonly measurements: HeadMeasurements;
  /** The whole photo, opaque; loaded once. @throws Fault `missing-object`. */
  readonly photo: () => Promise<Cutout>;
  /** A backdrop picture fitted to a frame. @throws PhotoRejected `bad-order` when there is none of that name. */
  readonly behind: (id: string, frame: Size) => Promise<Raster>;
}

/**
 * @throws PhotoRejected `no-face` for a cutout that was made without looking for one.
 * @throws Fault `bad-payload` for a picture of another size than the one that was measured.
 */
export async function openCutout({
  cutoutPng,
  workingPhoto,
  head,
  backdropImage,
}: StoredCutout): Promise<OpenedCutout> {
  const person = await decode(cutoutPng, head);
  let photo: Promise<Cutout> | undefined;
  const photoOnce = () => {
    if (!workingPhoto) throw new Fault('missing-object', 'there is no working photo to keep the background of');
    photo ??= workingPhoto().then((bytes) => decode(bytes, head));
    return photo;
  };
  const behind = async (id: string, frame: Size) => {
    const bytes = await backdropImage?.(id);
    if (!bytes) throw new PhotoRejected('bad-order', `No backdrop picture is called ${id}.`);
    return openBackdropImage(bytes, frame);
  };
  return { cutout: person, head: levelHead(head, person), measurements: head, photo: photoOnce, behind };
}

async function decode(bytes: Uint8Array, { working }: HeadMeasurements): Promise<Cutout> {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  if (info.width !== working.widthPx || info.height !== working.heightPx) {
    throw new Fault('bad-payload', `a picture of ${info.width}x${info.height} px does not fit its measurements`);
  }
  return cutout(info.width, info.height, data);
}
