/** The loops of foreground.ts: smooth fields of person and background colour near soft pixels, and unmixing by them. */
import { mark, release, take, takeZeros } from './memory';
import { grow, loadColour, readVector, seek } from './planes';

/** A block has 2^blockShift px a side, a coarse block as many blocks a side. */
const blockShift: i32 = 2;
const blockPx: i32 = 1 << blockShift;
/** Radii of the blurs, in blocks of their level: 56 px and 10 px of the photo. */
const coarseRadius: i32 = 3;
const fineRadius: i32 = 2;
/** Weight of keeping to the smooth fields against explaining the pixel exactly. */
const stiffness: f32 = 0.002;
/** Smallest weight of a block. Where no block is pure, the colours of the coarse fields remain. */
const tiny: f32 = 1e-6;

/** The field of a block, two vectors: colour of the person, colour of the background, 0..255. The fourth lanes mean nothing. */
const fieldBytes: i32 = 32;

/**
 * Estimates the person's colour in every pixel.
 * @param photo three bytes a pixel. @param opacity a byte a pixel, 0 background, 255 person. Both `widthPx` x `heightPx`.
 * @returns straight RGBA, four bytes a pixel: opaque pixels keep the photo's colour, clear ones are black.
 */
export function estimateForeground(photo: usize, opacity: usize, widthPx: i32, heightPx: i32): usize {
  const blocksAcross = (widthPx + blockPx - 1) >> blockShift;
  const blocksDown = (heightPx + blockPx - 1) >> blockShift;
  const fields = takeZeros(blocksAcross * blocksDown * fieldBytes);
  // The memory never shrinks, so the cutout reuses the place of the scratch data behind the fields.
  const working = mark();
  findFields(photo, opacity, widthPx, heightPx, blocksAcross, blocksDown, fields);
  release(working);
  const result = take(widthPx * heightPx * 4);
  const scale = <f32>1 / <f32>blockPx;
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
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
      seek((<f32>x + 0.5) * scale, (<f32>y + 0.5) * scale, blocksAcross, blocksDown, fieldBytes);
      const own = readVector(fields);
      const colour = unmix(loadColour(pixel), <f32>value / 255, own, readVector(fields + 16));
      store<u32>(into, toBytes(f32x4.add(colour, f32x4.splat(0.5))) | (value << 24));
    }
  }
  return result;
}

/** @returns red, green and blue of a vector, whole parts, in the three lower bytes. */
function toBytes(colour: v128): u32 {
  const whole = i32x4.trunc_sat_f32x4_u(colour);
  const bytes = v128.shuffle<u8>(whole, whole, 0, 4, 8, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  return i32x4.extract_lane(bytes, 0);
}

/**
 * Finds the two colours nearest to `own` and `other` that mix to `value` at share `alpha`.
 * @returns the first of them, 0..255.
 */
function unmix(value: v128, alpha: f32, own: v128, other: v128): v128 {
  const rest = <f32>1 - alpha;
  const mixed = f32x4.add(f32x4.mul(f32x4.splat(alpha), own), f32x4.mul(f32x4.splat(rest), other));
  const gain = alpha / (alpha * alpha + rest * rest + stiffness);
  const colour = f32x4.add(own, f32x4.mul(f32x4.splat(gain), f32x4.sub(value, mixed)));
  return f32x4.max(f32x4.splat(0), f32x4.min(f32x4.splat(255), colour));
}

/** Writes the fields of the blocks that a soft pixel reads: blocks are unmixed with the coarse fields, then blurred. */
function findFields(
  photo: usize,
  opacity: usize,
  width: i32,
  height: i32,
  blocksAcross: i32,
  blocksDown: i32,
  fields: usize,
): void {
  // One vector a block: mean colour, 0..255, and mean opacity, 0..1.
  const fine = take((blocksAcross * blocksDown) << 4);
  const soft = take(blocksAcross * blocksDown);
  averagePhoto(photo, opacity, width, height, fine, soft);
  const coarseAcross = (blocksAcross + blockPx - 1) >> blockShift;
  const coarseDown = (blocksDown + blockPx - 1) >> blockShift;
  const coarse = take((coarseAcross * coarseDown) << 4);
  const coarseSoft = takeZeros(coarseAcross * coarseDown);
  averageBlocks(fine, soft, blocksAcross, blocksDown, coarse, coarseSoft);

  // Blurred blocks reach one coarse block beyond the soft ones, and reading between blocks reaches one more: 2 in all.
  const coarseCount = coarseAcross * coarseDown;
  const pure = take(coarseCount * fieldBytes);
  for (let at = 0; at < coarseCount; at++) {
    const block = v128.load(coarse + (at << 4));
    weigh(block, block, block, pure + at * fieldBytes);
  }
  const far = takeZeros(coarseCount * fieldBytes);
  blur(pure, coarseAcross, coarseDown, coarseRadius, grow(coarseSoft, coarseAcross, coarseDown, 2), far);

  const read = grow(soft, blocksAcross, blocksDown, 1);
  const blurred = grow(read, blocksAcross, blocksDown, fineRadius);
  const unmixed = take(blocksAcross * blocksDown * fieldBytes);
  const scale = <f32>1 / <f32>blockPx;
  for (let y = 0, at = 0; y < blocksDown; y++) {
    for (let x = 0; x < blocksAcross; x++, at++) {
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
  blur(unmixed, blocksAcross, blocksDown, fineRadius, read, fields);
}

/** Writes the means of the photo's blocks, and a byte a block: 1 where it holds a soft pixel. */
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
          // 0 and 255 give 0, all other values do not.
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

/** Writes the means of 4 x 4 blocks, and a byte a coarse block: 1 where it holds a soft block. */
function averageBlocks(
  fine: usize,
  softs: usize,
  blocksAcross: i32,
  blocksDown: i32,
  means: usize,
  coarseSofts: usize,
): void {
  for (let top = 0, block = 0; top < blocksDown; top += blockPx) {
    const bottom = min(blocksDown, top + blockPx);
    for (let left = 0; left < blocksAcross; left += blockPx, block++) {
      const right = min(blocksAcross, left + blockPx);
      let sum = f32x4.splat(0);
      for (let y = top; y < bottom; y++) {
        for (let at = y * blocksAcross + left; at < y * blocksAcross + right; at++) {
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
 * @returns the weight of a block for a colour of which it holds this share: the fourth power, so that pure blocks count
 * far more than mixed ones. Power and `stiffness` were tuned on ground-truth mattes over known colours; power 1 gives
 * twice the error.
 */
function weightOf(share: f32): f32 {
  return share * share * share * share + tiny;
}

/**
 * Writes two vectors: own colour times its weight and the weight itself, then the same for the other colour.
 * @param block its fourth lane is the mean opacity, 0..1.
 */
function weigh(block: v128, own: v128, other: v128, into: usize): void {
  const alpha = f32x4.extract_lane(block, 3);
  v128.store(into, timesWeight(own, weightOf(alpha)));
  v128.store(into, timesWeight(other, weightOf(<f32>1 - alpha)), 16);
}

function timesWeight(colour: v128, weight: f32): v128 {
  return f32x4.mul(f32x4.replace_lane(colour, 3, 1), f32x4.splat(weight));
}

/**
 * Writes the weighted means of both colours over the neighbourhood of each wanted block. Neighbourhoods are summed one
 * by one, because few blocks are wanted.
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
