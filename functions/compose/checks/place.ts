/**
 * Checks size and place of the head by the rules of the standard; where it has none, by those of ICAO or by the aim of the
 * crop. When hair or a head cover is the cause, the check says so, because another photo of the same person would not help.
 */
import { usualEyeLine, usualHeadHeight, usualSlack } from '../../../core/adjust/usual-limits.ts';
import { type Check, type CheckCause, type CheckCode, judge } from '../../../core/checks.ts';
import type { HeadMeasurements } from '../../../core/head.ts';
import { type Band, distance } from '../../../core/measure.ts';
import type { Measured } from '../../../core/photo-record.ts';
import { ruleSource } from '../../../core/standards/sources.ts';
import type { OpenBand, PhotoStandard } from '../../../core/standards.ts';
import type { CheckedOutput } from './checked-output.ts';
import type { Face } from './face.ts';

type Head = NonNullable<HeadMeasurements['head']>;

/** Returns the checks of head height, head width, eye line and margins. */
export function checkPlace(head: Head, output: CheckedOutput): Check[] {
  const { measured } = output;
  const cause = causeOf(head, output);
  const stated = (code: CheckCode, value: Measured, finding: string, beyond?: 'warn') =>
    value.bandPx
      ? [ofStandard(code, value, finding, output, cause === 'by-hand' || isBelow(value) ? cause : undefined, beyond)]
      : [];
  return [
    ...(measured.headHeight.bandPx
      ? stated('head-height', measured.headHeight, "The head's height is")
      : headHeight(output)),
    ...stated('head-width', measured.headWidth, "The head's width is about", 'warn'),
    ...(measured.eyeLineFromBottom.bandPx
      ? stated('eye-line', measured.eyeLineFromBottom, 'The height of the eyes above the lower edge is')
      : eyeLine(head, output)),
    ...stated('top-margin', measured.topMargin, 'The space above the head is'),
    ...stated('chin-margin', measured.chinToBottom, 'The space below the chin is'),
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
  cause: CheckCause | undefined,
  beyond: 'warn' | 'fail' = isBinding(standard) ? 'fail' : 'warn',
): Check {
  const inMm = mm !== null && bandMm !== null;
  const value = inMm ? mm : px;
  const limit = inMm ? bandMm : bandPx;
  const unit = inMm ? 'mm' : 'px';
  // `offByPx` is 0 when the value is within half a pixel of the band; then the value passes.
  const slack = offByPx === 0 ? Number.POSITIVE_INFINITY : 0;
  const found = `${finding} ${value.toFixed(inMm ? 1 : 0)} ${unit}.`;
  return judge({ code, value, unit, limit: limit ?? open, slack, beyond, cause, source: sourceOf(standard), found });
}

const open = { min: null, max: null } as const;

function isBinding({ confidence, unconfirmed }: PhotoStandard): boolean {
  return confidence !== 'convention' && !unconfirmed.includes('headHeight');
}

function isBelow({ px, bandPx, offByPx }: Measured): boolean {
  return offByPx > 0 && bandPx !== null && px < bandPx.min;
}

const icaoSource = 'the standard states none; ICAO TR Portrait Quality table 9, with 1.5 % allowed for our measuring';

/** Returns the check of the head's height where the standard states none. */
function headHeight({ measured, frame, crop, heightPx, standard }: CheckedOutput): Check[] {
  const limit = usualHeadHeight(standard, frame);
  if (!limit) return [];
  const own = standard.aim
    ? `${standard.name.en}: ${standard.aim.basis}`
    : `${sourceOf(standard)}; as a share of the print`;
  const value = measured.headHeight.px / heightPx;
  const found = "The head's share of the photo's height is";
  const source = limit.isIcao ? icaoSource : own;
  return [inShares('head-height', value, limit, found, source, crop.adjust && 'by-hand')];
}

function eyeLine(head: Head, { measured, crop, frame, heightPx, standard }: CheckedOutput): Check[] {
  const limit = usualEyeLine(standard, frame);
  if (!limit) return [];
  const value = measured.eyeLineFromBottom.px / heightPx;
  const roomPx = heightPx * (1 - limit.min);
  const isTooTall = !head.hairCut && value < limit.min && head.crownHairPx * crop.scale > roomPx;
  const found = "The height of the eyes above the lower edge, as a share of the photo's height, is";
  const cause = crop.adjust ? 'by-hand' : isTooTall ? 'no-room' : undefined;
  return [inShares('eye-line', value, limit, found, icaoSource, cause)];
}

function inShares(
  code: CheckCode,
  value: number,
  { min, max }: Band,
  found: string,
  source: string,
  cause?: CheckCause,
): Check {
  return judge({
    code,
    value,
    unit: 'share',
    limit: { min, max },
    beyond: 'warn',
    slack: usualSlack,
    source,
    cause,
    found: `${found} ${(value * 100).toFixed(0)} %.`,
  });
}

/** Hair above this multiple of the skull's height above the eyes is tall. Usual hair reaches 1.15. */
const tallHair = 1.2;

/**
 * Returns the cause of a wrong length: a correction by hand, or tall hair for a length that is too small. The head's height and its place come first, so tall hair takes the room
 * of the face or of the margins.
 */
function causeOf(
  { crownHairPx, crownSkullPx, hairCut }: Head,
  { standard, crop }: CheckedOutput,
): CheckCause | undefined {
  if (crop.adjust) return 'by-hand';
  const isTall = !hairCut && crownHairPx > tallHair * crownSkullPx;
  return isTall && standard.rules.crown !== 'skull' ? 'no-room' : undefined;
}

/** Returns the check of the distance of the eyes. It only warns, because it changes only together with the head's height. */
export function checkEyeDistance({ leftEye, rightEye }: Face, head: Head, output: CheckedOutput): Check[] {
  const { standard, frame, crop, measured, widthPx } = output;
  const rule = standard.rules.eyeDistance;
  if (!rule) return [];
  const px = distance(leftEye, rightEye) * crop.scale;
  const { bandPx, px: headPx } = measured.headHeight;
  const growth = bandPx ? Math.max(1, bandPx.max / headPx) : Number.POSITIVE_INFINITY;
  const { pxPerMm } = frame;
  const forms = [
    rule.mm && pxPerMm !== null
      ? { unit: 'mm' as const, value: px / pxPerMm, limit: rule.mm, shown: `${(px / pxPerMm).toFixed(1)} mm` }
      : null,
    rule.share && {
      unit: 'share' as const,
      value: px / widthPx,
      limit: rule.share,
      shown: `${((px / widthPx) * 100).toFixed(0)} % of the width`,
    },
    rule.px && { unit: 'px' as const, value: px, limit: rule.px, shown: `${px.toFixed(0)} px` },
  ].filter((form) => form !== null);
  // Of several forms of the rule, some exclude the stated head height for the usual adult: 10 mm and 80 % (ICAO Doc 9303).
  const isReachable = ({ value, limit }: { value: number; limit: OpenBand }) => value * growth >= (limit.min ?? 0);
  const chosen = forms.find(isReachable) ?? forms[0];
  if (!chosen) return [];
  const { unit, value, limit, shown } = chosen;
  const isBelowLeast = value < (limit.min ?? 0);
  return [
    judge({
      code: 'output-eye-distance',
      value,
      unit,
      limit,
      beyond: 'warn',
      source: sourceOf(standard),
      cause: isBelowLeast ? causeOf(head, output) : undefined,
      found: `The eyes are ${shown} apart.`,
    }),
  ];
}
