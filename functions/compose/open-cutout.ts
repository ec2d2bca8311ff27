/**
 * Opens the files that matting stored of a photo: the cutout, the head measurements and, when needed, the working
 * photo.
 */
import sharp from 'sharp';
import { Fault, PhotoRejected } from '../../core/errors.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import { type Cutout, cutout, type Raster } from '../../core/raster.ts';
import { openBackdropImage } from './backdrop-image.ts';
import { type LevelHead, levelHead } from './head.ts';
import type { Size } from './resample.ts';

/** The stored files of a photo. */
export interface StoredCutout {
  /** PNG with straight RGBA, at working size. */
  readonly cutoutPng: Uint8Array;
  /**
   * Loads the upright working photo, which has the size of the cutout. Called only for the `original` backdrop. Null
   * when there is none.
   */
  readonly workingPhoto: (() => Promise<Uint8Array>) | null;
  readonly head: HeadMeasurements;
  /**
   * Loads a backdrop picture; returns null when there is none of that name. Absent when the caller has no backdrop
   * pictures.
   */
  readonly backdropImage?: (id: string) => Promise<Uint8Array | null>;
}

/** The decoded cutout with what is needed to make photos of it. */
export interface OpenedCutout {
  readonly cutout: Cutout;
  readonly head: LevelHead;
  readonly measurements: HeadMeasurements;
  /** Returns the working photo, opaque; it is loaded once. @throws Fault `missing-object`. */
  readonly photo: () => Promise<Cutout>;
  /**
   * Returns a backdrop picture fitted to a frame.
   * @throws PhotoRejected `bad-order` when there is none of that name.
   */
  readonly backdropInFrame: (id: string, frame: Size) => Promise<Raster>;
}

/**
 * Decodes the cutout. The working photo and backdrop pictures are loaded later, when a job needs them.
 * @throws PhotoRejected `no-face` for a cutout of a `cutout` order.
 * @throws Fault `bad-payload` for a picture that does not have the size that was measured.
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
    if (!workingPhoto)
      throw new Fault('missing-object', 'there is no working photo, which the original backdrop needs');
    photo ??= workingPhoto().then((bytes) => decode(bytes, head));
    return photo;
  };
  const backdropInFrame = async (id: string, frame: Size) => {
    const bytes = await backdropImage?.(id);
    if (!bytes) throw new PhotoRejected('bad-order', `There is no backdrop picture ${id}.`);
    return openBackdropImage(bytes, frame);
  };
  return { cutout: person, head: levelHead(head, person), measurements: head, photo: photoOnce, backdropInFrame };
}

async function decode(bytes: Uint8Array, { working }: HeadMeasurements): Promise<Cutout> {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  if (info.width !== working.widthPx || info.height !== working.heightPx) {
    throw new Fault(
      'bad-payload',
      `the picture has ${info.width}x${info.height} px, but ${working.widthPx}x${working.heightPx} px were measured`,
    );
  }
  return cutout(info.width, info.height, data);
}
