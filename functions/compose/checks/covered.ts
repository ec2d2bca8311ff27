/**
 * Checks that nothing covers the face: a mask, cloth or a hand over nose and mouth, dark glasses over the eyes. Skin is
 * compared with the skin between the eyes and of the forehead, and lips with the skin around them.
 */
import { type Check, judge } from '../../../core/checks.ts';
import { meshPoint } from '../../../core/faces/outline.ts';
import type { FaceMeasurements } from '../../../core/head.ts';
import { type Lab, labOf } from '../../../core/lab.ts';
import { midpoint, type Point } from '../../../core/measure.ts';
import { lipGap, mostLipGap } from './expression.ts';
import { median, quantile } from './quantile.ts';
import { brightnessOf, type FaceGrid } from './samples.ts';

/**
 * Returns the checks; none for the files of versions before 0.3, which have no mesh. Nose and mouth are judged
 * by their colours, so only in a photo that has some.
 */
export function checkCovered(face: FaceMeasurements, grid: FaceGrid, isInColour: boolean): Check[] {
  if (face.mesh.length === 0) return [];
  return [...(isInColour ? [lowerFace(face, grid)] : []), eyesVisible(face, grid)];
}

/** Landmarks of the mesh: places on bare skin, and parts of the mouth. */
const skinPlaces = [6, 9, 151] as const;
const places = { noseTip: 1, philtrum: 164, chin: 199 } as const;
const sides = [
  { corner: 61, cheek: 50 },
  { corner: 291, cheek: 280 },
] as const;
const lipPairs = [
  [0, 13],
  [17, 14],
  [84, 87],
  [314, 317],
] as const;
/** Below the lower lip. */
const underLip = 18;

/**
 * Distance of the lower face from the skin above it, in CIELAB a*, b*. 51 real masks of cloth or paper measure 11.5 and more,
 * but for three. Bare faces of 59 real people measure up to 16, with lips of another colour than the skin, and a full beard 21.
 */
const mostDistance = 11.5;
/** Lips are this much redder than the skin around them; only makeup or a beard hides them, a mask hides them always. */
const leastRedness = 6;
/** At this distance even red spots are no lips, because people have no such skin. */
const otherColour = 28;
/** The colour of the nose lies outside the natural range of skin (a*, b* of 5 and more, ISO/IEC 29794-5) by this much. */
const noSkin = 3;
/** A hand has the colour of skin: no lips are visible although the mouth is shut. */
const handLips = { redness: 0.5, darkness: 4 } as const;
const handValue = 12;

/** The measurements of the lower half of a face. */
interface LowerFace {
  readonly distance: number;
  /** How much redder and how much darker the lips are than the skin around them, CIELAB. */
  readonly redness: number;
  readonly darkness: number;
  /** Distance of the nose from natural skin, above that of the forehead. */
  readonly noseOff: number;
}

function lowerFace(face: FaceMeasurements, grid: FaceGrid): Check {
  const found = measureLowerFace(face, grid);
  const isHand = found !== null && hidesLips(found, face);
  const isCovered =
    found !== null &&
    found.distance >= mostDistance &&
    (Math.abs(found.redness) <= leastRedness || found.distance >= otherColour);
  const value = found === null ? Number.NaN : isHand ? Math.max(handValue, found.distance) : found.distance;
  return judge({
    code: 'face-covered',
    value,
    unit: 'lab',
    // With visible lips, a difference of colour is that of light or of a beard.
    limit: { min: null, max: isCovered || isHand ? mostDistance : null },
    beyond: isCovered && found.noseOff >= noSkin ? 'fail' : 'warn',
    source:
      'ICAO TR Portrait Quality and every office: the face is visible from chin to forehead; measure and line are ours: colour of nose, mouth and chin against the forehead',
    found: isCovered || isHand ? 'Something covers the mouth or the nose.' : 'Nose and mouth are visible.',
  });
}

function hidesLips({ redness, darkness, distance }: LowerFace, { details }: FaceMeasurements): boolean {
  const isShut = details !== null && lipGap(details.innerLips) <= mostLipGap;
  return isShut && distance > 0 && redness <= handLips.redness && darkness <= handLips.darkness;
}

