/** The loops of sample.ts (which see): halving a picture, and sampling it through an affine map. */
import { take } from './memory';
import { loadColour, mix } from './planes';

/** Means of 2 x 2 px, three bytes a pixel; an odd last row or column is left out. */
export function halve(picture: usize, width: i32, height: i32): usize {
  const across = width >> 1;
  const down = height >> 1;
  const halved = take(across * down * 3);
  const stride = width * 3;
  for (let y = 0, into = halved; y < down; y++) {
    let from = picture + 2 * y * stride;
    for (let x = 0; x < across; x++, from += 6, into += 3) {
      const below = from + stride;
      for (let c = 0; c < 3; c++) {
        const upper = <i32>load<u8>(from + c) + <i32>load<u8>(from + c, 3);
        const under = <i32>load<u8>(below + c) + <i32>load<u8>(below + c, 3);
        store<u8>(into + c, <u8>((upper + under + 2) >> 2));
      }
    }
  }
  return halved;
}

/**
 * @param side px of the square sampled to; each of its pixels is the mean of grid x grid places.
 * @param a to `f`: (x, y) of the target lies at (a x + c y + e, b x + d y + f) of the picture.
 * @returns three planes of floats: scale * byte + offset.
 */
export function sample(
  picture: usize,
  width: i32,
  height: i32,
  side: i32,
  grid: i32,
  a: f64,
  b: f64,
  c: f64,
  d: f64,
  e: f64,
  f: f64,
  scale: f32,
  offset: f32,
): usize {
  const planeBytes = (side * side) << 2;
  const planes = take(planeBytes * 3);
  const share = f32x4.splat(scale / <f32>(grid * grid));
  const base = f32x4.splat(offset);
  for (let top = 0, at = planes; top < side; top++) {
    for (let left = 0; left < side; left++, at += 4) {
      let sum = f32x4.splat(0);
      for (let down = 0; down < grid; down++) {
        const y = <f64>top + (<f64>down + 0.5) / <f64>grid;
        for (let across = 0; across < grid; across++) {
          const x = <f64>left + (<f64>across + 0.5) / <f64>grid;
          sum = f32x4.add(sum, colourAt(picture, width, height, a * x + c * y + e - 0.5, b * x + d * y + f - 0.5));
        }
      }
      const values = f32x4.add(f32x4.mul(sum, share), base);
      store<f32>(at, f32x4.extract_lane(values, 0));
      store<f32>(at + planeBytes, f32x4.extract_lane(values, 1));
      store<f32>(at + 2 * planeBytes, f32x4.extract_lane(values, 2));
    }
  }
  return planes;
}

/** Between the pixels whose centres are whole numbers here; outside the picture is black. */
function colourAt(picture: usize, width: i32, height: i32, x: f64, y: f64): v128 {
  const left = <i32>Math.floor(x);
  const top = <i32>Math.floor(y);
  const right = f32x4.splat(<f32>(x - <f64>left));
  const lower = f32x4.splat(<f32>(y - <f64>top));
  if (left >= 0 && top >= 0 && left + 1 < width && top + 1 < height) {
    const at = picture + (top * width + left) * 3;
    const below = at + width * 3;
    const upper = mix(loadColour(at), loadColour(at + 3), right);
    return mix(upper, mix(loadColour(below), loadColour(below + 3), right), lower);
  }
  return mix(
    rowAt(picture, width, height, left, top, right),
    rowAt(picture, width, height, left, top + 1, right),
    lower,
  );
}

/** Between two pixels side by side, of which one or both may lie outside. */
function rowAt(picture: usize, width: i32, height: i32, x: i32, y: i32, share: v128): v128 {
  return mix(pixelOrBlack(picture, width, height, x, y), pixelOrBlack(picture, width, height, x + 1, y), share);
}

function pixelOrBlack(picture: usize, width: i32, height: i32, x: i32, y: i32): v128 {
  if (x < 0 || y < 0 || x >= width || y >= height) return f32x4.splat(0);
  return loadColour(picture + (y * width + x) * 3);
}
