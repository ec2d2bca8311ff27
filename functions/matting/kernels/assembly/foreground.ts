/** The loops of foreground.ts (which see): smooth fields of both colours near soft pixels, and unmixing by them. */
import { mark, release, take, takeZeros } from './memory';
import { grow, loadColour, readVector, seek } from './planes';

/** Each level's block is this many of the finer level's, a side. */
const blockShift: i32 = 2;
const blockPx: i32 = 1 << blockShift;
/** Radii of the blurs, in blocks of their level: 56 px and 10 px of the photo. */
const coarseRadius: i32 = 3;
const fineRadius: i32 = 2;
/** How strongly a pixel's colours keep to the smooth fields against explaining the pixel. */
const stiffness: f32 = 0.002;
/** Keeps empty neighbourhoods defined; the far field speaks there. */
const tiny: f32 = 1e-6;

/** Two vectors a block: the person's colour, 0..255, and anything; the old background's. */
const fieldBytes: i32 = 32;

/** @param opacity a byte a pixel. @returns straight RGBA: opaque pixels keep the photo's colour, clear ones are black. */
export function estimateForeground(photo: usize, opacity: usize, width: i32, height: i32): usize {
  const across = (width + blockPx - 1) >> blockShift;
  const down = (height + blockPx - 1) >> blockShift;
  const fields = takeZeros(across * down * fieldBytes);
  // The memory never shrinks: the cutout takes the place of what the fields were worked out from.
  const working = mark();
  findFields(photo, opacity, width, height, across, down, fields);
  release(working);
  const result = take(width * height * 4);
  const scale = <f32>1 / <f32>blockPx;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const value = <u32>load<u8>(opacity + at);
      const into = result + (at << 2);
      if (value === 0) {
        store<u32>(into, 0);
        continue;
      }
      const pixel = photo + at * 3;
      if (value === 255) {
        store<u32>(into, load<u32>(pixel) | 0xff000000);
        continue;
      }
      seek((<f32>x + 0.5) * scale, (<f32>y + 0.5) * scale, across, down, fieldBytes);
      const own = readVector(fields);
      const colour = unmix(loadColour(pixel), <f32>value / 255, own, readVector(fields + 16));
      store<u32>(into, toBytes(f32x4.add(colour, f32x4.splat(0.5))) | (value << 24));
    }
  }
  return result;
}

