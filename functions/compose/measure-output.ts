/**
 * Measures the finished photo and compares it with the rules of the standard, in px and mm. The crown is found in the
 * rendered opacity; eyes and chin are computed with the map of the crop.
 */
import { axisShare, measureHead } from '../../core/adjust/measure-head.ts';
import type { Frame } from '../../core/frame.ts';
import { apply } from '../../core/measure.ts';
import type { Measurements } from '../../core/photo-record.ts';
import type { Cutout } from '../../core/raster.ts';
import type { Crop, Measures } from './crop.ts';
import { headWidthPx, type LevelHead } from './head.ts';

/** The measurements of a rendered photo. */
export interface MeasuredOutput {
  readonly measured: Measurements;
  /** Height of the hair above the photo's upper edge, px; 0 when all hair is inside. */
  readonly hairOutsidePx: number;
}

/**
 * Measures a photo.
 * @param person the person, rendered into the frame; null for lengths by the map alone, as for two people.
 * @param leanDeg the lean of the head in the photo; only a crop that was turned by hand needs it.
 */
export function measureOutput(
  person: Cutout | null,
  head: LevelHead,
  crop: Crop,
  frame: Frame,
  { crown, width }: Measures,
  leanDeg = 0,
): MeasuredOutput {
  const { x: eyesX, y: eyesY } = apply(crop.map, head.eyeMiddle);
  const upright = crop.scale * axisShare(crop.adjust, leanDeg);
  const mappedHairY = eyesY - upright * head.crownHairPx;
  const aside = Math.tan((leanDeg * Math.PI) / 180) * upright * head.crownHairPx;
  const crownX = crop.adjust ? eyesX + aside : frame.widthPx / 2;
  // Hair that reaches the upper edge ends above it; only the map gives that height.
  const foundHairY = person && findCrown(person, head.widthPx * crop.scale, crownX);
  const hairY = foundHairY === null || foundHairY === 0 ? Math.min(mappedHairY, foundHairY ?? mappedHairY) : foundHairY;
  const crownY = crown === 'skull' ? eyesY - upright * head.crownSkullPx : hairY;
  const chinY = eyesY + upright * head.chinPx;
  return {
    measured: measureHead({ crownY, eyesY, chinY, headWidthPx: headWidthPx(head, width) * crop.scale }, frame),
    hairOutsidePx: Math.max(0, -hairY),
  };
}

/** The crown is found as in matting: only up to this distance beside the middle of the face, in head widths. */
const stripHalfWidths = 0.6;
/** A row of hair must have at least this share of the head width, so that a single strand does not count. */
const leastCrownShare = 0.03;
const opaque = 128;

/** Returns the upper edge of the first row that is wide enough for hair, px from the top; null for an empty picture. */
function findCrown({ widthPx, heightPx, data }: Cutout, headWidthPx: number, crownX: number): number | null {
  const from = Math.max(0, Math.floor(crownX - stripHalfWidths * headWidthPx));
  const to = Math.min(widthPx, Math.ceil(crownX + stripHalfWidths * headWidthPx));
  const least = Math.max(2, leastCrownShare * headWidthPx);
  for (let y = 0; y < heightPx; y++) {
    let count = 0;
    for (let x = from; x < to; x++) if (data[(y * widthPx + x) * 4 + 3] >= opaque) count++;
    if (count >= least) return y;
  }
  return null;
}
