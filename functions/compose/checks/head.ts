/**
 * Checks the place of the head in a finished photo: height, eye line, margins, middle, crown and shoulders. The limits
 * are those of the standard; when it has none, those of ICAO.
 */
import { type Check, type CheckCode, judge } from '../../../core/checks.ts';
import type { HeadMeasurements } from '../../../core/head.ts';
import { apply, distance, midpoint } from '../../../core/measure.ts';
import type { Measured } from '../../../core/photo-record.ts';
import type { Cutout } from '../../../core/raster.ts';
import { ruleSource } from '../../../core/standards/sources.ts';
import type { OpenBand, PhotoStandard } from '../../../core/standards.ts';
import type { CheckedOutput } from './checked-output.ts';
import type { Face } from './face.ts';

type Head = NonNullable<HeadMeasurements['head']>;

/** Returns the checks of the head. @param cutout the person at working size, from which the photo was rendered. */
export function checkHead(face: Face, head: Head, cutout: Cutout, output: CheckedOutput): Check[] {
  const { measured } = output;
  const stated = (code: CheckCode, value: Measured, finding: string, beyond?: 'warn') =>
    value.bandPx ? [ofStandard(code, value, finding, output, beyond)] : [];
  return [
    headHeight(output),
    ...stated('head-width', measured.headWidth, "The head's width is about", 'warn'),
    eyeLine(output),
    ...stated('top-margin', measured.topMargin, 'The space above the head is'),
    ...stated('chin-margin', measured.chinToBottom, 'The space below the chin is'),
    ...eyeDistance(face, output),
    centring(face, output),
    crownInside(face, head, output),
    shouldersCut(output),
    shouldersVisible(head, face.rollDeg, cutout, output),
  ];
}

/** Returns the source of a standard's own rules. */
export function sourceOf(standard: PhotoStandard): string {
  return ruleSource(standard) ?? `${standard.name.en}: trade habit`;
}

/**
 * Returns the check of a rule of the standard, in mm when the photo has a size in mm. Trade conventions and unconfirmed
 * figures only warn.
 */
function ofStandard(
  code: CheckCode,
  { px, mm, bandPx, bandMm, offByPx }: Measured,
  finding: string,
  { standard }: CheckedOutput,
  beyond: 'warn' | 'fail' = isBinding(standard) ? 'fail' : 'warn',
): Check {
  const inMm = mm !== null && bandMm !== null;
  const value = inMm ? mm : px;
  const limit = inMm ? bandMm : bandPx;
  const unit = inMm ? 'mm' : 'px';
  // `offByPx` is 0 when the value is within half a pixel of the band; then the value passes.
  const slack = offByPx === 0 ? Number.POSITIVE_INFINITY : 0;
  const found = `${finding} ${value.toFixed(inMm ? 1 : 0)} ${unit}.`;
  return judge({ code, value, unit, limit: limit ?? open, slack, beyond, source: sourceOf(standard), found });
}

const open = { min: null, max: null } as const;

function isBinding({ confidence, unconfirmed }: PhotoStandard): boolean {
  return confidence !== 'convention' && !unconfirmed.includes('headHeight');
}

const icao = {
  source: 'the standard states none; ICAO TR Portrait Quality table 9, with 1.5 % allowed for our measuring',
  headHeight: { min: 0.6, max: 0.9 },
  eyeLine: { min: 0.5, max: 0.7 },
  centre: { min: 0.45, max: 0.55 },
} as const;

/** Tolerance as a share of the photo's height. Landmarks and crown have an error of 1.5 % of the head. */
const placeSlack = 0.015;

function headHeight(output: CheckedOutput): Check {
  const { headHeight } = output.measured;
  if (headHeight.bandPx) return ofStandard('head-height', headHeight, "The head's height is", output);
  return ofIcao(
    'head-height',
    headHeight.px / output.heightPx,
    icao.headHeight,
    "The head's share of the photo's height is",
  );
}

function eyeLine(output: CheckedOutput): Check {
  const { eyeLineFromBottom } = output.measured;
  if (eyeLineFromBottom.bandPx) {
    return ofStandard('eye-line', eyeLineFromBottom, 'The height of the eyes above the lower edge is', output);
  }
  const found = "The height of the eyes above the lower edge, as a share of the photo's height, is";
  return ofIcao('eye-line', eyeLineFromBottom.px / output.heightPx, icao.eyeLine, found);
}

function ofIcao(code: CheckCode, value: number, limit: { min: number; max: number }, found: string): Check {
  const { source } = icao;
  return judge({
    code,
    value,
    unit: 'share',
    limit,
    beyond: 'warn',
    slack: placeSlack,
    source,
    found: `${found} ${(value * 100).toFixed(0)} %.`,
  });
}

/** It only warns, because no crop can change the eye distance without a change of the head height. */
function eyeDistance({ leftEye, rightEye }: Face, { standard, frame, crop, widthPx }: CheckedOutput): Check[] {
  const rule = standard.rules.eyeDistance;
  if (!rule) return [];
  const px = distance(leftEye, rightEye) * crop.scale;
  const check = (value: number, unit: 'mm' | 'px' | 'share', limit: OpenBand, shown: string) =>
    judge({
      code: 'output-eye-distance',
      value,
      unit,
      limit,
      beyond: 'warn',
      source: sourceOf(standard),
      found: `The eyes are ${shown} apart.`,
    });
  if (rule.mm && frame.pxPerMm !== null) {
    return [check(px / frame.pxPerMm, 'mm', rule.mm, `${(px / frame.pxPerMm).toFixed(1)} mm`)];
  }
  if (rule.share) {
    return [check(px / widthPx, 'share', rule.share, `${((px / widthPx) * 100).toFixed(0)} % of the width`)];
  }
  return rule.px ? [check(px, 'px', rule.px, `${px.toFixed(0)} px`)] : [];
}

