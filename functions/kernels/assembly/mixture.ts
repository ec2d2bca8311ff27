/** The most probable share of the person in a pixel, by the colours of person and background around it (Bayesian matting). */
import { covariance, middle, readMean, readStatistics, variance } from './colour-statistics';
import { take } from './memory';
import { loadColour } from './planes';

/** Opacities that are tried for a pixel, evenly spaced from 0 to 1: four in each vector. */
const levels: i32 = 12;
/** Standard deviation of the true opacity around the network's, at 0 and 1 and at one half. */
const spreadAtEnds: f32 = 0.1;
const spreadAtHalf: f32 = 0.3;
/**
 * The same for opacities above the network's, as a share: the network fills the gaps between strands, and rarely loses what it
 * has found.
 */
const spreadAbove: f32 = 0.6;
/** Variance of the noise in each channel of a camera's picture, squared levels. */
const noise: f32 = 8;
/** Density of opacities that have nothing to do with the network's. */
const tail: f32 = 0.02;
/** How much more frequent 0 and 1 are than the levels between, and the same for both where the network is sure. */
const pureClear: f32 = 3;
const pureOpaque: f32 = 4;
const pureWhereSure: f32 = 90;
/** Up to the first opacity (0..255) the network is sure of the background, from the second on of the person. */
const sureBelow: i32 = 5;
const sureFrom: i32 = 250;

/** For each opacity of the network (0..255) the probability of each level, not normalised. */
let priors: usize = 0;

/** Takes memory for {@link mixSpreads} and makes the table of priors. */
export function takeTables(): void {
  spreads = take(3 * spreadBytes);
  priors = take(256 * levels * 4);
  for (let value = 0; value < 256; value++) {
    const expected = <f32>value / 255;
    const spread = spreadAtEnds + (spreadAtHalf - spreadAtEnds) * 4 * expected * (1 - expected);
    for (let level = 0; level < levels; level++) {
      const difference = (<f32>level / <f32>(levels - 1) - expected) / spread;
      const away = difference < 0 ? difference : difference / spreadAbove;
      const prior = Mathf.exp(-0.5 * away * away) / spread + tail;
      store<f32>(priors + ((value * levels + level) << 2), prior);
    }
    const first = priors + ((value * levels) << 2);
    const last = first + ((levels - 1) << 2);
    store<f32>(first, load<f32>(first) * (value <= sureBelow ? pureWhereSure : pureClear));
    store<f32>(last, load<f32>(last) * (value >= sureFrom ? pureWhereSure : pureOpaque));
  }
}

/** What {@link decide} found: the mean of the pixel's opacity, 0..1, and its variance. */
export let decidedOpacity: f32 = 0;
export let decidedVariance: f32 = 0;

/** Vectors of four levels each: shares of the person in the mixture. */
const step: f32 = <f32>1 / <f32>(levels - 1);
const first: v128 = f32x4(0, step, 2 * step, 3 * step);
const second: v128 = f32x4(4 * step, 5 * step, 6 * step, 7 * step);
const third: v128 = f32x4(8 * step, 9 * step, 10 * step, 11 * step);

/** For four levels the inverse of the mixed covariance, six vectors with the off-diagonal ones doubled, and its root of the determinant. */
const spreadBytes: usize = 7 * 16;
let spreads: usize = 0;

/**
 * Mixes the spreads of colours of person and background at the place set by seekPlace, for each level. They change slowly,
 * so a few pixels share them.
 */
export function mixSpreads(own: usize, other: usize): void {
  readStatistics(own);
  const ownVariance = variance;
  const ownCovariance = covariance;
  readStatistics(other);
  mixSpread(first, ownVariance, ownCovariance, spreads);
  mixSpread(second, ownVariance, ownCovariance, spreads + spreadBytes);
  mixSpread(third, ownVariance, ownCovariance, spreads + 2 * spreadBytes);
}

/** The background's spread is the one that was read last. */
function mixSpread(share: v128, ownVariance: v128, ownCovariance: v128, into: usize): void {
  const rest = f32x4.sub(f32x4.splat(1), share);
  const own = f32x4.mul(share, share);
  const other = f32x4.mul(rest, rest);
  const red = f32x4.add(mixed(own, ownVariance, other, variance, 0), f32x4.splat(noise));
  const green = f32x4.add(mixed(own, ownVariance, other, variance, 1), f32x4.splat(noise));
  const blue = f32x4.add(mixed(own, ownVariance, other, variance, 2), f32x4.splat(noise));
  const greenBlue = mixed(own, ownCovariance, other, covariance, 0);
  const blueRed = mixed(own, ownCovariance, other, covariance, 1);
  const redGreen = mixed(own, ownCovariance, other, covariance, 2);
  // Cofactors of the symmetric matrix.
  const rr = f32x4.sub(f32x4.mul(green, blue), f32x4.mul(greenBlue, greenBlue));
  const gg = f32x4.sub(f32x4.mul(red, blue), f32x4.mul(blueRed, blueRed));
  const bb = f32x4.sub(f32x4.mul(red, green), f32x4.mul(redGreen, redGreen));
  const gb = f32x4.sub(f32x4.mul(redGreen, blueRed), f32x4.mul(red, greenBlue));
  const br = f32x4.sub(f32x4.mul(redGreen, greenBlue), f32x4.mul(green, blueRed));
  const rg = f32x4.sub(f32x4.mul(blueRed, greenBlue), f32x4.mul(blue, redGreen));
  const determinant = f32x4.max(
    f32x4.splat(1),
    f32x4.add(f32x4.mul(red, rr), f32x4.add(f32x4.mul(redGreen, rg), f32x4.mul(blueRed, br))),
  );
  const inverse = f32x4.div(f32x4.splat(1), determinant);
  const twice = f32x4.add(inverse, inverse);
  v128.store(into, f32x4.mul(rr, inverse));
  v128.store(into, f32x4.mul(gg, inverse), 16);
  v128.store(into, f32x4.mul(bb, inverse), 32);
  v128.store(into, f32x4.mul(gb, twice), 48);
  v128.store(into, f32x4.mul(br, twice), 64);
  v128.store(into, f32x4.mul(rg, twice), 80);
  v128.store(into, f32x4.sqrt(inverse), 96);
}

