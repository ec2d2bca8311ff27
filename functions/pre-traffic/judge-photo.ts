/**
 * Compares the photo of the test cutout with the truth: its size, its backdrop, and the place of the head. Runs after the
 * cutout went through compose; decides the deployment.
 */
import { type DecodedPng, decode } from 'fast-png';
import { distance, type Point } from '../../core/measure.ts';
import { type DotName, dotColours, type PhotoTruth } from './truth.ts';

/**
 * The largest distance of a point from the truth, in head heights. Today's compose is within 0.002. At this limit a head on
 * a passport photo would be off by half a millimetre.
 */
const placeLimit = 0.015;

/** The largest difference of a channel of the backdrop, levels of 255. A PNG keeps colours exactly. */
const backdropLimit = 2;
/** Side of the squares in the upper corners in which the backdrop is compared, px. Hair and shoulders are far away. */
const cornerPx = 12;

/** A pixel belongs to the hair when a channel differs from the backdrop by more levels: half of the difference of dark hair. */
const hairLimit = 110;
/** A pixel belongs to a dot when no channel differs from the dot's colour by more levels. */
const dotLimit = 60;

type Colour = readonly number[];

/** Judges a photo. @returns one phrase per fault, with its figures; none: the version is good. */
export function judgePhoto(truth: PhotoTruth, png: Uint8Array): readonly string[] {
  const photo = decoded(png);
  if (!photo) return ['the photo is not a PNG file'];
  const { width, height, channels, depth } = photo;
  if (width !== truth.widthPx || height !== truth.heightPx) {
    return [`the photo has ${width} x ${height} px instead of ${truth.widthPx} x ${truth.heightPx}`];
  }
  if (channels !== 3 || depth !== 8) return [`the photo has ${channels} channels of ${depth} bits instead of 3 of 8`];
  return [...judgeBackdrop(truth, photo), ...judgePlaces(truth, photo)];
}

function decoded(png: Uint8Array): DecodedPng | null {
  try {
    return decode(png);
  } catch {
    return null;
  }
}

function judgeBackdrop({ backdropRgb }: PhotoTruth, photo: DecodedPng): readonly string[] {
  const corners = { left: 0, right: photo.width - cornerPx };
  return Object.entries(corners).flatMap(([side, leftPx]) => {
    const pixels = Array.from({ length: cornerPx ** 2 }, (_, at) =>
      colourAt(photo, leftPx + (at % cornerPx), Math.floor(at / cornerPx)),
    );
    const worst = pixels.reduce((a, b) => (difference(b, backdropRgb) > difference(a, backdropRgb) ? b : a));
    if (difference(worst, backdropRgb) <= backdropLimit) return [];
    return [`the backdrop at the upper ${side} is ${worst.join(', ')} instead of ${backdropRgb.join(', ')}`];
  });
}

function judgePlaces(truth: PhotoTruth, photo: DecodedPng): readonly string[] {
  const offs = {
    'top of the hair': Math.abs(hairTopPx(truth, photo) - truth.hairTopPx),
    'left eye': distance(findDot(photo, 'leftEye'), truth.dots.leftEye),
    'right eye': distance(findDot(photo, 'rightEye'), truth.dots.rightEye),
    chin: distance(findDot(photo, 'chin'), truth.dots.chin),
  };
  return Object.entries(offs).flatMap(([name, px]) => {
    const off = px / truth.headHeightPx;
    if (off <= placeLimit) return [];
    return Number.isFinite(off) ? [`${name} off by ${off.toFixed(3)} head heights`] : [`${name} is not in the photo`];
  });
}

/** Returns the upper edge of the first row with hair, px; infinite without any. */
function hairTopPx({ backdropRgb }: PhotoTruth, photo: DecodedPng): number {
  for (let y = 0; y < photo.height; y++) {
    for (let x = 0; x < photo.width; x++) {
      if (difference(colourAt(photo, x, y), backdropRgb) > hairLimit) return y;
    }
  }
  return Number.POSITIVE_INFINITY;
}

/** Returns the middle of a dot, px; infinite without any. */
function findDot(photo: DecodedPng, name: DotName): Point {
  let [count, sumX, sumY] = [0, 0, 0];
  for (let y = 0; y < photo.height; y++) {
    for (let x = 0; x < photo.width; x++) {
      if (difference(colourAt(photo, x, y), dotColours[name]) > dotLimit) continue;
      count += 1;
      sumX += x + 0.5;
      sumY += y + 0.5;
    }
  }
  if (count === 0) return { x: Number.POSITIVE_INFINITY, y: Number.POSITIVE_INFINITY };
  return { x: sumX / count, y: sumY / count };
}

const colourAt = ({ width, data }: DecodedPng, x: number, y: number): Colour =>
  Array.from(data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3));

/** Returns the largest difference of a channel. */
const difference = (a: Colour, b: Colour): number => Math.max(...a.map((level, at) => Math.abs(level - b[at])));
