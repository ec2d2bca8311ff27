/** The loops of foreground.ts: the person's colour in soft pixels, by the sure colours of person and background around them. */
import {
  covariance,
  gatherStatistics,
  mean,
  middle,
  products,
  readStatistics,
  seekPlace,
  variance,
} from './colour-statistics';
import { mark, release, take } from './memory';
import { loadColour } from './planes';

const background: u8 = 0;
const person: u8 = 255;
/** Share of the person's spread of colours that a soft pixel may use. Tuned on pictures with known colours. */
const freedom: f32 = 0.2;
/** Squared difference from a mixture, levels, that says nothing about the person's colour: noise and errors of opacity. */
const noise: f32 = 80;

/**
 * Estimates the person's colour in every pixel.
 * @param photo three bytes a pixel. @param opacity a byte a pixel, 0 background, 255 person. Both `widthPx` x `heightPx`.
 * @returns straight RGBA, four bytes a pixel: opaque pixels keep the photo's colour, clear ones are black. Without any sure
 * person or background the photo's colours stay.
 */
export function estimateForeground(photo: usize, opacity: usize, widthPx: i32, heightPx: i32): usize {
  const result = take(widthPx * heightPx * 4);
  const working = mark();
  const own = gatherStatistics(photo, opacity, person, widthPx, heightPx);
  const other = gatherStatistics(photo, opacity, background, widthPx, heightPx);
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      const value = <u32>load<u8>(opacity + at);
      const into = result + (at << 2);
      if (value === 0) {
        store<u32>(into, 0);
        continue;
      }
      const pixel = photo + at * 3;
      if (value === 255 || own === 0 || other === 0) {
        store<u32>(into, (load<u32>(pixel) & 0xffffff) | (value << 24));
        continue;
      }
      seekPlace(<f32>x + 0.5, <f32>y + 0.5);
      const colour = unmix(loadColour(pixel), <f32>value / 255, own, other);
      store<u32>(into, toBytes(f32x4.add(colour, f32x4.splat(0.5))) | (value << 24));
    }
  }
  release(working);
  return result;
}

/** @returns red, green and blue of a vector, whole parts, in the three lower bytes. */
function toBytes(colour: v128): u32 {
  const whole = i32x4.trunc_sat_f32x4_u(colour);
  const bytes = v128.shuffle<u8>(whole, whole, 0, 4, 8, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  return i32x4.extract_lane(bytes, 0) & 0xffffff;
}

/**
 * Finds the person's most probable colour in a pixel: the colours of person and background both vary around their local
 * means as they do in sure pixels, and mix to the pixel.
 * @param share of the person in the pixel, 0..1. @returns a colour, 0..255.
 */
function unmix(pixel: v128, share: f32, own: usize, other: usize): v128 {
  readStatistics(own);
  const ownMean = mean;
  const ownVariance = f32x4.mul(variance, f32x4.splat(freedom));
  const ownCovariance = f32x4.mul(covariance, f32x4.splat(freedom));
  readStatistics(other);
  const rest = <f32>1 - share;
  const expected = mix2(share, ownMean, rest, mean);
  const left = f32x4.sub(f32x4.sub(pixel, f32x4.splat(middle)), expected);
  const spread = f32x4.add(mix2(share * share, ownVariance, rest * rest, variance), f32x4.splat(noise));
  const shared = mix2(share * share, ownCovariance, rest * rest, covariance);
  // The inverse of the symmetric matrix by cofactors.
  const diagonal = f32x4.sub(products(spread, spread), f32x4.mul(shared, shared));
  const offDiagonal = f32x4.sub(products(shared, shared), f32x4.mul(spread, shared));
  const determinant = max<f32>(
    1,
    f32x4.extract_lane(spread, 0) * f32x4.extract_lane(diagonal, 0) +
      f32x4.extract_lane(shared, 1) * f32x4.extract_lane(offDiagonal, 1) +
      f32x4.extract_lane(shared, 2) * f32x4.extract_lane(offDiagonal, 2),
  );
  const moved = timesMatrix(ownVariance, ownCovariance, timesMatrix(diagonal, offDiagonal, left));
  const colour = f32x4.add(f32x4.add(ownMean, f32x4.splat(middle)), f32x4.mul(moved, f32x4.splat(share / determinant)));
  return f32x4.max(f32x4.splat(0), f32x4.min(f32x4.splat(255), colour));
}

function mix2(a: f32, first: v128, b: f32, second: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.splat(a), first), f32x4.mul(f32x4.splat(b), second));
}

/** @returns a symmetric matrix times a vector. @param off its entries for green and blue, blue and red, red and green. */
function timesMatrix(diagonal: v128, off: v128, v: v128): v128 {
  const next = v128.shuffle<f32>(v, v, 1, 2, 0, 3);
  const last = v128.shuffle<f32>(v, v, 2, 0, 1, 3);
  // Row red: off[2] * green + off[1] * blue; row green: off[0] * blue + off[2] * red; row blue: off[1] * red + off[0] * green.
  const byNext = f32x4.mul(v128.shuffle<f32>(off, off, 2, 0, 1, 3), next);
  const byLast = f32x4.mul(v128.shuffle<f32>(off, off, 1, 2, 0, 3), last);
  return f32x4.add(f32x4.mul(diagonal, v), f32x4.add(byNext, byLast));
}