/** Red, green and blue of a vector below 256, cut down to whole numbers, in the lower bytes. */
function toBytes(colour: v128): u32 {
  const whole = i32x4.trunc_sat_f32x4_u(colour);
  const bytes = v128.shuffle<u8>(whole, whole, 0, 4, 8, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  return i32x4.extract_lane(bytes, 0);
}

/** The first of the two colours nearest to `own` and `other` that mix to `value` at share `alpha`, 0..255. */
function unmix(value: v128, alpha: f32, own: v128, other: v128): v128 {
  const rest = <f32>1 - alpha;
  const mixed = f32x4.add(f32x4.mul(f32x4.splat(alpha), own), f32x4.mul(f32x4.splat(rest), other));
  const gain = alpha / (alpha * alpha + rest * rest + stiffness);
  const colour = f32x4.add(own, f32x4.mul(f32x4.splat(gain), f32x4.sub(value, mixed)));
  return f32x4.max(f32x4.splat(0), f32x4.min(f32x4.splat(255), colour));
}

/** The fine level's fields, on blocks that a soft pixel reads: blocks unmixed with the coarse fields, then blurred. */
function findFields(
  photo: usize,
  opacity: usize,
  width: i32,
  height: i32,
  across: i32,
  down: i32,
  fields: usize,
): void {
  // A vector a block: mean colour, 0..255, and mean opacity, 0..1.
  const fine = take((across * down) << 4);
  const soft = take(across * down);
  averagePhoto(photo, opacity, width, height, fine, soft);
  const coarseAcross = (across + blockPx - 1) >> blockShift;
  const coarseDown = (down + blockPx - 1) >> blockShift;
  const coarse = take((coarseAcross * coarseDown) << 4);
  const coarseSoft = takeZeros(coarseAcross * coarseDown);
  averageBlocks(fine, soft, across, down, coarse, coarseSoft);

  // Fine blocks reach one coarse block beyond the soft ones, and are read between that and the next.
  const coarseCount = coarseAcross * coarseDown;
  const pure = take(coarseCount * fieldBytes);
  for (let at = 0; at < coarseCount; at++) {
    const block = v128.load(coarse + (at << 4));
    weigh(block, block, block, pure + at * fieldBytes);
  }
  const far = takeZeros(coarseCount * fieldBytes);
  blur(pure, coarseAcross, coarseDown, coarseRadius, grow(coarseSoft, coarseAcross, coarseDown, 2), far);

  const read = grow(soft, across, down, 1);
  const blurred = grow(read, across, down, fineRadius);
  const unmixed = take(across * down * fieldBytes);
  const scale = <f32>1 / <f32>blockPx;
  for (let y = 0, at = 0; y < down; y++) {
    for (let x = 0; x < across; x++, at++) {
      if (!load<u8>(blurred + at)) continue;
      seek((<f32>x + 0.5) * scale, (<f32>y + 0.5) * scale, coarseAcross, coarseDown, fieldBytes);
      const farOwn = readVector(far);
      const farOther = readVector(far + 16);
      const block = v128.load(fine + (at << 4));
      const alpha = f32x4.extract_lane(block, 3);
      const own = unmix(block, alpha, farOwn, farOther);
      weigh(block, own, unmix(block, <f32>1 - alpha, farOther, farOwn), unmixed + at * fieldBytes);
    }
  }
  blur(unmixed, across, down, fineRadius, read, fields);
}

/** Means over the photo's blocks, and a byte a block: 1 where it holds a pixel that is neither person nor backdrop. */
function averagePhoto(photo: usize, opacity: usize, width: i32, height: i32, means: usize, softs: usize): void {
  for (let top = 0, block = 0; top < height; top += blockPx) {
    const bottom = min(height, top + blockPx);
    for (let left = 0; left < width; left += blockPx, block++) {
      const right = min(width, left + blockPx);
      let soft: i32 = 0;
      let alpha: i32 = 0;
      let red: i32 = 0;
      let green: i32 = 0;
      let blue: i32 = 0;
      for (let y = top; y < bottom; y++) {
        const end = y * width + right;
        for (let at = y * width + left; at < end; at++) {
          const value = <i32>load<u8>(opacity + at);
          // 0 and 255 become 0, everything between them something else.
          soft |= (value + 1) & 254;
          alpha += value;
          red += load<u8>(photo + at * 3);
          green += load<u8>(photo + at * 3, 1);
          blue += load<u8>(photo + at * 3, 2);
        }
      }
      const count = (right - left) * (bottom - top);
      store<u8>(softs + block, soft === 0 ? 0 : 1);
      const sums = f32x4(<f32>red, <f32>green, <f32>blue, <f32>alpha / 255);
      v128.store(means + (block << 4), f32x4.div(sums, f32x4.splat(<f32>count)));
    }
  }
}

function averageBlocks(fine: usize, softs: usize, across: i32, down: i32, means: usize, coarseSofts: usize): void {
  for (let top = 0, block = 0; top < down; top += blockPx) {
    const bottom = min(down, top + blockPx);
    for (let left = 0; left < across; left += blockPx, block++) {
      const right = min(across, left + blockPx);
      let sum = f32x4.splat(0);
      for (let y = top; y < bottom; y++) {
        for (let at = y * across + left; at < y * across + right; at++) {
          sum = f32x4.add(sum, v128.load(fine + (at << 4)));
          if (load<u8>(softs + at)) store<u8>(coarseSofts + block, 1);
        }
      }
      const count = (right - left) * (bottom - top);
      v128.store(means + (block << 4), f32x4.div(sum, f32x4.splat(<f32>count)));
    }
  }
}

/**
 * What a block counts for a colour of which it holds this share: the fourth power, so that pure blocks outvote mixed
 * ones. With `stiffness`, tuned on ground-truth mattes over known colours; power 1 leaves twice the error.
 */
function weightOf(share: f32): f32 {
  return share * share * share * share + tiny;
}

/** Writes two vectors: own and other colour times what a block counts for them, and that weight. @param block opacity in the fourth lane. */
function weigh(block: v128, own: v128, other: v128, into: usize): void {
  const alpha = f32x4.extract_lane(block, 3);
  v128.store(into, timesWeight(own, weightOf(alpha)));
  v128.store(into, timesWeight(other, weightOf(<f32>1 - alpha)), 16);
}

function timesWeight(colour: v128, weight: f32): v128 {
  return f32x4.mul(f32x4.replace_lane(colour, 3, 1), f32x4.splat(weight));
}

/**
 * Means of both colours over each wanted block's neighbourhood, purer blocks counting more; where there are none, the
 * block's own. Windows are summed directly: the wanted blocks are few.
 */
function blur(weighted: usize, width: i32, height: i32, radius: i32, wanted: usize, blurred: usize): void {
  for (let y = 0, block = 0; y < height; y++) {
    const bottom = min(height - 1, y + radius);
    for (let x = 0; x < width; x++, block++) {
      if (!load<u8>(wanted + block)) continue;
      const first = max(0, x - radius);
      const last = min(width - 1, x + radius);
      let own = f32x4.splat(0);
      let other = f32x4.splat(0);
      for (let row = max(0, y - radius); row <= bottom; row++) {
        const end = weighted + (row * width + last) * fieldBytes;
        for (let at = weighted + (row * width + first) * fieldBytes; at <= end; at += fieldBytes) {
          own = f32x4.add(own, v128.load(at));
          other = f32x4.add(other, v128.load(at, 16));
        }
      }
      const into = blurred + block * fieldBytes;
      v128.store(into, f32x4.div(own, v128.shuffle<f32>(own, own, 3, 3, 3, 3)));
      v128.store(into, f32x4.div(other, v128.shuffle<f32>(other, other, 3, 3, 3, 3)), 16);
    }
  }
}
