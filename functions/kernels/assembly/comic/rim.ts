/** The loops of functions/comic/rim.ts: a white rim with a dark line around the person. */
import { mark, release, take } from '../memory';

/** A pixel belongs to the person from this opacity. */
const opaque: u8 = 128;
const white: u32 = 255;
const dark: u32 = 28;

/**
 * Lays a white rim and a dark line behind the person.
 * @param portrait straight RGBA, `widthPx` x `heightPx`. @param rimPx @param linePx widths of both, px.
 * @returns straight RGBA.
 */
export function rim(portrait: usize, widthPx: i32, heightPx: i32, rimPx: f32, linePx: f32): usize {
  const result = take((widthPx * heightPx) << 2);
  const from = mark();
  const reach = <i32>Mathf.ceil(rimPx + linePx) + 1;
  const rows = columnDistances(portrait, widthPx, heightPx, reach);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = y * widthPx + x;
      const opacity = <u32>load<u8>(portrait + (at << 2), 3);
      const into = result + (at << 2);
      if (opacity === 255) {
        store<u32>(into, load<u32>(portrait + (at << 2)));
        continue;
      }
      const far = distanceAt(rows + y * widthPx, widthPx, x, reach);
      const inLine = share(rimPx + linePx - far);
      const inRim = share(rimPx - far);
      const behind = <u32>(<f32>dark + (<f32>white - <f32>dark) * inRim + 0.5);
      blend(portrait + (at << 2), into, opacity, behind, <u32>(<f32>255 * inLine + 0.5));
    }
  }
  release(from);
  return result;
}

/** Writes a pixel over a grey one behind it. */
function blend(pixel: usize, into: usize, opacity: u32, grey: u32, greyOpacity: u32): void {
  const rest = (greyOpacity * (255 - opacity) + 127) / 255;
  const sum = opacity + rest;
  if (sum === 0) {
    store<u32>(into, 0);
    return;
  }
  for (let c = 0; c < 3; c++) {
    store<u8>(into + c, <u8>((<u32>load<u8>(pixel + c) * opacity + grey * rest + (sum >> 1)) / sum));
  }
  store<u8>(into, <u8>sum, 3);
}

/** @returns for each pixel the distance of the nearest pixel of the person in its column, px, at most `reach`. */
function columnDistances(portrait: usize, width: i32, height: i32, reach: i32): usize {
  const distances = take(width * height);
  for (let x = 0; x < width; x++) {
    let far = reach;
    for (let y = 0; y < height; y++) {
      const at = y * width + x;
      far = load<u8>(portrait + (at << 2), 3) >= opaque ? 0 : min(reach, far + 1);
      store<u8>(distances + at, <u8>far);
    }
    far = reach;
    for (let y = height - 1; y >= 0; y--) {
      const at = y * width + x;
      far = min(<i32>load<u8>(distances + at), far + 1);
      store<u8>(distances + at, <u8>far);
    }
  }
  return distances;
}

/** @returns the distance of the nearest pixel of the person, px; at least `reach` when there is none so near. */
function distanceAt(row: usize, width: i32, x: i32, reach: i32): f32 {
  let least = reach * reach;
  const last = min(width - 1, x + reach);
  for (let near = max(0, x - reach); near <= last; near++) {
    const down = <i32>load<u8>(row + near);
    if (down < reach) least = min(least, (near - x) * (near - x) + down * down);
  }
  return Mathf.sqrt(<f32>least);
}

function share(inside: f32): f32 {
  return min<f32>(1, max<f32>(0, inside + 0.5));
}
