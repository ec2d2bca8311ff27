/**
 * The matte of whatever stands out, for cutout orders: nobody says what the subject is, so the network looks twice.
 * Before it: decode.ts; after it: refine.ts. Figures: docs/decisions/0012-two-passes-and-colour.md, 0018-conflicts.md.
 */
import type { Raster } from '../../../core/raster.ts';
import { boxMean, resamplePlane, type SmallMatte } from '../planes.ts';
import { inferAt, inputSize } from './infer.ts';
import type { Network } from './networks.ts';
import { wholeOf } from './tensor.ts';

/**
 * Both looks show as many pixels as a square of this share of the setting's side: far more than of a person, who fills the
 * region shown. Still more gains on fine edges and loses whole parts (0012). The first look is at the picture's own
 * aspect, the second squashed to a square, as the network was trained; of a square picture it is smaller, for it has to
 * be another look.
 */
const firstShare = 1.75;
const smallerShare = 1.25;

/** @returns the matte of the whole photo at the first look's size. */
export async function inferSubject(network: Network, photo: Raster, sidePx: number): Promise<SmallMatte> {
  const whole = wholeOf(photo);
  const lengthening = Math.sqrt(Math.max(photo.widthPx, photo.heightPx) / Math.min(photo.widthPx, photo.heightPx));
  const size = inputSize(network.input, whole, firstShare * lengthening * sidePx);
  const own = await inferAt(network, photo, whole, size);
  if (network.input.size.kind === 'fixed') return own;
  const share = size.widthPx === size.heightPx ? smallerShare : firstShare;
  const square = inputSize(network.input, { widthPx: 1, heightPx: 1 }, share * sidePx);
  return { ...own, alpha: joinLooks(own, await inferAt(network, photo, whole, square)) };
}

/** Mean difference of the looks around a pixel from which they see different things, and surely so; below, the same edge. */
const apartFrom = 0.05;
const apartTo = 0.15;
/** Of the neighbourhood, px: an edge that the looks place a pixel apart stays below {@link apartFrom}. */
const aroundPx = 4;

/**
 * Where the looks see different things the greater opacity, for the network rather loses a part of its subject than adds
 * to it, and not at every size and shape; where they see the same edge their mean, for the greater would widen it.
 */
function joinLooks(own: SmallMatte, other: SmallMatte): Float32Array {
  const step = { x: other.widthPx / own.widthPx, y: other.heightPx / own.heightPx };
  const seen = resamplePlane(other.alpha, other, own, step);
  const difference = own.alpha.map((value, at) => Math.abs(value - seen[at]));
  const around = boxMean(difference, own, aroundPx);
  return own.alpha.map((value, at) => {
    const apart = Math.max(0, Math.min(1, (around[at] - apartFrom) / (apartTo - apartFrom)));
    // The greater of two is half their difference above their mean.
    return (value + seen[at] + apart * difference[at]) / 2;
  });
}
