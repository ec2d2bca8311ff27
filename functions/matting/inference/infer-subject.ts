/**
 * Computes the matte of the subject for cutout orders. The subject may be any object and there is no prior for it, so the
 * network runs over the picture twice. Before it: decode/decode.ts; after it: fusion/fill-solid.ts. Figures: docs/decisions/0012-two-passes-and-colour.md, 0018-conflicts.md.
 */
import type { Raster } from '../../../core/raster.ts';
import type { Network } from '../../inference/network.ts';
import { wholeOf } from '../../inference/tensor.ts';
import { boxMean, resamplePlane, type SmallMatte } from '../planes.ts';
import { inferAt, inputSize } from './infer.ts';

/**
 * Side of the square with as many pixels as one pass takes, as a share of the setting `inferenceSidePx`. That is far more
 * than for a person, who fills the region; still more pixels sharpen fine edges but lose whole parts (decision 0012). The
 * first pass keeps the picture's own aspect. The second squeezes it to a square, as in the training of the network.
 */
const passShare = 1.75;
/** The share for the second pass of a square picture, which must differ from the first. */
const squareShare = 1.25;

/** @returns the matte of the whole photo at the size of the first pass. */
export async function inferSubject(network: Network, photo: Raster, sidePx: number): Promise<SmallMatte> {
  const whole = wholeOf(photo);
  const lengthening = Math.sqrt(Math.max(photo.widthPx, photo.heightPx) / Math.min(photo.widthPx, photo.heightPx));
  const size = inputSize(network.input, whole, passShare * lengthening * sidePx);
  const own = await inferAt(network, photo, whole, size);
  if (network.input.size.kind === 'fixed') return own;
  const share = size.widthPx === size.heightPx ? squareShare : passShare;
  const square = inputSize(network.input, { widthPx: 1, heightPx: 1 }, share * sidePx);
  return { ...own, alpha: joinPasses(own, await inferAt(network, photo, whole, square)) };
}

/**
 * Mean difference of the two passes around a pixel: up to the first value they show the same edge, from the second on they
 * show different things.
 */
const apartFrom = 0.05;
const apartTo = 0.15;
/** Radius of the neighbourhood, px: an edge that the passes place one pixel apart stays below {@link apartFrom}. */
const aroundPx = 4;

/**
 * Joins the opacities of two passes. Where they show different things, the greater opacity counts: the network loses parts
 * of a subject more often than it adds to it, and not at every size and aspect. Where they show the same edge, the mean
 * counts, because the greater one would widen the edge.
 */
function joinPasses(own: SmallMatte, other: SmallMatte): Float32Array {
  const step = { x: other.widthPx / own.widthPx, y: other.heightPx / own.heightPx };
  const second = resamplePlane(other.alpha, other, own, step);
  const difference = own.alpha.map((value, at) => Math.abs(value - second[at]));
  const around = boxMean(difference, own, aroundPx);
  return own.alpha.map((value, at) => {
    const apart = Math.max(0, Math.min(1, (around[at] - apartFrom) / (apartTo - apartFrom)));
    // The greater of two is half their difference above their mean.
    return (value + second[at] + apart * difference[at]) / 2;
  });
}
