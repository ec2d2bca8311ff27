/**
 * Looks for a head cover by its colour: the part of the person above the forehead that is neither skin nor hair. A cover in
 * the colour of hair is not found, so nothing is reported when none was found.
 */
import { type Check, judge } from '../../../core/checks.ts';
import type { HeadMeasurements } from '../../../core/head.ts';
import { type Lab, labOf } from '../../../core/lab.ts';
import type { Cutout } from '../../../core/raster.ts';
import { median } from './quantile.ts';

type Face = NonNullable<HeadMeasurements['face']>;
type Head = NonNullable<HeadMeasurements['head']>;

/**
 * Natural hair is dark or grey, or has hues of skin and straw: CIELAB hue 20 to 100 degrees, chroma up to 48. The value is the
 * chroma beyond that. 59 real people with hair measure up to 6; a turban and coloured hats 13 and more.
 */
const hairHueDeg = { min: 20, max: 100 } as const;
const mostHairChroma = 48;
/** Chroma of grey and black hair that takes on the light of the sky. */
const mostGreyChroma = 9;
const mostColour = 9;

/** Returns the check when the colour is not that of hair; else nothing. */
export function checkHeadCover(face: Face, head: Head, cutout: Cutout): Check[] {
  const value = coverColour(face, head, cutout);
  if (!(value > mostColour)) return [];
  return [
    judge({
      code: 'head-cover',
      value,
      unit: 'lab',
      limit: { min: null, max: mostColour },
      beyond: 'warn',
      source:
        'offices allow head covers for religion or health only, in words; measure and line are ours: colour above the forehead that hair does not have',
      found: 'The top of the head has a colour that hair does not have.',
    }),
  ];
}

/** The part that is read: above the forehead, as shares of the way to the crown and of the width of the face. */
const part = { from: 0.35, to: 0.97, side: 0.25 } as const;
const [rowCount, columnCount] = [16, 11];
const opaqueFrom = 250;
const leastPixels = 40;

/** Returns the chroma by which the median colour exceeds that of hair; NaN when too little is seen. */
function coverColour({ landmarks, rollDeg }: Face, head: Head, { widthPx, heightPx, data }: Cutout): number {
  const turn = (rollDeg * Math.PI) / 180;
  const up = { x: Math.sin(turn), y: -Math.cos(turn) };
  const { eyeMiddle, crownHairPx, widthPx: faceWidthPx } = head;
  const { x, y } = landmarks.foreheadTop;
  const foreheadPx = (x - eyeMiddle.x) * up.x + (y - eyeMiddle.y) * up.y;
  const colours: Lab[] = [];
  for (let i = 0; i < rowCount * columnCount; i++) {
    const rise = part.from + ((part.to - part.from) * Math.floor(i / columnCount)) / (rowCount - 1);
    const above = foreheadPx + (crownHairPx - foreheadPx) * rise;
    const right = part.side * faceWidthPx * ((2 * (i % columnCount)) / (columnCount - 1) - 1);
    const column = Math.floor(eyeMiddle.x + up.x * above - up.y * right);
    const row = Math.floor(eyeMiddle.y + up.y * above + up.x * right);
    if (column < 0 || row < 0 || column >= widthPx || row >= heightPx) continue;
    const at = (row * widthPx + column) * 4;
    if (data[at + 3] >= opaqueFrom) colours.push(labOf({ r: data[at], g: data[at + 1], b: data[at + 2] }));
  }
  if (colours.length < leastPixels || crownHairPx <= foreheadPx) return Number.NaN;
  return beyondHair(median(colours.map(({ a }) => a)), median(colours.map(({ b }) => b)));
}

function beyondHair(a: number, b: number): number {
  const chroma = Math.hypot(a, b);
  const hueDeg = (Math.atan2(b, a) * 180) / Math.PI;
  const isHair = hueDeg >= hairHueDeg.min && hueDeg <= hairHueDeg.max;
  return Math.max(0, chroma - (isHair ? mostHairChroma : mostGreyChroma));
}
