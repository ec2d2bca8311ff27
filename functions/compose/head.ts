/**
 * The person's head stood upright: lengths up and down from the eye line, and the places where the picture cuts the
 * person off. First step of compose; crop.ts fits what it finds into the standard's frame.
 */
import { PhotoRejected } from '../../core/errors.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import type { Point } from '../../core/measure.ts';
import type { Cutout } from '../../core/raster.ts';
import type { Crown, HeadWidth } from '../../core/standards.ts';

/** Lengths in px of the cutout, along and across the head's own axis. */
export interface LevelHead {
  /** In the cutout. */
  readonly eyeMiddle: Point;
  /** Turning the picture by minus this levels the eyes. */
  readonly rollDeg: number;
  /** Below the eye line. */
  readonly chinPx: number;
  /** Above the eye line, hair and headwear included. */
  readonly crownHairPx: number;
  /** Above the eye line, estimated under the hair. */
  readonly crownSkullPx: number;
  /** Across the face at the cheekbones. */
  readonly widthPx: number;
  /** The picture's upper edge cuts the hair. */
  readonly hairCut: boolean;
  /** Where the person ends below: cut by the picture's lower edge, or simply no further down. */
  readonly floor: readonly LevelPoint[];
  /** Where the picture's left and right edges cut the person. */
  readonly sides: readonly LevelPoint[];
}

/** A place in the level frame: px right of and below the middle of the eye line. */
export interface LevelPoint {
  readonly right: number;
  readonly below: number;
}

/** @throws PhotoRejected `no-face` for a cutout that was made without looking for one. */
export function levelHead({ face, head }: HeadMeasurements, cutout: Cutout): LevelHead {
  if (!face || !head) throw new PhotoRejected('no-face', 'The photo was cut out without looking for a face.');
  const { eyeMiddle, chinPx, crownHairPx, crownSkullPx, widthPx, hairCut } = head;
  const { rollDeg } = face;
  const level = levelAbout(eyeMiddle, rollDeg);
  return {
    eyeMiddle,
    rollDeg,
    chinPx,
    crownHairPx,
    crownSkullPx,
    widthPx,
    hairCut,
    floor: findFloor(cutout).map(level),
    sides: findSides(cutout).map(level),
  };
}

/**
 * The crown that a standard measures to, px above the eye line. Where it does not say, the hair counts: it is what an
 * examiner sees of a head.
 */
export function crownPx(head: LevelHead, crown: Crown): number {
  return crown === 'skull' ? head.crownSkullPx : head.crownHairPx;
}

/**
 * Ear to ear over cheekbone to cheekbone, seen from the front; hair hides ears, so they are estimated. Tuned to the
 * widths and heights that GA 461 and GA 482 state together (about 0.7 of the height with hair).
 */
const earsOverFace = 1.2;

/** The head's width as a standard measures it, px. */
export function headWidthPx(head: LevelHead, across: HeadWidth): number {
  return across === 'ears' ? head.widthPx * earsOverFace : head.widthPx;
}

function levelAbout(origin: Point, rollDeg: number): (p: Point) => LevelPoint {
  const cos = Math.cos((rollDeg * Math.PI) / 180);
  const sin = Math.sin((rollDeg * Math.PI) / 180);
  return ({ x, y }) => {
    const [dx, dy] = [x - origin.x, y - origin.y];
    return { right: cos * dx + sin * dy, below: cos * dy - sin * dx };
  };
}

/** Alpha from which a pixel is person: half covered. */
const opaque = 128;
/** Places kept of each edge: one for every few px of a finished photo is plenty. */
const maxPlaces = 64;

function findFloor({ widthPx, heightPx, data }: Cutout): Point[] {
  for (let y = heightPx - 1; y >= 0; y--) {
    const columns: number[] = [];
    for (let x = 0; x < widthPx; x++) if (data[(y * widthPx + x) * 4 + 3] >= opaque) columns.push(x);
    if (columns.length > 0) return thinned(columns).map((x) => ({ x: x + 0.5, y: y + 1 }));
  }
  return [];
}

function findSides({ widthPx, heightPx, data }: Cutout): Point[] {
  return [0, widthPx - 1].flatMap((x) => {
    const rows: number[] = [];
    for (let y = 0; y < heightPx; y++) if (data[(y * widthPx + x) * 4 + 3] >= opaque) rows.push(y);
    return thinned(rows).map((y) => ({ x: x === 0 ? 0 : widthPx, y: y + 0.5 }));
  });
}

/** First, last and evenly some between. */
function thinned(places: readonly number[]): number[] {
  const step = Math.max(1, (places.length - 1) / (maxPlaces - 1));
  const count = Math.min(places.length, maxPlaces);
  return Array.from({ length: count }, (_, i) => places[Math.min(places.length - 1, Math.round(i * step))]);
}
