/** The loops of inference/sample.ts: halving a picture, and sampling it through an affine map. */
import { take } from './memory';
import { loadColour, mix } from './planes';

/**
 * Halves a picture: means of 2 x 2 px. An odd last row or column is left out.
 * @param picture three bytes a pixel, `widthPx` x `heightPx`. @returns three bytes a pixel.
 */
export function halve(picture: usize, widthPx: i32, heightPx: i32): usize {
  const across = widthPx >> 1;
  const down = heightPx >> 1;
  const halved = take(across * down * 3);
  const stride = widthPx * 3;
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
 * Samples a picture into a square through an affine map. Outside the picture is black.
 * @param picture three bytes a pixel, `widthPx` x `heightPx`. @param sidePx of the square.
 * @param placesPerSide each pixel of the square is the mean of placesPerSide x placesPerSide places of the picture.
 * @param a @param b @param c @param d @param e @param f (x, y) of the square lies at (a x + c y + e, b x + d y + f) of
 * the picture, px.
 * @returns the planes of red, green and blue, floats: scale * byte + offset.
 */
export function sample(
  picture: usize,
  widthPx: i32,
  heightPx: i32,
  sidePx: i32,
  placesPerSide: i32,
  a: f64,
  b: f64,
  c: f64,
  d: f64,
  e: f64,
  f: f64,
  scale: f32,
  offset: f32,
): usize {
  const planeBytes = (sidePx * sidePx) << 2;
  const planes = take(planeBytes * 3);
  const share = f32x4.splat(scale / <f32>(placesPerSide * placesPerSide));
  const base = f32x4.splat(offset);
  for (let top = 0, at = planes; top < sidePx; top++) {
    for (let left = 0; left < sidePx; left++, at += 4) {
      let sum = f32x4.splat(0);
      for (let down = 0; down < placesPerSide; down++) {
        const y = <f64>top + (<f64>down + 0.5) / <f64>placesPerSide;
        for (let across = 0; across < placesPerSide; across++) {
          const x = <f64>left + (<f64>across + 0.5) / <f64>placesPerSide;
          sum = f32x4.add(sum, colourAt(picture, widthPx, heightPx, a * x + c * y + e - 0.5, b * x + d * y + f - 0.5));
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

/** @param x @param y px, pixel centres at whole numbers. @returns the colour there, bilinear; outside the picture is black. */
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

/** @returns the colour between two pixels side by side. One or both may lie outside the picture. */
function rowAt(picture: usize, width: i32, height: i32, x: i32, y: i32, share: v128): v128 {
  return mix(pixelOrBlack(picture, width, height, x, y), pixelOrBlack(picture, width, height, x + 1, y), share);
}

function pixelOrBlack(picture: usize, width: i32, height: i32, x: i32, y: i32): v128 {
  if (x < 0 || y < 0 || x >= width || y >= height) return f32x4.splat(0);
  return loadColour(picture + (y * width + x) * 3);
}
