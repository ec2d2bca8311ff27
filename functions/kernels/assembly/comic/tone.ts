/** The loop of functions/comic/tone.ts: steps of lightness, dots and lines become the finished colours. */
import { mark, release, take } from '../memory';
import { codeTable, lightnessAt, loadLab, storeRgb } from './lab';

/**
 * Colours the picture: lightness in soft steps (Winnemöller, Olsen and Gooch, «Real-Time Video Abstraction», 2006), finer where
 * `detail` is high, with lines over it.
 * @param fine CIELAB pixels (lab.ts), little smoothed, `widthPx` x `heightPx`. @param flat the same of half the size, more
 * smoothed. @param range colours of the two further apart than this, CIELAB, are an edge or a small thing, and the fine one counts.
 * @param strokes @param detail a byte a pixel, 0..255.
 * @param skinL @param skinA @param skinB the colour of the skin; a step of lightness lies on it.
 * @param step height of a step, L*. @param sharpness of the steps, 1 / L*; `soft` times as much where
 * lightness hardly changes.
 * @param saturation factor of the colours that are not skin. @param lineShare lightness of a line, share of its ground.
 * @param black below this L* all is black; 0: nothing. @param dotPx distance of the dots, px; 0: none.
 * @returns straight RGBA.
 */
export function tone(
  fine: usize,
  flat: usize,
  strokes: usize,
  detail: usize,
  widthPx: i32,
  heightPx: i32,
  range: f32,
  skinL: f32,
  skinA: f32,
  skinB: f32,
  step: f32,
  sharpness: f32,
  soft: f32,
  saturation: f32,
  lineShare: f32,
  black: f32,
  dotPx: f32,
): usize {
  const result = take((widthPx * heightPx) << 2);
  const from = mark();
  const codes = codeTable();
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = y * widthPx + x;
      const into = result + (at << 2);
      const lightly = loadLab(fine + (at << 3));
      const opacity = f32x4.extract_lane(lightly, 3);
      if (opacity === 0) {
        store<u32>(into, 0);
        continue;
      }
      const share = <f32>load<u8>(detail + at) * <f32>(1 / 255.0);
      const smoothed = betweenHalves(flat, widthPx, heightPx, x, y);
      const difference = f32x4.sub(lightly, smoothed);
      const finer = max<f32>(share, ramp(0.4 * range, range, lengthOf(difference)));
      const lab = f32x4.add(smoothed, f32x4.mul(difference, f32x4.splat(finer)));
      const sharp = sharpness * (soft + (1 - soft) * ramp(0.1, 0.8, slopeAt(flat, widthPx, heightPx, x, y)));
      const l = f32x4.extract_lane(lab, 0);
      let a = f32x4.extract_lane(lab, 1);
      let b = f32x4.extract_lane(lab, 2);
      const stepped = dotPx > 0 ? dotted(l, x, y, skinL, step, sharp, dotPx) : steps(l, skinL, step, sharp);
      let lightness = stepped + (l - stepped) * share * <f32>0.7;
      const fromSkin = (a - skinA) * (a - skinA) + (b - skinB) * (b - skinB);
      // Grey stays grey, so that white hair does not become yellow.
      const coloured = min<f32>(1, fromSkin * <f32>(1 / 300.0)) * ramp(8, 24, Mathf.sqrt(a * a + b * b));
      const factor: f32 = 1 + (saturation - 1) * coloured;
      a *= factor;
      b *= factor;
      let line = <f32>load<u8>(strokes + at) * <f32>(1 / 255.0);
      if (black > 0) line = max<f32>(line, 1 - ramp(black - 3, black + 3, l));
      line *= ramp(90, 200, opacity);
      const kept: f32 = 1 - line * (1 - lineShare);
      lightness *= kept;
      storeRgb(into, min<f32>(100, lightness), a * kept, b * kept, codes);
      store<u8>(into, <u8>(255 * ramp(30, 225, opacity) + 0.5), 3);
    }
  }
  release(from);
  return result;
}

function lengthOf(colour: v128): f32 {
  const squares = f32x4.mul(colour, colour);
  return Mathf.sqrt(f32x4.extract_lane(squares, 0) + f32x4.extract_lane(squares, 1) + f32x4.extract_lane(squares, 2));
}

