/**
 * Measures the finished photo again: the crown is looked for in the rendered opacity, eyes and chin follow the map
 * that rendered them. What comes out is held against the standard's rules, in px and mm.
 */
import type { Frame } from '../../core/frame.ts';
import { apply, type Band } from '../../core/measure.ts';
import type { Measured, Measurements } from '../../core/photo-record.ts';
import type { Cutout } from '../../core/raster.ts';
import { type Crop, type Measures, outside } from './crop.ts';
import { headWidthPx, type LevelHead } from './head.ts';

export interface MeasuredOutput {
  readonly measured: Measurements;
  /** Hair above the photo's upper edge, px; 0 when all of it is inside. */
  readonly hairOutsidePx: number;
}

/** Lengths are lengths of the photo: within half a pixel of a band they count as inside. */
const roundingPx = 0.5;

/** @param person as rendered into the frame. */
export function measureOutput(
  person: Cutout,
  head: LevelHead,
  crop: Crop,
  frame: Frame,
  { crown, width }: Measures,
): MeasuredOutput {
  const eyesY = apply(crop.map, head.eyeMiddle).y;
  const mappedHairY = eyesY - crop.scale * head.crownHairPx;
  // Hair that runs into the upper edge ends beyond it, where only the map knows.
  const seenHairY = findCrown(person, head.widthPx * crop.scale);
  const hairY = seenHairY === null || seenHairY === 0 ? Math.min(mappedHairY, seenHairY ?? mappedHairY) : seenHairY;
  const crownY = crown === 'skull' ? eyesY - crop.scale * head.crownSkullPx : hairY;
  const chinY = eyesY + crop.scale * head.chinPx;
  const { rules, heightPx, pxPerMm } = frame;
  const against = (px: number, band: Band | null) => hold(px, band, pxPerMm);
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

/**
 * The crown is looked for as matting does it: beside the face no further than this, in head widths from its middle, ...
 */
const stripHalfWidths = 0.6;
/** ... and at least this wide, so that one stray strand is none. */
const leastCrownShare = 0.03;
const opaque = 128;

/** The upper edge of the first row that is wide enough to be hair, px from the top; null for an empty picture. */
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

function hold(px: number, band: Band | null, pxPerMm: number | null): Measured {
  const off = band ? outside(px, band) : 0;
  const inMm = (length: number) => (pxPerMm === null ? null : hundredths(length / pxPerMm));
  const min = inMm(band?.min ?? 0);
  const max = inMm(band?.max ?? 0);
  return {
    px: hundredths(px),
    mm: inMm(px),
    bandPx: band && { min: hundredths(band.min), max: hundredths(band.max) },
    bandMm: band && min !== null && max !== null ? { min, max } : null,
    offByPx: off > roundingPx ? hundredths(off) : 0,
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
