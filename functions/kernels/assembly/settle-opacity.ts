/** The loops of settle-opacity.ts: the opacity of a soft pixel by its own colour and the sure colours around it. */
import { gatherStatistics, seekPlace } from './colour-statistics';
import { mark, release, take } from './memory';
import { decide, decidedOpacity, decidedVariance, mixSpreads, takeTables } from './mixture';
import { grow } from './planes';

const background: u8 = 0;
const person: u8 = 1;
const unknown: u8 = 2;
/** Side of the tiles whose pixels share the mixed spreads of colours, px: a row is a word of four states. */
const tilePx: i32 = 4;

/** Weight of a decision in the mean of its neighbourhood: 8 / (this + variance of opacity), at most {@link mostWeight}. */
const leastVariance: f32 = 0.01;
const weightScale: f32 = 8;
const mostWeight: f32 = 240;
/** Standard deviation of colour over which neighbours count as alike, levels. */
const alike: f32 = 12;
/** Squared colour differences from this on count nothing. */
const farApart: i32 = 1024;

/**
 * Decides soft opacity again by colour.
 * @param photo three bytes a pixel. @param opacity a byte a pixel, 0 background, 255 person. Both `widthPx` x `heightPx`.
 * @param reachPx pixels so far from a soft one are decided again too.
 * @param radiusPx of the neighbourhood in which alike pixels are averaged.
 * @param strength 0..1: how far opacity moves to the new value.
 * @returns a byte a pixel. Far from soft pixels values stay, and all stay when there is no sure person or background.
 */
export function settleOpacity(
  photo: usize,
  opacity: usize,
  widthPx: i32,
  heightPx: i32,
  reachPx: i32,
  radiusPx: i32,
  strength: f32,
): usize {
  const count = widthPx * heightPx;
  const settled = take(count);
  memory.copy(settled, opacity, count);
  const states = statesOf(opacity, widthPx, heightPx, reachPx);
  const own = gatherStatistics(photo, states, person, widthPx, heightPx);
  const other = gatherStatistics(photo, states, background, widthPx, heightPx);
  if (own === 0 || other === 0) return settled;
  const decided = take(count);
  const weights = take(count);
  memory.copy(decided, opacity, count);
  memory.fill(weights, <u8>mostWeight, count);
  takeTables();
  for (let top = 0; top < heightPx; top += tilePx) {
    for (let left = 0; left < widthPx; left += tilePx) {
      decideTile(photo, opacity, states, own, other, decided, weights, widthPx, heightPx, left, top);
    }
  }
  const nearness = tabulateNearness();
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      if (load<u8>(states + at) !== unknown) continue;
      const before = <f32>load<u8>(opacity + at);
      const after = averageAlike(photo, decided, weights, nearness, widthPx, heightPx, x, y, radiusPx);
      store<u8>(settled + at, <u8>(before + strength * (after - before) + 0.5));
    }
  }
  return settled;
}

/** Decides the unknown pixels of one tile, and weighs the decisions. */
function decideTile(
  photo: usize,
  opacity: usize,
  states: usize,
  own: usize,
  other: usize,
  decided: usize,
  weights: usize,
  widthPx: i32,
  heightPx: i32,
  left: i32,
  top: i32,
): void {
  const right = min(widthPx, left + tilePx);
  const bottom = min(heightPx, top + tilePx);
  if (!hasUnknown(states + left, widthPx, top, bottom)) return;
  seekPlace(<f32>left + <f32>tilePx / 2, <f32>top + <f32>tilePx / 2);
  mixSpreads(own, other);
  for (let y = top; y < bottom; y++) {
    for (let x = left, at = y * widthPx + left; x < right; x++, at++) {
      if (load<u8>(states + at) !== unknown) continue;
      seekPlace(<f32>x + 0.5, <f32>y + 0.5);
      decide(photo + at * 3, own, other, load<u8>(opacity + at));
      store<u8>(decided + at, <u8>(255 * decidedOpacity + 0.5));
      store<u8>(weights + at, <u8>min<f32>(mostWeight, weightScale / (leastVariance + decidedVariance)));
    }
  }
}

