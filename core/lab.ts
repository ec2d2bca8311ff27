/** CIELAB: a colour space in which equal distances look about equally different. */

/** L* 0..100, a* and b* about -128..127. */
export interface Lab {
  readonly lightness: number;
  readonly a: number;
  readonly b: number;
}

/**
 * Returns CIELAB (D65) of an sRGB colour (IEC 61966-2-1, CIE 15).
 * @param rgb each channel 0..255.
 */
export function labOf({ r, g, b }: Readonly<Record<'r' | 'g' | 'b', number>>): Lab {
  const [red, green, blue] = [linearOf(r), linearOf(g), linearOf(b)];
  const x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return { lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z) };
}

/** Returns the distance of two colours (CIE76). */
export function labDistance(p: Lab, q: Lab): number {
  return Math.hypot(p.lightness - q.lightness, p.a - q.a, p.b - q.b);
}

/** The linear light of each whole value, and one more for the interpolation at the end. A table, because checks read many pixels. */
const linear = Float32Array.from({ length: 257 }, (_, value) =>
  value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
);

/** Returns the linear light, 0..1, of a coded sRGB value 0..255 (IEC 61966-2-1), also of one between whole values. */
export function linearOf(value: number): number {
  const below = Math.floor(value);
  return linear[below] + (value - below) * (linear[below + 1] - linear[below]);
}

function curve(value: number): number {
  return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
}
