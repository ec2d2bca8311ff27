/**
 * Draws a person of two plain shapes: an ellipse for the head, which leans by a given angle, over a block for the body.
 * Every length is known exactly, so geometry can be tested without a portrait and without a network.
 */
import { type LandmarkName, landmarkIndices } from '../../core/faces/landmarks.ts';
import { type FaceDetails, type HeadMeasurements, headVersion, type Landmarks } from '../../core/head.ts';
import { type Affine, apply, invert, type Point, turnAndScale } from '../../core/measure.ts';
import { type Cutout, cutout } from '../../core/raster.ts';
import type { LevelHead } from '../../functions/compose/head.ts';

/** Lengths in px. */
export interface PlainPerson {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly eyeX: number;
  readonly eyeY: number;
  readonly rollDeg: number;
  readonly chinPx: number;
  readonly crownHairPx: number;
  readonly crownSkullPx: number;
  readonly faceWidthPx: number;
  /** Half the width of the body. The body begins at the chin and ends at `bodyEndPx` of the picture. */
  readonly shoulderPx: number;
  readonly bodyEndPx: number;
}

export const plainPerson: PlainPerson = {
  widthPx: 480,
  heightPx: 720,
  eyeX: 240,
  eyeY: 260,
  rollDeg: 0,
  chinPx: 100,
  crownHairPx: 112,
  crownSkullPx: 98,
  faceWidthPx: 126,
  shoulderPx: 220,
  bodyEndPx: 720,
};

export const headColour = [200, 160, 120] as const;
const bodyColour = [40, 60, 90] as const;

/**
 * Proportions of an adult: the eyes are half-way down, the face is 0.6 of the bare head, and hair adds a tenth above
 * the eyes.
 */
export const averageHead: LevelHead = {
  eyeMiddle: { x: 1000, y: 1000 },
  rollDeg: 0,
  chinPx: 300,
  crownHairPx: 325,
  crownSkullPx: 296,
  widthPx: 365,
  hairCut: false,
  floor: [],
  sides: [],
};

/** Draws the cutout; its edges are soft over one px. */
export function drawPlainPerson(person: PlainPerson): Cutout {
  const { widthPx, heightPx } = person;
  const data = new Uint8Array(widthPx * heightPx * 4);
  const toLevel = invert(turnAndScale(person.rollDeg, 1, { x: 0, y: 0 }, { x: person.eyeX, y: person.eyeY }));
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const head = headCoverage(person, toLevel, x + 0.5, y + 0.5);
      const body = bodyCoverage(person, x + 0.5, y + 0.5);
      data.set(
        [...(head >= body ? headColour : bodyColour), Math.round(255 * Math.max(head, body))],
        (y * widthPx + x) * 4,
      );
    }
  }
  return cutout(widthPx, heightPx, data);
}

function headCoverage(
  { chinPx, crownHairPx, faceWidthPx }: PlainPerson,
  toLevel: Affine,
  x: number,
  y: number,
): number {
  const level = apply(toLevel, { x, y });
  const [halfWidth, halfHeight] = [faceWidthPx / 2, (chinPx + crownHairPx) / 2];
  const across = level.x / halfWidth;
  const along = (level.y - (chinPx - crownHairPx) / 2) / halfHeight;
  const radius = Math.hypot(across, along);
  // First-order distance to the edge: the difference of the radius from 1, divided by its slope.
  const slope = Math.hypot(across / halfWidth, along / halfHeight) / Math.max(radius, 1e-9);
  return inside((1 - radius) / Math.max(slope, 1e-9));
}

function bodyCoverage({ eyeX, eyeY, chinPx, shoulderPx, bodyEndPx }: PlainPerson, x: number, y: number): number {
  return inside(Math.min(shoulderPx - Math.abs(x - eyeX), y - (eyeY + chinPx), bodyEndPx - y));
}

function inside(depth: number): number {
  return Math.min(1, Math.max(0, depth + 0.5));
}

/** The distance of an adult's pupils is about 62 mm, the width at the cheekbones 135 mm. */
const pupilsShare = 62 / 135;

function pupil({ eyeX, eyeY, rollDeg, faceWidthPx }: PlainPerson, side: -1 | 1): { x: number; y: number } {
  const asidePx = (side * pupilsShare * faceWidthPx) / 2;
  const turn = (rollDeg * Math.PI) / 180;
  return { x: eyeX + asidePx * Math.cos(turn), y: eyeY + asidePx * Math.sin(turn) };
}

/** Returns the head measurements that matting would write. */
export function measurementsOf(person: PlainPerson): HeadMeasurements {
  const { widthPx, heightPx, eyeX, eyeY, rollDeg, chinPx, crownHairPx, crownSkullPx, faceWidthPx } = person;
  const size = { widthPx, heightPx };
  const eyes = { x: eyeX, y: eyeY };
  const landmarks = Object.fromEntries((Object.keys(landmarkIndices) as LandmarkName[]).map((name) => [name, eyes]));
  return {
    version: headVersion,
    source: { ...size, format: 'jpeg' },
    doubts: null,
    objects: null,
    degraded: [],
    scene: null,
    working: size,
    matteBy: 'networks',
    ink: null,
    second: null,
    model: { id: 'drawn', widthPx: 0, heightPx: 0 },
    face: {
      count: 1,
      score: 1,
      box: { leftPx: 0, topPx: 0, ...size },
      rollDeg,
      yawDeg: 0,
      pitchDeg: 0,
      landmarks: landmarks as Landmarks,
      mesh: [],
      details: detailsOf(pupil(person, -1), pupil(person, 1)),
      leftEye: pupil(person, -1),
      rightEye: pupil(person, 1),
    },
    head: { eyeMiddle: eyes, chinPx, crownHairPx, crownSkullPx, widthPx: faceWidthPx, hairCut: false },
  };
}

/** Returns eyes and lips of a given opening, in widths of the eye and of the mouth. @param irisShift in widths of the eye. */
export function detailsOf(
  leftEye: Point,
  rightEye: Point,
  { opening = 0.3, lipGap = 0.02, irisShift = 0 } = {},
): FaceDetails {
  const apartPx = Math.hypot(rightEye.x - leftEye.x, rightEye.y - leftEye.y);
  const eye = (centre: Point, inwards: 1 | -1) => {
    const widthPx = 0.45 * apartPx;
    const at = (share: number, below: number) => [
      centre.x + inwards * (share - 0.5) * widthPx,
      centre.y + below * widthPx,
    ];
    const lower = Array.from({ length: 9 }, (_, i) => at(i / 8, i === 0 || i === 8 ? 0 : opening / 2));
    const upper = Array.from({ length: 7 }, (_, i) => at((i + 1) / 8, -opening / 2));
    return { outline: [...lower, ...upper].flat(), iris: { x: centre.x + irisShift * widthPx, y: centre.y } };
  };
  const lip = (count: number, below: number) =>
    Array.from({ length: count }, (_, i) => [(i - (count - 1) / 2) / 10, below]).flat();
  return {
    leftEye: eye(leftEye, 1),
    rightEye: eye(rightEye, -1),
    innerLips: [...lip(11, lipGap / 2), ...lip(9, -lipGap / 2)],
  };
}