/** @returns the picture of half the size at the place of pixel (x, y), bilinear. */
function betweenHalves(half: usize, width: i32, height: i32, x: i32, y: i32): v128 {
  const across = (width + 1) >> 1;
  const down = (height + 1) >> 1;
  const nearX = x >> 1;
  const nearY = y >> 1;
  const farX = min(across - 1, max(0, nearX + (x & 1 ? 1 : -1)));
  const farY = min(down - 1, max(0, nearY + (y & 1 ? 1 : -1)));
  const row = half + ((nearY * across) << 3);
  const other = half + ((farY * across) << 3);
  const most = f32x4.splat(0.75);
  const rest = f32x4.splat(0.25);
  const near = f32x4.add(f32x4.mul(loadLab(row + (nearX << 3)), most), f32x4.mul(loadLab(row + (farX << 3)), rest));
  const far = f32x4.add(f32x4.mul(loadLab(other + (nearX << 3)), most), f32x4.mul(loadLab(other + (farX << 3)), rest));
  return f32x4.add(f32x4.mul(near, most), f32x4.mul(far, rest));
}

/** @returns how much the lightness of the picture of half the size changes at pixel (x, y), L* per px of it. */
function slopeAt(half: usize, width: i32, height: i32, x: i32, y: i32): f32 {
  const across = (width + 1) >> 1;
  const down = (height + 1) >> 1;
  const nearX = x >> 1;
  const nearY = y >> 1;
  const row = half + ((nearY * across) << 3);
  const level = lightnessAt(row + (min(across - 1, nearX + 1) << 3)) - lightnessAt(row + (max(0, nearX - 1) << 3));
  const below = lightnessAt(half + ((min(down - 1, nearY + 1) * across + nearX) << 3));
  const upright = below - lightnessAt(half + ((max(0, nearY - 1) * across + nearX) << 3));
  return 0.5 * Mathf.sqrt(level * level + upright * upright);
}

/** Rises from 0 at `from` to 1 at `to`, smooth at both ends. */
function ramp(from: f32, to: f32, value: f32): f32 {
  const share = min<f32>(1, max<f32>(0, (value - from) / (to - from)));
  return share * share * (3 - 2 * share);
}

/** @returns the lightness in soft steps around `anchor`, which stays. Black and white stay too. */
function steps(l: f32, anchor: f32, step: f32, sharpness: f32): f32 {
  const place = (l - anchor) / step;
  const edge = anchor + (Mathf.floor(place) + 0.5) * step;
  const soft = edge + (0.5 * step * tanh((l - edge) * sharpness)) / tanh(0.5 * step * sharpness);
  return min<f32>(100, max<f32>(0, soft));
}

/** As {@link steps}, but a tone between two steps below `anchor` is drawn as dots of the lower one. */
function dotted(l: f32, x: i32, y: i32, anchor: f32, step: f32, sharpness: f32, dotPx: f32): f32 {
  const soft = steps(l, anchor, step, sharpness);
  const place = (l - anchor) / step;
  const lower = anchor + Mathf.floor(place) * step;
  // Hardly darker than the step is the step, so that even areas have no dots.
  const dark = min<f32>(1, max<f32>(0, ((lower + step - l) / step - 0.12) * <f32>(1 / 0.76)));
  if (l > anchor + 0.5 * step || lower < 4) return soft;
  // Dark dots on a grid that is turned by 45 degrees; where more than half is dark, light dots between them.
  const isLight = dark > 0.5;
  const shift: f32 = isLight ? 0.5 : 0;
  const u = ((<f32>x + <f32>y) * <f32>Math.SQRT1_2) / dotPx + shift;
  const v = ((<f32>x - <f32>y) * <f32>Math.SQRT1_2) / dotPx + shift;
  const du = u - Mathf.floor(u) - 0.5;
  const dv = v - Mathf.floor(v) - 0.5;
  const far = Mathf.sqrt(du * du + dv * dv) * dotPx;
  const area: f32 = isLight ? 1 - dark : dark;
  const radius: f32 = area === 0 ? -1 : Mathf.sqrt(area * <f32>(1 / Math.PI)) * dotPx;
  const covered = min<f32>(1, max<f32>(0, radius - far + 0.5));
  const inside: f32 = isLight ? 1 - covered : covered;
  return lower + step - inside * step;
}

/** A good approximation of the hyperbolic tangent; exact to 0.3 % over all numbers (Padé, clipped). */
function tanh(x: f32): f32 {
  if (x > 3) return 1;
  if (x < -3) return -1;
  const square = x * x;
  return (x * (27 + square)) / (27 + 9 * square);
}
