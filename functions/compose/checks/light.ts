/**
 * Checks light and sharpness of the face: sharp, well exposed, not overexposed, equally bright on both sides. It reads
 * the grid of samples.ts.
 */
import { type Check, judge } from '../../../core/checks.ts';
import { leastLightBalance, luminanceLimits } from '../../../core/faces/limits.ts';
import { distance, midpoint, type Point } from '../../../core/measure.ts';
import { blurOf } from './blur.ts';
import type { Face } from './face.ts';
import { cellsBetweenEyes, type FaceGrid, luminanceAt, zoneColour } from './samples.ts';

/** Returns the checks. @param grid the grid of the same face. */
export function checkLight(face: Face, grid: FaceGrid): Check[] {
  const skin = skinLuminance(face, grid);
  return [sharpness(grid), exposure(skin), clippedSkin(skin), lightBalance(face, grid)];
}

/**
 * Tuned on 40 drawn and real portraits with camera noise of 0 to 3 levels, blurred by Gaussians of known deviation.
 * Sharp portraits give 0.10 to 0.28 (0.33 with shut eyes). A deviation of 0.012 of the eye distance gives 0.27 to 0.51.
 * A deviation of 0.018 gives at least 0.42 for every face with the least eye distance; that is 2 px of a 35 x 45 mm
 * print at 300 dpi, which is visible at a glance.
 */
const mostBlur = 0.42;

function sharpness(grid: FaceGrid): Check {
  const blur = blurOf(grid);
  return judge({
    code: 'sharpness',
    value: blur,
    unit: 'share',
    limit: { min: null, max: mostBlur },
    beyond: 'warn',
    source:
      'ours: share of edges that a second blur leaves; ISO/IEC 29794-5 rates sharpness by a learned model, without a pass line',
    found: `The face is ${blur > mostBlur ? 'blurred' : 'sharp'}: a second blur leaves ${percent(blur)} of its edges.`,
  });
}

function exposure(skin: readonly number[]): Check {
  const mean = skin.reduce((sum, value) => sum + value, 0) / skin.length;
  return judge({
    code: 'exposure',
    value: mean,
    unit: 'share',
    limit: luminanceLimits,
    beyond: 'warn',
    source:
      'ISO/IEC 29794-5 luminance mean (OFIQ): no pass line, score 50 at 0.2 and 0.8; the lower line is ours, fair to dark skin',
    found: `The mean luminance of the skin is ${percent(mean)}.`,
  });
}

/** Values of 247 and more count as overexposed, as in OFIQ. */
const clippedFrom = 246.5 / 255;
const mostClipped = 0.001;

function clippedSkin(skin: readonly number[]): Check {
  const share = skin.filter((value) => value >= clippedFrom).length / skin.length;
  return judge({
    code: 'clipped-skin',
    value: share,
    unit: 'share',
    limit: { min: null, max: mostClipped },
    beyond: 'warn',
    source: 'ICAO TR Portrait Quality (restated): below 0.1 % of the face; values from 247 as in OFIQ',
    found: `The overexposed part of the skin is ${percent(share, 2)}.`,
  });
}

function lightBalance({ landmarks }: Face, grid: FaceGrid): Check {
  const [left, right] = [zoneColour(grid, landmarks.cheekLeft), zoneColour(grid, landmarks.cheekRight)];
  const ratios = left.map((value, i) => Math.min(value, right[i]) / Math.max(value, right[i]));
  const ratio = Math.min(...ratios);
  return judge({
    code: 'light-balance',
    value: ratio,
    unit: 'ratio',
    limit: { min: leastLightBalance, max: null },
    beyond: 'warn',
    source:
      'ICAO TR Portrait Quality (restated): no zone of the face below half of the brightest, in each colour; forehead and chin are left out, hair and beards hide them',
    found: `The darker cheek has ${percent(ratio)} of the light of the brighter one.`,
  });
}

/** Step between the cells that are read; that is enough for shares of 0.1 %. */
const stride = 2;
/** Share of the landmarks' oval that is read, so that no hair at its edge counts. */
const oval = { across: 0.9, down: 0.93 } as const;
/**
 * The parts without skin. Around each eye, in eye distances, brows included; for the mouth, `widths` in half widths of
 * the mouth and `side` in eye distances.
 */
const eyeBox = { side: 0.32, above: 0.5, below: 0.2 } as const;
const mouthBox = { widths: 1.15, side: 0.28 } as const;

/** Returns the luminance values of the face without eyes, brows and mouth. */
function skinLuminance(face: Face, grid: FaceGrid): number[] {
  const isSkin = skinShape(face, grid);
  const skin: number[] = [];
  for (let row = 0; row < grid.rows; row += stride) {
    for (let column = 0; column < grid.columns; column += stride) {
      const cell = row * grid.columns + column;
      if (grid.seen[cell] && isSkin(column, row)) skin.push(luminanceAt(grid, cell));
    }
  }
  return skin;
}

function skinShape({ landmarks, leftEye, rightEye }: Face, { toCell }: FaceGrid) {
  const [left, right] = [toCell(landmarks.faceLeft), toCell(landmarks.faceRight)];
  const [top, chin] = [toCell(landmarks.foreheadTop), toCell(landmarks.chin)];
  const centre = { x: (left.x + right.x) / 2, y: (top.y + chin.y) / 2 };
  const halfWidth = (oval.across * Math.abs(right.x - left.x)) / 2;
  const halfHeight = (oval.down * Math.abs(chin.y - top.y)) / 2;
  const [eyeA, eyeB] = [toCell(leftEye), toCell(rightEye)];
  const mouth = toCell(midpoint(landmarks.mouthLeft, landmarks.mouthRight));
  const mouthHalf = (mouthBox.widths * distance(toCell(landmarks.mouthLeft), toCell(landmarks.mouthRight))) / 2;
  const unit = cellsBetweenEyes;
  const onEye = (eye: Point, x: number, y: number) =>
    Math.abs(x - eye.x) < eyeBox.side * unit && y > eye.y - eyeBox.above * unit && y < eye.y + eyeBox.below * unit;
  return (x: number, y: number): boolean => {
    if (((x - centre.x) / halfWidth) ** 2 + ((y - centre.y) / halfHeight) ** 2 > 1) return false;
    if (Math.abs(x - mouth.x) < mouthHalf && Math.abs(y - mouth.y) < mouthBox.side * unit) return false;
    return !onEye(eyeA, x, y) && !onEye(eyeB, x, y);
  };
}

function percent(share: number, digits = 0): string {
  return `${(share * 100).toFixed(digits)} %`;
}
