/** Light and contrast of a photo, as a person has changed them. Compose applies them, and the page offers them. */

/** The change; 0 changes nothing. */
export interface Tone {
  /** Positive: lighter. At 1 a middle grey of 128 becomes 159, at -1 it becomes 97. */
  readonly light: number;
  /** Positive: more contrast. At 1 neighbouring shades of middle grey are 1.35 times as far apart, at -1 0.65 times. */
  readonly contrast: number;
}

/** The change that changes nothing. */
export const noTone: Tone = { light: 0, contrast: 0 };

/** The least and the greatest value of both parts. */
export const toneLimits = { min: -1, max: 1 } as const;

/** Returns whether the change changes anything. */
export function isToned({ light, contrast }: Tone): boolean {
  return light !== 0 || contrast !== 0;
}

/**
 * By how much `light` moves middle grey, and `contrast` changes the slope there. Chosen so that the slopes at black and
 * white stay above 0.3 with both at their limits: shadows and highlights keep their drawing.
 */
const strength = { light: 0.12, contrast: 0.35 } as const;

/**
 * Returns the new value for each value 0..255 of coded sRGB, which is about uniform to the eye. It never falls. Black and
 * white stay, and no other value becomes black or white, so nothing is clipped.
 */
export function toneCurve({ light, contrast }: Tone): Uint8Array {
  const lit = (share: number) => share + 4 * strength.light * light * share * (1 - share);
  const spread = (share: number) =>
    share - (strength.contrast * contrast * Math.sin(2 * Math.PI * share)) / (2 * Math.PI);
  return Uint8Array.from({ length: 256 }, (_, value) => {
    if (value === 0 || value === 255) return value;
    return Math.min(254, Math.max(1, Math.round(255 * spread(lit(value / 255)))));
  });
}

/**
 * Applies the change in place. The curve maps the largest and the smallest channel of a pixel, and the middle one keeps
 * its place between them: so the hue stays, and grey stays grey. Clear pixels are left as they are.
 * @param data interleaved RGB or RGBA, straight.
 */
export function applyTone(data: Uint8Array, channels: 3 | 4, tone: Tone): void {
  if (!isToned(tone)) return;
  const curve = toneCurve(tone);
  for (let at = 0; at < data.length; at += channels) {
    if (channels === 4 && data[at + 3] === 0) continue;
    const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
    const low = Math.min(red, green, blue);
    const high = Math.max(red, green, blue);
    const bottom = curve[low];
    const slope = high === low ? 0 : (curve[high] - bottom) / (high - low);
    data[at] = bottom + Math.round((red - low) * slope);
    data[at + 1] = bottom + Math.round((green - low) * slope);
    data[at + 2] = bottom + Math.round((blue - low) * slope);
  }
}