/** The centre of the face is the middle of the eyes (ISO/IEC 39794-5). */
function centring({ leftEye, rightEye }: Face, { crop, widthPx }: CheckedOutput): Check {
  const share = apply(crop.map, midpoint(leftEye, rightEye)).x / widthPx;
  return judge({
    code: 'centring',
    value: share,
    unit: 'share',
    limit: icao.centre,
    beyond: 'fail',
    source: 'ICAO TR Portrait Quality table 9',
    found: `The middle of the eyes is at ${(share * 100).toFixed(0)} % of the width.`,
  });
}

/** A smaller length is only the rounding of an edge. */
const roundingPx = 0.5;
/** Place of hair that the edge of the picture cuts: its height is unknown, but it is at least this far outside. */
const unknownPx = -1;

/** Hair at the edge warns. When the skull under it is outside, the photo fails. */
function crownInside({ rollDeg }: Face, head: Head, { crop }: CheckedOutput): Check {
  const turn = (rollDeg * Math.PI) / 180;
  const { x, y } = head.eyeMiddle;
  const crownAt = (px: number) => ({ x: x + px * Math.sin(turn), y: y - px * Math.cos(turn) });
  const inPhoto = (px: number) => apply(crop.map, crownAt(px)).y;
  const hairPx = head.hairCut ? Math.min(unknownPx, inPhoto(head.crownHairPx)) : inPhoto(head.crownHairPx);
  const skullInPicture = crownAt(head.crownSkullPx).y * crop.scale;
  const skullPx = Math.min(inPhoto(head.crownSkullPx), head.hairCut ? skullInPicture : Number.POSITIVE_INFINITY);
  return judge({
    code: 'crown-inside',
    value: hairPx,
    unit: 'px',
    limit: { min: 0, max: null },
    slack: roundingPx,
    beyond: skullPx < -roundingPx ? 'fail' : 'warn',
    source: 'every office: the whole head is shown; hair alone warns, since many measure to the skull',
    found:
      hairPx < -roundingPx
        ? 'The crown or the hair is cut off.'
        : `The hair ends ${hairPx.toFixed(0)} px below the upper edge.`,
  });
}

const mostEmptyPx = 1;

function shouldersCut({ crop, backdrop }: CheckedOutput): Check {
  const px = crop.emptyPx;
  const consequence = backdrop.kind === 'original' ? '' : ', so that the backdrop is visible below or beside the body';
  return judge({
    code: 'shoulders-cut',
    value: px,
    unit: 'px',
    limit: { min: null, max: mostEmptyPx },
    beyond: 'warn',
    source: 'TONO and offices ask for shoulders in words; no figure stated, ours: no more than the rounding of an edge',
    found:
      px > mostEmptyPx
        ? `The picture ends ${px.toFixed(0)} px inside the photo${consequence}.`
        : 'The body fills the photo to its edges.',
  });
}

/**
 * In half widths of the face. A neck reaches about 0.7, shoulders reach 1 and more. Below this limit, the body was not
 * cut out completely.
 */
const leastReach = 0.5;
const opaque = 128;

/**
 * Measures the reach of the body to its narrower side, at the photo's lower edge or at the end of the picture,
 * whichever comes first.
 */
function shouldersVisible(head: Head, rollDeg: number, cutout: Cutout, { crop, measured }: CheckedOutput): Check {
  const turn = (rollDeg * Math.PI) / 180;
  const below = Math.max(head.chinPx, measured.eyeLineFromBottom.px / crop.scale);
  const endOfPicture = (cutout.heightPx - head.eyeMiddle.y) / Math.max(0.1, Math.cos(turn));
  const down = Math.min(below, endOfPicture) - Math.max(2, 1 / crop.scale);
  const isBody = (right: number) => {
    const x = Math.floor(head.eyeMiddle.x + right * Math.cos(turn) - down * Math.sin(turn));
    const y = Math.min(
      cutout.heightPx - 1,
      Math.floor(head.eyeMiddle.y + right * Math.sin(turn) + down * Math.cos(turn)),
    );
    if (x < 0 || x >= cutout.widthPx || y < 0) return false;
    return cutout.data[(y * cutout.widthPx + x) * 4 + 3] >= opaque;
  };
  const half = head.widthPx / 2;
  const step = half / 64;
  const reach = (side: -1 | 1) => {
    let count = 0;
    while (count < 64 && isBody(side * count * step)) count++;
    return count / 64;
  };
  const value = Math.min(reach(-1), reach(1));
  return judge({
    code: 'shoulders-visible',
    value,
    unit: 'half-face',
    limit: { min: leastReach, max: null },
    beyond: 'warn',
    source: 'offices ask for neck and shoulders in words; no figure stated, ours: as wide as a neck on both sides',
    found:
      value < leastReach
        ? 'A side of the neck or shoulders is missing.'
        : 'Neck and shoulders are complete on both sides.',
  });
}