/** The pixel's colour and the person's mean, both relative to the background's mean. */
let offset: v128 = f32x4.splat(0);
let difference: v128 = f32x4.splat(0);

/**
 * Weighs each level by the probability that person and background, each with its own spread of colours, mix to the pixel's
 * colour at that level. Means are read at the place set by seekPlace, spreads are those of {@link mixSpreads}.
 * @param expected the network's opacity, 0..255.
 */
export function decide(pixel: usize, own: usize, other: usize, expected: u8): void {
  const prior = priors + <i32>expected * levels * 4;
  const background = readMean(other);
  offset = f32x4.sub(f32x4.sub(loadColour(pixel), f32x4.splat(middle)), background);
  difference = f32x4.sub(readMean(own), background);
  const distance1 = distanceAt(first, spreads);
  const distance2 = distanceAt(second, spreads + spreadBytes);
  const distance3 = distanceAt(third, spreads + 2 * spreadBytes);
  const least = leastOf(f32x4.min(f32x4.min(distance1, distance2), distance3));
  const weight1 = weigh(distance1, least, spreads, v128.load(prior));
  const weight2 = weigh(distance2, least, spreads + spreadBytes, v128.load(prior, 16));
  const weight3 = weigh(distance3, least, spreads + 2 * spreadBytes, v128.load(prior, 32));
  const moment1 = f32x4.mul(weight1, first);
  const moment2 = f32x4.mul(weight2, second);
  const moment3 = f32x4.mul(weight3, third);
  const total = sum4(f32x4.add(f32x4.add(weight1, weight2), weight3));
  const opacity = sum4(f32x4.add(f32x4.add(moment1, moment2), moment3)) / total;
  const squares = f32x4.add(f32x4.mul(moment1, first), f32x4.mul(moment2, second));
  decidedOpacity = opacity;
  decidedVariance = max<f32>(0, sum4(f32x4.add(squares, f32x4.mul(moment3, third))) / total - opacity * opacity);
}

/** @returns the squared distance of the pixel's colour from the mixed mean at four levels, in units of the mixed spread. */
function distanceAt(share: v128, spread: usize): v128 {
  const red = away(share, 0);
  const green = away(share, 1);
  const blue = away(share, 2);
  const byRed = f32x4.add(
    f32x4.mul(red, v128.load(spread)),
    f32x4.add(f32x4.mul(green, v128.load(spread, 80)), f32x4.mul(blue, v128.load(spread, 64))),
  );
  const byGreen = f32x4.add(f32x4.mul(green, v128.load(spread, 16)), f32x4.mul(blue, v128.load(spread, 48)));
  const byBlue = f32x4.mul(f32x4.mul(blue, blue), v128.load(spread, 32));
  return f32x4.add(f32x4.mul(red, byRed), f32x4.add(f32x4.mul(green, byGreen), byBlue));
}

/** @returns one channel of the pixel minus the mixed mean, at four levels. */
function away(share: v128, channel: u8): v128 {
  return f32x4.sub(splat(offset, channel), f32x4.mul(share, splat(difference, channel)));
}

function mixed(own: v128, ofOwn: v128, other: v128, ofOther: v128, lane: u8): v128 {
  return f32x4.add(f32x4.mul(own, splat(ofOwn, lane)), f32x4.mul(other, splat(ofOther, lane)));
}

function splat(vector: v128, lane: u8): v128 {
  if (lane === 0) return v128.shuffle<f32>(vector, vector, 0, 0, 0, 0);
  if (lane === 1) return v128.shuffle<f32>(vector, vector, 1, 1, 1, 1);
  return v128.shuffle<f32>(vector, vector, 2, 2, 2, 2);
}

/** @returns prior * exp(-(distance - least) / 2) / sqrt(determinant), lane by lane. */
function weigh(distance: v128, least: f32, spread: usize, prior: v128): v128 {
  const exponent = f32x4.mul(f32x4.sub(f32x4.splat(least), distance), f32x4.splat(0.5));
  return f32x4.mul(f32x4.mul(prior, exponential(exponent)), v128.load(spread, 96));
}

/** @returns e to the power of four numbers of 0 or less, to about 0.0002 of the value. */
function exponential(power: v128): v128 {
  const binary = f32x4.max(f32x4.splat(-120), f32x4.mul(power, f32x4.splat(Mathf.LOG2E)));
  const whole = f32x4.floor(binary);
  const part = f32x4.sub(binary, whole);
  // The cubic that meets 2^x at 0 and 1 and stays nearest to it between.
  let value = f32x4.add(f32x4.splat(0.224), f32x4.mul(part, f32x4.splat(0.079)));
  value = f32x4.add(f32x4.splat(0.696), f32x4.mul(part, value));
  value = f32x4.add(f32x4.splat(1), f32x4.mul(part, value));
  const exponent = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23);
  return f32x4.mul(value, exponent);
}

function leastOf(v: v128): f32 {
  const pairs = f32x4.min(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return min<f32>(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

function sum4(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}
