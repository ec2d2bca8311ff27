/**
 * Describes the head in upright position: lengths above and below the eye line, and the points where the edge of the
 * picture cuts the person. The first step of compose; crop.ts fits the head into the frame.
 */
import { PhotoRejected } from '../../core/errors.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import type { Point } from '../../core/measure.ts';
import type { Cutout } from '../../core/raster.ts';
import type { Crown, HeadWidth } from '../../core/standards.ts';

/** A head in upright position. Lengths are in px of the cutout, along and across the axis of the head. */
export interface LevelHead {
  /** Point in the cutout. */
  readonly eyeMiddle: Point;
  /** Lean of the head. Turning the picture by minus this angle levels the eyes. */
  readonly rollDeg: number;
  /** Chin below the eye line. */
  readonly chinPx: number;
  /** Crown above the eye line, with hair and headwear. */
  readonly crownHairPx: number;
  /** Crown above the eye line, estimated under the hair. */
  readonly crownSkullPx: number;
  /** Width of the face at the cheekbones. */
  readonly widthPx: number;
  /** True when the upper edge of the picture cuts the hair. */
  readonly hairCut: boolean;
  /** Points of the person's lower end: the lower edge of the picture, or the last row with the person. */
  readonly floor: readonly LevelPoint[];
  /** Points at which the left and right edges of the picture cut the person. */
  readonly sides: readonly LevelPoint[];
}

/** A point relative to the upright head: px to the right of and below the middle of the eye line. */
interface LevelPoint {
  readonly right: number;
  readonly below: number;
}

/** Returns the head in upright position. @throws PhotoRejected `no-face` for a cutout of a `cutout` order. */
export function levelHead({ face, head }: Pick<HeadMeasurements, 'face' | 'head'>, cutout: Cutout): LevelHead {
  if (!face || !head) throw new PhotoRejected('no-face', 'The photo was cut out without a search for a face.');
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

/** Returns the same head as it leans in the picture, for a crop that does not turn. Lengths stay those along its axis. */
export function unturned(head: LevelHead): LevelHead {
  const cos = Math.cos((head.rollDeg * Math.PI) / 180);
  const sin = Math.sin((head.rollDeg * Math.PI) / 180);
  const asInPicture = ({ right, below }: LevelPoint): LevelPoint => {
    return { right: cos * right - sin * below, below: sin * right + cos * below };
  };
  return { ...head, rollDeg: 0, floor: head.floor.map(asInPicture), sides: head.sides.map(asInPicture) };
}

/**
 * Returns the crown that a standard measures to, px above the eye line. When the standard does not define it, the hair
 * counts, because an examiner sees the hair.
 */
export function crownPx(head: LevelHead, crown: Crown): number {
  return crown === 'skull' ? head.crownSkullPx : head.crownHairPx;
}

/**
 * Width from ear to ear divided by the width at the cheekbones, seen from the front. It is an estimate, because hair
 * hides the ears. Tuned to the widths and heights that GA 461 and GA 482 state together (about 0.7 of the height with
 * hair).
 */
const earsOverFace = 1.2;

/** Returns the width of the head as a standard measures it, px. */
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

/** A pixel counts as person from this alpha: half covered. */
const opaque = 128;
/** The most points that are kept of an edge. That is one for every few px of a finished photo, which is enough. */
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

/** Returns the first place, the last place, and evenly chosen places between them. */
function thinned(places: readonly number[]): number[] {
  const step = Math.max(1, (places.length - 1) / (maxPlaces - 1));
  const count = Math.min(places.length, maxPlaces);
  return Array.from({ length: count }, (_, i) => places[Math.min(places.length - 1, Math.round(i * step))]);
}
