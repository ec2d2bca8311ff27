/**
 * Measures the finished photo and compares it with the rules of the standard, in px and mm. The crown is found in the
 * rendered opacity; eyes and chin are computed with the map of the crop.
 */
import type { Frame } from '../../core/frame.ts';
import { apply, type Band } from '../../core/measure.ts';
import type { Measured, Measurements } from '../../core/photo-record.ts';
import type { Cutout } from '../../core/raster.ts';
import { type Crop, type Measures, outside } from './crop.ts';
import { headWidthPx, type LevelHead } from './head.ts';

/** The measurements of a rendered photo. */
export interface MeasuredOutput {
  readonly measured: Measurements;
  /** Height of the hair above the photo's upper edge, px; 0 when all hair is inside. */
  readonly hairOutsidePx: number;
}

/** A length within half a pixel of the photo from a band counts as inside. */
const roundingPx = 0.5;

/** Measures a photo. @param person the person, rendered into the frame; null for lengths by the map alone, as for two people. */
export function measureOutput(
  person: Cutout | null,
  head: LevelHead,
  crop: Crop,
  frame: Frame,
  { crown, width }: Measures,
): MeasuredOutput {
  const eyesY = apply(crop.map, head.eyeMiddle).y;
  const mappedHairY = eyesY - crop.scale * head.crownHairPx;
  // Hair that reaches the upper edge ends above it; only the map gives that height.
  const foundHairY = person && findCrown(person, head.widthPx * crop.scale);
  const hairY = foundHairY === null || foundHairY === 0 ? Math.min(mappedHairY, foundHairY ?? mappedHairY) : foundHairY;
  const crownY = crown === 'skull' ? eyesY - crop.scale * head.crownSkullPx : hairY;
  const chinY = eyesY + crop.scale * head.chinPx;
  const { rules, heightPx, pxPerMm } = frame;
  const against = (px: number, band: Band | null) => measuredOf(px, band, pxPerMm);
  return {
    measured: {
      headHeight: against(chinY - crownY, rules.headHeight),
      eyeLineFromBottom: against(heightPx - eyesY, rules.eyeLine),
      topMargin: against(crownY, rules.topMargin),
      chinToBottom: against(heightPx - chinY, rules.chinToBottom),
      headWidth: against(headWidthPx(head, width) * crop.scale, rules.headWidth),
    },
    hairOutsidePx: Math.max(0, -hairY),
  };
}

/** The crown is found as in matting: only up to this distance beside the middle of the face, in head widths. */
const stripHalfWidths = 0.6;
/** A row of hair must have at least this share of the head width, so that a single strand does not count. */
const leastCrownShare = 0.03;
const opaque = 128;

/** Returns the upper edge of the first row that is wide enough for hair, px from the top; null for an empty picture. */
function findCrown({ widthPx, heightPx, data }: Cutout, headWidthPx: number): number | null {
  const from = Math.max(0, Math.floor(widthPx / 2 - stripHalfWidths * headWidthPx));
  const to = Math.min(widthPx, Math.ceil(widthPx / 2 + stripHalfWidths * headWidthPx));
  const least = Math.max(2, leastCrownShare * headWidthPx);
  for (let y = 0; y < heightPx; y++) {
    let count = 0;
    for (let x = from; x < to; x++) if (data[(y * widthPx + x) * 4 + 3] >= opaque) count++;
    if (count >= least) return y;
  }
  return null;
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