/** Returns null when too little of the face is seen. */
function measureLowerFace(face: FaceMeasurements, grid: FaceGrid): LowerFace | null {
  const zone = (place: Point, reach: number) => zoneLab(grid, grid.toCell(place), reach);
  const at = (index: number) => meshPoint(face, index) ?? face.landmarks.noseTip;
  const skin = skinPlaces.map((index) => zone(at(index), 4)).filter((colour) => colour !== null);
  const beside = sides.map(({ corner, cheek }) => between(at(corner), at(cheek), 0.45));
  const [nose, philtrum, chin] = [zone(at(places.noseTip), 5), zone(at(places.philtrum), 3), zone(at(places.chin), 5)];
  const [left, right] = beside.map((place) => zone(place, 5));
  const lower = [nose, philtrum, left, right, chin].filter((colour) => colour !== null);
  const lips = lipPairs.map(([a, b]) => zone(midpoint(at(a), at(b)), 2)).filter((colour) => colour !== null);
  const around = [philtrum, zone(at(underLip), 2), left, right].filter((colour) => colour !== null);
  if (skin.length === 0 || lower.length < 3 || lips.length === 0 || around.length === 0) return null;
  const reference = { a: median(skin.map(({ a }) => a)), b: median(skin.map(({ b }) => b)) };
  const distances = lower.map(({ a, b }) => Math.hypot(a - reference.a, b - reference.b));
  return {
    distance: median(distances),
    redness: mean(lips.map(({ a }) => a)) - mean(around.map(({ a }) => a)),
    darkness: mean(around.map(({ lightness }) => lightness)) - mean(lips.map(({ lightness }) => lightness)),
    noseOff: nose ? naturalDistance(nose) - naturalDistance(reference) : 0,
  };
}

function naturalDistance({ a, b }: Pick<Lab, 'a' | 'b'>): number {
  return Math.max(0, 5 - a, 5 - b);
}

/** Returns the mean colour of a square of cells; null when less than half of it is seen. */
function zoneLab(grid: FaceGrid, { x, y }: Point, reach: number): Lab | null {
  const [sum, side] = [{ lightness: 0, a: 0, b: 0 }, 2 * reach + 1];
  let count = 0;
  for (let row = Math.round(y) - reach; row <= Math.round(y) + reach; row++) {
    for (let column = Math.round(x) - reach; column <= Math.round(x) + reach; column++) {
      const cell = row * grid.columns + column;
      if (row < 0 || row >= grid.rows || column < 0 || column >= grid.columns || !grid.seen[cell]) continue;
      const colour = labOf({ r: grid.red[cell], g: grid.green[cell], b: grid.blue[cell] });
      sum.lightness += colour.lightness;
      sum.a += colour.a;
      sum.b += colour.b;
      count++;
    }
  }
  if (count * 2 < side * side) return null;
  return { lightness: sum.lightness / count, a: sum.a / count, b: sum.b / count };
}

/**
 * Brightness of the bright parts around the brighter eye, over that of the cheeks. Bare eyes of 180 real people measure 0.55
 * and more, dark glasses 0.24. Mirrored glasses measure 0.66 and are found by their frame only.
 */
const leastEyeLight = 0.52;
const surelyDark = 0.35;
/** Around the middle of an eye, cells; the brows are outside. */
const eyeWindow = { side: 22, above: 10, below: 18 } as const;
const brightQuantile = 0.75;

function eyesVisible({ leftEye, rightEye, landmarks }: FaceMeasurements, grid: FaceGrid): Check {
  const brightness = brightnessOf(grid);
  const square = { side: 8, above: 8, below: 8 };
  const cheeks = [landmarks.cheekLeft, landmarks.cheekRight].flatMap((place) =>
    valuesIn(grid, brightness, place, square),
  );
  const light = [leftEye, rightEye].map((eye) => quantile(valuesIn(grid, brightness, eye, eyeWindow), brightQuantile));
  const value = Math.max(...light) / quantile(cheeks, 0.5);
  return judge({
    code: 'eyes-covered',
    value,
    unit: 'ratio',
    limit: { min: leastEyeLight, max: null },
    failLimit: { min: surelyDark, max: null },
    beyond: 'warn',
    source:
      'ICAO TR Portrait Quality and every office: no dark glasses, the eyes are visible; measure and line are ours: light around the eyes against the cheeks',
    found: value < leastEyeLight ? 'Something dark covers the eyes.' : 'Nothing dark covers the eyes.',
  });
}

function valuesIn(
  grid: FaceGrid,
  values: Float32Array,
  place: Point,
  { side, above, below }: { readonly side: number; readonly above: number; readonly below: number },
): number[] {
  const { x, y } = grid.toCell(place);
  const found: number[] = [];
  for (let row = Math.round(y) - above; row <= Math.round(y) + below; row += 2) {
    for (let column = Math.round(x) - side; column <= Math.round(x) + side; column += 2) {
      const cell = row * grid.columns + column;
      const isInside = row >= 0 && row < grid.rows && column >= 0 && column < grid.columns;
      if (isInside && grid.seen[cell]) found.push(values[cell]);
    }
  }
  return found;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function between(from: Point, to: Point, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
