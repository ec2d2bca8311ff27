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
 * Returns the new value of a grey, 0..255 in coded sRGB, which is about uniform to the eye. It never falls with the value.
 * Black and white stay, and no other grey becomes white, so no highlight is clipped.
 */
export function tonedGrey(value: number, { light, contrast }: Tone): number {
  const share = value / 255;
  const lit = share + 4 * strength.light * light * share * (1 - share);
  const made = 255 * (lit - (strength.contrast * contrast * Math.sin(2 * Math.PI * lit)) / (2 * Math.PI));
  return Math.min(value > almostWhite ? 255 : almostWhite, made);
}

/** The lightest value below white. */
const almostWhite = 254;
/** Entries of the table of factors for each whole value of brightness. */
const fineness = 4;

/**
 * Applies the change in place. All channels of a pixel get the factor of a grey of the same brightness (BT.709 weights on
 * coded values). So hue and saturation stay, as in more or less light, and grey stays grey. Where a channel would pass
 * white, the colour becomes paler instead of clipped. Clear pixels are left as they are.
 * @param data interleaved RGB or RGBA, straight.
 */
export function applyTone(data: Uint8Array, channels: 3 | 4, tone: Tone): void {
  if (!isToned(tone)) return;
  const factors = Float64Array.from({ length: 255 * fineness + 1 }, (_, at) =>
    at === 0 ? 1 : tonedGrey(at / fineness, tone) / (at / fineness),
  );
  for (let at = 0; at < data.length; at += channels) {
    if (channels === 4 && data[at + 3] === 0) continue;
    const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
    const brightness = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    const factor = factors[Math.round(brightness * fineness)];
    const high = Math.max(red, green, blue);
    const most = high > almostWhite ? 255 : almostWhite;
    const made = brightness * factor;
    const kept = high * factor > most ? Math.max(0, most - made) / (high * factor - made) : 1;
    data[at] = Math.round(made + (red * factor - made) * kept);
    data[at + 1] = Math.round(made + (green * factor - made) * kept);
    data[at + 2] = Math.round(made + (blue * factor - made) * kept);
  }
}
