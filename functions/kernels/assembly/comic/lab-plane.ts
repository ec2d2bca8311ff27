/** The loop of functions/comic/lab-plane.ts: from sRGB to CIELAB, with colours that run on where the cutout is clear. */
import { mark, release, take } from '../memory';
import { linearTable, loadLab, rootOf, rootTable, storeLab } from './lab';

/**
 * Converts a cutout. Where it is not opaque, the colours of the person run on, so that filters find no edge there.
 * @param photo straight RGBA, four bytes a pixel, `widthPx` x `heightPx`.
 * @returns four 16-bit numbers a pixel (lab.ts).
 */
export function labPlane(photo: usize, widthPx: i32, heightPx: i32): usize {
  const count = widthPx * heightPx;
  const plane = take(count << 3);
  const from = mark();
  const linear = linearTable();
  const roots = rootTable();
  for (let at = 0; at < count; at++) {
    const pixel = photo + (at << 2);
    storeLab(plane + (at << 3), load<u8>(pixel, 3) ? labOf(pixel, linear, roots) : f32x4.splat(0));
  }
  release(from);
  fillClear(plane, widthPx, heightPx);
  return plane;
}

/** @returns L*, a*, b* and the opacity 0..255 of a pixel (IEC 61966-2-1, CIE 15, D65). */
function labOf(pixel: usize, linear: usize, roots: usize): v128 {
  const red = load<f32>(linear + ((<usize>load<u8>(pixel)) << 2));
  const green = load<f32>(linear + ((<usize>load<u8>(pixel, 1)) << 2));
  const blue = load<f32>(linear + ((<usize>load<u8>(pixel, 2)) << 2));
  const x = rootOf(roots, (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = rootOf(roots, 0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = rootOf(roots, (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  const lab = f32x4.splat(116 * y - 16);
  const withA = f32x4.replace_lane(lab, 1, 500 * (x - y));
  const withB = f32x4.replace_lane(withA, 2, 200 * (y - z));
  return f32x4.replace_lane(withB, 3, <f32>load<u8>(pixel, 3));
}

/**
 * Fills the colours of pixels that are not opaque from ever smaller copies of the picture, by opacity («pull-push»: Gortler
 * et al., «The Lumigraph», 1996). The opacity in the fourth lane stays.
 */
function fillClear(plane: usize, width: i32, height: i32): void {
  const from = mark();
  // Small copies: addresses, widths and heights, the largest first.
  const levels = take(32 * 12);
  let count = 0;
  let across = width;
  let down = height;
  let upper: usize = 0;
  while (across > 1 || down > 1) {
    const halfAcross = (across + 1) >> 1;
    const halfDown = (down + 1) >> 1;
    const level = take((halfAcross * halfDown) << 4);
    for (let y = 0, into = level; y < halfDown; y++) {
      for (let x = 0; x < halfAcross; x++, into += 16) {
        const right = min(across - 1, 2 * x + 1);
        const lower = min(down - 1, 2 * y + 1);
        const first = 2 * y * across;
        const second = lower * across;
        const sum = f32x4.add(
          f32x4.add(weighed(plane, upper, first + 2 * x), weighed(plane, upper, first + right)),
          f32x4.add(weighed(plane, upper, second + 2 * x), weighed(plane, upper, second + right)),
        );
        v128.store(into, f32x4.mul(sum, f32x4.splat(0.25)));
      }
    }
    const entry = levels + count * 12;
    store<u32>(entry, <u32>level);
    store<i32>(entry, halfAcross, 4);
    store<i32>(entry, halfDown, 8);
    count++;
    upper = level;
    across = halfAcross;
    down = halfDown;
  }
  for (let i = count - 1; i >= 0; i--) {
    const entry = levels + i * 12;
    const smaller = entry + 12;
    const isTop = i === count - 1;
    fillLevel(<usize>load<u32>(entry), load<i32>(entry, 4), load<i32>(entry, 8), isTop ? 0 : smaller);
  }
  if (count > 0) fillPlane(plane, width, height, levels);
  release(from);
}

/** @returns a pixel of the plane (when `level` is 0) or of a small copy, its colour times its opacity 0..1, which is lane 3. */
function weighed(plane: usize, level: usize, at: i32): v128 {
  if (level) return v128.load(level + (at << 4));
  const colour = loadLab(plane + (at << 3));
  const opacity = f32x4.extract_lane(colour, 3) * (1 / 255.0);
  return f32x4.mul(f32x4.replace_lane(colour, 3, 1), f32x4.splat(opacity));
}

/** Fills a small copy from the next smaller one. @param smaller its entry; 0 for the smallest copy. */
function fillLevel(level: usize, across: i32, down: i32, smaller: usize): void {
  for (let y = 0, at = level; y < down; y++) {
    for (let x = 0; x < across; x++, at += 16) {
      const own = v128.load(at);
      const opacity = f32x4.extract_lane(own, 3);
      if (opacity > 0.999) continue;
      if (smaller) v128.store(at, f32x4.add(own, f32x4.mul(between(smaller, x, y), f32x4.splat(1 - opacity))));
      else if (opacity > 0) v128.store(at, f32x4.mul(own, f32x4.splat(1 / opacity)));
    }
  }
}

function fillPlane(plane: usize, width: i32, height: i32, largest: usize): void {
  for (let y = 0, at = plane; y < height; y++) {
    for (let x = 0; x < width; x++, at += 8) {
      const own = loadLab(at);
      const opacity = f32x4.extract_lane(own, 3);
      if (opacity === 255) continue;
      const share = f32x4.splat(opacity * (1 / 255.0));
      const filled = between(largest, x, y);
      const colour = f32x4.add(filled, f32x4.mul(f32x4.sub(own, filled), share));
      storeLab(at, f32x4.replace_lane(colour, 3, opacity));
    }
  }
}

/** @returns the small copy at the place of pixel (x, y) of the next larger one, bilinear. */
function between(entry: usize, x: i32, y: i32): v128 {
  const level = <usize>load<u32>(entry);
  const across = load<i32>(entry, 4);
  const down = load<i32>(entry, 8);
  const nearX = x >> 1;
  const nearY = y >> 1;
  const farX = min(across - 1, max(0, nearX + (x & 1 ? 1 : -1)));
  const farY = min(down - 1, max(0, nearY + (y & 1 ? 1 : -1)));
  const most = f32x4.splat(0.75);
  const rest = f32x4.splat(0.25);
  const row = level + ((nearY * across) << 4);
  const other = level + ((farY * across) << 4);
  const near = f32x4.add(f32x4.mul(v128.load(row + (nearX << 4)), most), f32x4.mul(v128.load(row + (farX << 4)), rest));
  const far = f32x4.add(
    f32x4.mul(v128.load(other + (nearX << 4)), most),
    f32x4.mul(v128.load(other + (farX << 4)), rest),
  );
  return f32x4.add(f32x4.mul(near, most), f32x4.mul(far, rest));
}