/** @returns whether a tile has an unknown pixel. The last tile of a row may count pixels of the next row as well. */
function hasUnknown(states: usize, width: i32, top: i32, bottom: i32): bool {
  let any: u32 = 0;
  for (let y = top; y < bottom; y++) any |= load<u32>(states + y * width);
  return (any & 0x02020202) !== 0;
}

/** @returns a byte a pixel: background, person or unknown. */
function statesOf(opacity: usize, width: i32, height: i32, reach: i32): usize {
  const count = width * height;
  const states = take(count);
  const kept = mark();
  const soft = take(count);
  for (let at = 0; at < count; at += 16) {
    const values = v128.load(opacity + at);
    const sure = v128.or(i8x16.eq(values, i8x16.splat(0)), i8x16.eq(values, i8x16.splat(-1)));
    v128.store(soft + at, v128.andnot(i8x16.splat(1), sure));
  }
  const near = grow(soft, width, height, reach);
  for (let at = 0; at < count; at += 16) {
    const sure = v128.andnot(i8x16.splat(person), i8x16.eq(v128.load(opacity + at), i8x16.splat(background)));
    const isNear = i8x16.ne(v128.load(near + at), i8x16.splat(0));
    v128.store(states + at, v128.bitselect(i8x16.splat(unknown), sure, isNear));
  }
  release(kept);
  return states;
}

/** @returns for each squared difference of colours below {@link farApart} how much two pixels count as alike, 0..1. */
function tabulateNearness(): usize {
  const nearness = take(farApart << 2);
  for (let squared = 0; squared < farApart; squared++) {
    store<f32>(nearness + (squared << 2), Mathf.exp(-(<f32>squared) / (2 * alike * alike)));
  }
  return nearness;
}

/** @returns the mean opacity of the pixels around one, 0..255; certain ones and those of alike colour count most. */
function averageAlike(
  photo: usize,
  decided: usize,
  weights: usize,
  nearness: usize,
  width: i32,
  height: i32,
  x: i32,
  y: i32,
  radius: i32,
): f32 {
  const first = max(0, x - radius);
  const last = min(width - 1, x + radius);
  const bottom = min(height - 1, y + radius);
  const top = max(0, y - radius);
  const own = load<u8>(decided + y * width + x);
  if (isAll(own, decided + first, width, last - first + 1, top, bottom)) return <f32>own;
  const colour = levelsOf(photo + (y * width + x) * 3);
  let sum: f32 = 0;
  let total: f32 = 0;
  for (let row = top; row <= bottom; row++) {
    for (let at = row * width + first; at <= row * width + last; at++) {
      const apart = i16x8.sub(levelsOf(photo + at * 3), colour);
      const squares = i32x4.dot_i16x8_s(apart, apart);
      const squared = i32x4.extract_lane(squares, 0) + i32x4.extract_lane(squares, 1);
      if (squared >= farApart) continue;
      const weight = load<f32>(nearness + (squared << 2)) * <f32>load<u8>(weights + at);
      sum += weight * <f32>load<u8>(decided + at);
      total += weight;
    }
  }
  return sum / total;
}

/** @returns whether `count` bytes from `start` have one value, in each of the rows. */
function isAll(value: u8, start: usize, width: i32, count: i32, top: i32, bottom: i32): bool {
  for (let row = top; row <= bottom; row++) {
    for (let at = start + row * width, end = at + count; at < end; at++) if (load<u8>(at) !== value) return false;
  }
  return true;
}

/** @returns red, green, blue and 0 of a pixel as the lower 16-bit lanes. */
function levelsOf(pixel: usize): v128 {
  return i16x8.extend_low_i8x16_u(i32x4.replace_lane(i32x4.splat(0), 0, load<u32>(pixel) & 0xffffff));
}
