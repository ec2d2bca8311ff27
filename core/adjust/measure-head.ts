/** Compares the place of a head in a photo with the rules of its standard, in px and mm. */
import type { Frame } from '../frame.ts';
import { type Band, outside } from '../measure.ts';
import type { Measured, Measurements } from '../photo-record.ts';
import type { Adjust } from './adjusted-map.ts';

/** Heights of the points of a head below the photo's upper edge, and its width; px of the photo. */
export interface HeadPlaces {
  readonly crownY: number;
  readonly eyesY: number;
  readonly chinY: number;
  readonly headWidthPx: number;
}

/** The middle of the eyes (ISO/IEC 39794-5) as a share of the photo's width, by ICAO TR Portrait Quality table 9. */
export const centredBand = { min: 0.45, max: 0.55 } as const;

/** The lean that ICAO TR Portrait Quality (table 8) takes in a portrait, degrees: the advised and the greatest. */
export const leanLimits = { advisedDeg: 5, requiredDeg: 8 } as const;

/** A length within half a pixel of the photo from a band counts as inside. */
const roundingPx = 0.5;

/** Measures a head. */
export function measureHead(
  { crownY, eyesY, chinY, headWidthPx }: HeadPlaces,
  { rules, heightPx, pxPerMm }: Pick<Frame, 'rules' | 'heightPx' | 'pxPerMm'>,
): Measurements {
  const against = (px: number, band: Band | null) => measuredOf(px, band, pxPerMm);
  return {
    headHeight: against(chinY - crownY, rules.headHeight),
    eyeLineFromBottom: against(heightPx - eyesY, rules.eyeLine),
    topMargin: against(crownY, rules.topMargin),
    chinToBottom: against(heightPx - chinY, rules.chinToBottom),
    headWidth: against(headWidthPx, rules.headWidth),
  };
}

/**
 * Returns the height of one px along the axis of a head, px. The automatic crop takes a head as upright, because it levels
 * what leans noticeably; a picture that a person has turned is measured as it leans.
 * @param leanDeg the lean of the head in the photo.
 */
export function axisShare(adjust: Pick<Adjust, 'turnDeg'> | undefined, leanDeg: number): number {
  return adjust && adjust.turnDeg !== 0 ? Math.cos((leanDeg * Math.PI) / 180) : 1;
}

function measuredOf(px: number, band: Band | null, pxPerMm: number | null): Measured {
  const offByPx = band ? outside(px, band) : 0;
  const inMm = (length: number) => (pxPerMm === null ? null : hundredths(length / pxPerMm));
  const min = inMm(band?.min ?? 0);
  const max = inMm(band?.max ?? 0);
  return {
    px: hundredths(px),
    mm: inMm(px),
    bandPx: band && { min: hundredths(band.min), max: hundredths(band.max) },
    bandMm: band && min !== null && max !== null ? { min, max } : null,
    offByPx: offByPx > roundingPx ? hundredths(offByPx) : 0,
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
