/**
 * Compares the cutouts of one photo in grey, brighter, darker, mirrored and cropped with its own. A person is the same in
 * all of them, so the cutouts should be too, or the check `cutout` should announce that one is doubtful.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { type InProcessMatting, openMatting } from '../../cli/matting-in-process.ts';
import { PhotoRejected } from '../../core/errors.ts';
import type { Rect } from '../../core/measure.ts';
import { checkCutout } from '../../functions/compose/checks/cutout.ts';
import { decodePhoto } from '../../functions/decode/decode.ts';
import { mattePhoto } from '../../functions/matting/matte.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';
import type { Findings, Table } from '../report/report.ts';
import { median } from '../report/statistics.ts';
import type { Workbench } from '../workbench.ts';

const variantNames = ['grey', 'brighter', 'darker', 'mirrored', 'cropped'] as const;
type VariantName = (typeof variantNames)[number];

/** Share of the pixels of either person that are in both. */
const leastOverlap = 0.97;

/** Longer side of the compared pictures, px. All variants keep the scale of the photo. */
const longSidePx = 1000;
/** A tenth of each side is cut off, half of it at each end. */
const cropShare = 0.05;

interface VariantOverlap {
  readonly variant: VariantName;
  /** Intersection over union of the pixels that are more opaque than clear, 0..1; null when the variant was rejected. */
  readonly overlap: number | null;
  /** The check `cutout` of the photo or of the variant does not pass, or the variant was rejected. */
  readonly isAnnounced: boolean;
}

/** A person as ones, and whether the cutout is announced as doubtful. */
interface Person {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly ones: Uint8Array;
  readonly isDoubtful: boolean;
}

/** @param bytes any picture file. @throws PhotoRejected when the photo itself is rejected. */
async function compareVariants(bytes: Uint8Array, matting: InProcessMatting): Promise<VariantOverlap[]> {
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

function asRejected(error: unknown): null {
  if (error instanceof PhotoRejected) return null;
  throw error;
}

async function personOf(bytes: Uint8Array, matting: InProcessMatting): Promise<Person> {
  const made = await mattePhoto({ bytes, kind: 'photo', faces: 'main', ...matting }, () => {});
  await made.workingPhotoJpeg;
  const { widthPx, heightPx, data } = made.cutout;
  const ones = Uint8Array.from({ length: widthPx * heightPx }, (_, at) => Number(data[at * 4 + 3] > 127));
  const isDoubtful = made.head.doubts !== null && checkCutout(made.head.doubts, made.head.matteBy).result !== 'pass';
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

/** Compares the drawn portraits, or the photos of `--photos`. */
export async function benchVariants({ options, modelDir, say }: Workbench): Promise<Findings> {
  const matting = await openMatting(modelDir);
  const photos: { readonly name: string; readonly overlaps: readonly VariantOverlap[] }[] = [];
  const rejected: string[] = [];
  for (const { name, load } of await sourcesOf(options.photosDir)) {
    say(`variants: ${name}`);
    const overlaps = await compareVariants(await load(), matting).catch(asRejected);
    if (overlaps) photos.push({ name, overlaps });
    else rejected.push(name);
  }
  return describe(photos, rejected);
}

interface Source {
  readonly name: string;
  readonly load: () => Promise<Uint8Array>;
}

async function sourcesOf(photosDir: string | undefined): Promise<Source[]> {
  if (photosDir) {
    const names = (await readdir(photosDir)).toSorted();
    return names.map((name) => ({ name, load: () => readFile(join(photosDir, name)) }));
  }
  return Object.entries(catalogue).map(([name, portrait]) => {
    return { name, load: async () => encodeJpeg((await renderPortrait(portrait)).photo) };
  });
}

function describe(
  photos: readonly { readonly name: string; readonly overlaps: readonly VariantOverlap[] }[],
  rejected: readonly string[],
): Findings {
  const rows = variantNames.map((variant) => {
    const ofVariant = photos.flatMap(({ overlaps }) => overlaps.filter((one) => one.variant === variant));
    const known = ofVariant.flatMap(({ overlap }) => overlap ?? []);
    const apart = ofVariant.filter(({ overlap }) => overlap === null || overlap < leastOverlap);
    const silent = apart.filter(({ isAnnounced }) => !isAnnounced);
    return { variant, median: median(known), least: Math.min(...known), apart: apart.length, silent: silent.length };
  });
  const table: Table = {
    title: 'Overlap with the person of the photo (intersection over union)',
    columns: ['variant', 'photos', 'median', 'least', `below ${leastOverlap} or rejected`, 'of these not announced'],
    rows: rows.map(({ variant, median: middle, least, apart, silent }) => {
      return [variant, photos.length, middle, least, apart, silent];
    }),
  };
  const each: Table = {
    title: 'Each photo',
    columns: ['photo', ...variantNames, 'announced'],
    rows: photos.map(({ name, overlaps }) => [
      ...[name, ...overlaps.map(({ overlap }) => overlap)],
      overlaps.flatMap(({ variant, isAnnounced }) => (isAnnounced ? variant : [])).join(', ') || '-',
    ]),
  };
  return {
    title: 'One person in five variants of a photo',
    method: [
      `The same photo in grey, brighter (1.25x), darker (0.7x), mirrored, and with a tenth of each side cut off; longer side ${longSidePx} px.`,
      'A cutout is announced when the check cutout of the photo or of the variant does not pass, or when the variant is rejected.',
    ],
    tables: [table, each],
    notes: rejected.map((name) => `${name} was rejected.`),
    plot: {
      title: 'Least overlap',
      unit: 'share',
      bars: rows.map(({ variant, least }) => ({ label: variant, value: least, series: 'ours' })),
    },
  };
}
