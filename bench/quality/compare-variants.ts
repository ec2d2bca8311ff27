/**
 * Compares the cutouts of one photo in grey, brighter, darker, mirrored and cropped with its own. A person is the same in
 * all of them, so the cutouts should be too, or a check should announce that one is doubtful.
 */
import sharp, { type Sharp } from 'sharp';
import type { InProcessMatting } from '../../cli/matting-in-process.ts';
import type { CheckCode } from '../../core/checks.ts';
import { PhotoRejected } from '../../core/errors.ts';
import type { Rect } from '../../core/measure.ts';
import { checkCapture } from '../../functions/compose/checks/checks.ts';
import { decodePhoto } from '../../functions/decode/decode.ts';
import { mattePhoto } from '../../functions/matting/matte.ts';

export const variantNames = ['grey', 'brighter', 'darker', 'mirrored', 'cropped'] as const;
type VariantName = (typeof variantNames)[number];

/** Share of the pixels of either person that are in both. */
export const leastOverlap = 0.97;

/** A tenth of each side is cut off, half of it at each end. */
const cropShare = 0.05;

export interface VariantOverlap {
  readonly variant: VariantName;
  /** Intersection over union of the pixels that are more opaque than clear, 0..1; null when the variant was rejected. */
  readonly overlap: number | null;
  /** A check of {@link announcing} does not pass for the photo or for the variant, or the variant was rejected. */
  readonly isAnnounced: boolean;
}

/** Checks that ask to look at the cutout, or at other people and things in the picture. */
const announcing: ReadonlySet<CheckCode> = new Set(['cutout', 'only-person', 'face-count']);

/** A person as ones, and whether the cutout is announced as doubtful. */
interface Person {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly ones: Uint8Array;
  readonly isDoubtful: boolean;
}

/**
 * Compares the five variants of a photo with the photo.
 * @param bytes any picture file. @param longSidePx the longer side of the compared pictures; all variants keep the scale.
 * @throws PhotoRejected when the photo itself is rejected.
 */
export async function compareVariants(
  bytes: Uint8Array,
  matting: InProcessMatting,
  longSidePx: number,
): Promise<VariantOverlap[]> {
  const { working } = await decodePhoto(bytes, matting.settings);
  const photo = await sharp(working.data, { raw: { width: working.widthPx, height: working.heightPx, channels: 3 } })
    .resize(longSidePx, longSidePx, { fit: 'inside' })
    .png()
    .toBuffer();
  const person = await personOf(photo, matting);
  const { widthPx, heightPx } = person;
  const whole = { leftPx: 0, topPx: 0, widthPx, heightPx };
  const [leftPx, topPx] = [Math.round(widthPx * cropShare), Math.round(heightPx * cropShare)];
  const inner = { leftPx, topPx, widthPx: widthPx - 2 * leftPx, heightPx: heightPx - 2 * topPx };
  const pictures: Readonly<Record<VariantName, Sharp>> = {
    grey: sharp(photo).greyscale().toColourspace('srgb'),
    brighter: sharp(photo).linear(1.25, 0),
    darker: sharp(photo).linear(0.7, 0),
    mirrored: sharp(photo).flop(),
    cropped: sharp(photo).extract({ left: leftPx, top: topPx, width: inner.widthPx, height: inner.heightPx }),
  };
  const found: VariantOverlap[] = [];
  for (const variant of variantNames) {
    const other = await personOf(await pictures[variant].png().toBuffer(), matting).catch(asRejected);
    const part = variant === 'cropped' ? inner : whole;
    const overlap = other && overlapOf(person, other, part, variant === 'mirrored');
    found.push({ variant, overlap, isAnnounced: !other || other.isDoubtful || person.isDoubtful });
  }
  return found;
}

/** @returns null for a rejected photo. @throws every other error. */
export function asRejected(error: unknown): null {
  if (error instanceof PhotoRejected) return null;
  throw error;
}

async function personOf(bytes: Uint8Array, matting: InProcessMatting): Promise<Person> {
  const made = await mattePhoto({ bytes, kind: 'photo', faces: 'main', ...matting }, () => {});
  await made.workingPhotoJpeg;
  const { widthPx, heightPx, data } = made.cutout;
  const ones = Uint8Array.from({ length: widthPx * heightPx }, (_, at) => Number(data[at * 4 + 3] > 127));
  const isDoubtful = checkCapture(made.head, made.cutout).some(
    ({ code, result }) => announcing.has(code) && result !== 'pass',
  );
  return { widthPx, heightPx, ones, isDoubtful };
}

/** @param part the rectangle of the photo that the variant shows. */
function overlapOf(photo: Person, variant: Person, part: Rect, isMirrored: boolean): number {
  let [both, either] = [0, 0];
  for (let y = 0; y < part.heightPx; y++) {
    for (let x = 0; x < part.widthPx; x++) {
      const one = photo.ones[(y + part.topPx) * photo.widthPx + x + part.leftPx];
      const other = variant.ones[y * variant.widthPx + (isMirrored ? variant.widthPx - 1 - x : x)];
      both += one & other;
      either += one | other;
    }
  }
  return both / either;
}
