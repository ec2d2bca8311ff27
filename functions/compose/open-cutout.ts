/**
 * Opens what matting stored of a photo: the cutout, the head measurements and, when needed, the working photo.
 */
import sharp from 'sharp';
import { applyStrokes } from '../../core/brush/apply-strokes.ts';
import type { Stroke } from '../../core/brush/stroke.ts';
import { joinEdges } from '../../core/cutout-layers.ts';
import { Fault, PhotoRejected } from '../../core/errors.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import { type Cutout, cutout, type Matte, matte, type Raster, raster } from '../../core/raster.ts';
import { applyTone, type Tone } from '../../core/tone/tone.ts';
import { openBackdropImage } from './backdrop-image.ts';
import { type LevelHead, levelHead } from './head.ts';
import type { Size } from './resample.ts';

/** A cutout as it is stored: the working photo, and the edges of the person (core/cutout-layers.ts). */
export interface LayeredCutout {
  readonly photoJpeg: Uint8Array;
  readonly edgesPng: Uint8Array;
}

/** A cutout as versions before 0.3 stored it. */
export interface WholeCutout {
  /** PNG with straight RGBA, at working size. */
  readonly cutoutPng: Uint8Array;
  /**
   * Loads the upright working photo, which has the size of the cutout. Called only for the `original` backdrop. Null
   * when there is none.
   */
  readonly workingPhoto: (() => Promise<Uint8Array>) | null;
}

/** What is stored of a photo. */
export type StoredCutout = (LayeredCutout | WholeCutout) & {
  readonly head: HeadMeasurements;
  /**
   * Loads a backdrop picture; returns null when there is none of that name. Absent when the caller has no backdrop
   * pictures.
   */
  readonly backdropImage?: (id: string) => Promise<Uint8Array | null>;
};

/** What a person has corrected in the pixels of a photo. */
export interface Corrections {
  /** In the order in which they are applied. */
  readonly strokes: readonly Stroke[];
  /** Null: light and contrast are those of the picture. */
  readonly tone: Tone | null;
}

/** The decoded cutout with what is needed to make photos of it. */
export interface OpenedCutout {
  readonly cutout: Cutout;
  readonly head: LevelHead;
  /** The right one of two people, whose left one is `head`; null in a photo of one person. */
  readonly second: LevelHead | null;
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
 * Decodes the cutout and applies the corrections of the order. The working photo and backdrop pictures are loaded later,
 * when a job needs them; the working photo gets the same light and contrast.
 * @throws PhotoRejected `no-face` for a cutout of a `cutout` order.
 * @throws Fault `bad-payload` for a picture that does not have the size that was measured.
 */
export async function openCutout(stored: StoredCutout, { strokes, tone }: Corrections): Promise<OpenedCutout> {
  const { head, backdropImage } = stored;
  const toned = (picture: Cutout): Cutout => {
    if (tone) applyTone(picture.data, 4, tone);
    return picture;
  };
  const person = toned(await decodeCutout(stored, strokes));
  let photo: Promise<Cutout> | undefined;
  const photoOnce = () => {
    photo ??= loadPhoto(stored)
      .then((bytes) => decode(bytes, head))
      .then(toned);
    return photo;
  };
  const backdropInFrame = async (id: string, frame: Size) => {
    const bytes = await backdropImage?.(id);
    if (!bytes) throw new PhotoRejected('bad-order', `There is no backdrop picture ${id}.`);
    return openBackdropImage(bytes, frame);
  };
  const second = head.second && levelHead(head.second, person);
  return {
    cutout: person,
    head: levelHead(head, person),
    second,
    measurements: head,
    photo: photoOnce,
    backdropInFrame,
  };
}

/**
 * Returns the pixels of the cutout.
 * @param strokes are applied to it; they need the working photo.
 * @throws Fault `bad-payload` for a picture of another size than was measured; `missing-object` as loadPhoto.
 */
export async function decodeCutout(stored: StoredCutout, strokes: readonly Stroke[] = []): Promise<Cutout> {
  if ('cutoutPng' in stored) {
    const person = await decode(stored.cutoutPng, stored.head);
    if (strokes.length > 0) applyStrokes(person, await decodePhoto(await loadPhoto(stored), stored.head), strokes);
    return person;
  }
  // Two threads of libvips decode at the same time.
  const [edges, photo] = await Promise.all([decodeEdges(stored.edgesPng), decodePhoto(stored.photoJpeg, stored.head)]);
  const person = joinEdges(edges, photo);
  applyStrokes(person, photo, strokes);
  return person;
}

async function loadPhoto(stored: StoredCutout): Promise<Uint8Array> {
  if ('photoJpeg' in stored) return stored.photoJpeg;
  if (stored.workingPhoto) return stored.workingPhoto();
  throw new Fault('missing-object', 'there is no working photo, which the original backdrop and strokes need');
}

async function decode(bytes: Uint8Array, { working }: HeadMeasurements): Promise<Cutout> {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  checkSize(info, working);
  return cutout(info.width, info.height, data);
}

async function decodeEdges(bytes: Uint8Array): Promise<Matte> {
  const { data, info } = await sharp(bytes).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return matte(info.width, info.height, data);
}

async function decodePhoto(bytes: Uint8Array, { working }: HeadMeasurements): Promise<Raster> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  checkSize(info, working);
  return raster(info.width, info.height, data);
}

/** @throws Fault `bad-payload` when the picture does not have the size that was measured. */
function checkSize(
  { width, height }: { readonly width: number; readonly height: number },
  { widthPx, heightPx }: HeadMeasurements['working'],
): void {
  if (width === widthPx && height === heightPx) return;
  throw new Fault('bad-payload', `the picture has ${width}x${height} px, but ${widthPx}x${heightPx} px were measured`);
}
