/** Measures how much of the old background a cutout carries to a new backdrop. */

/** Opacities between which an edge is soft. */
const soft = { from: 0.05, to: 0.95 };

/** @param alpha the true opacity, 0..1. */
export function isSoft(alpha: number): boolean {
  return alpha > soft.from && alpha < soft.to;
}

/** Opacity 0..1 and straight colours, RGB interleaved, of one picture. */
export interface Layer {
  readonly alpha: Float32Array;
  readonly colours: Uint8Array;
}

/** Levels of 255, mean of the three channels, over the pixels that are truly soft. */
export interface ColourError {
  /** Difference of the colours themselves, each pixel weighing as much as its alpha. */
  readonly weighted: number;
  /** The visible part of the error over a new backdrop: alpha x difference, the same weight for each pixel. */
  readonly seen: number;
}

/**
 * Compares the colours of a cutout with the true foreground; alpha is the cutout's own, so that an invisible
 * colour does not count. @param ignored pixels above 127 do not count. @returns null when no soft pixel is visible.
 */
export function colourError(cut: Layer, truth: Layer, ignored: Uint8Array | null = null): ColourError | null {
  let [sum, weight, count] = [0, 0, 0];
  for (let i = 0; i < truth.alpha.length; i++) {
    if (!isSoft(truth.alpha[i]) || (ignored && ignored[i] > 127)) continue;
    let difference = 0;
    for (let c = i * 3; c < i * 3 + 3; c++) difference += Math.abs(cut.colours[c] - truth.colours[c]);
    sum += cut.alpha[i] * (difference / 3);
    weight += cut.alpha[i];
    count += 1;
  }
  return weight > 0 ? { weighted: sum / weight, seen: sum / count } : null;
}
