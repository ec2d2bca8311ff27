/** Finds the angle by which ink has to be turned to be level. */
import type { PlaneSize } from '../../../core/raster.ts';

/** Ink that is not longer than this times its height has no direction. */
const leastLength = 1.6;
/** A signature that rises more steeply is taken for what its writer wants. */
const mostSignatureDeg = 35;
const mostTextDeg = 20;

/**
 * Returns the angle of the main direction of the ink in degrees, positive when it falls to the right; 0 for ink
 * without a direction.
 */
export function mainDirection(ink: Uint8Array, { widthPx }: PlaneSize): number {
  let [count, sumX, sumY] = [0, 0, 0];
  let [xx, xy, yy] = [0, 0, 0];
  for (let at = 0; at < ink.length; at++) {
    if (!ink[at]) continue;
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
    count++;
    sumX += x;
    sumY += y;
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  if (count === 0) return 0;
  const varX = xx / count - (sumX / count) ** 2;
  const varY = yy / count - (sumY / count) ** 2;
  const cov = xy / count - (sumX / count) * (sumY / count);
  const spread = Math.hypot(varX - varY, 2 * cov);
  const [long, short] = [(varX + varY + spread) / 2, (varX + varY - spread) / 2];
  if (Math.sqrt(long / Math.max(short, 1e-9)) < leastLength) return 0;
  const angle = (0.5 * Math.atan2(2 * cov, varX - varY) * 180) / Math.PI;
  return Math.abs(angle) <= mostSignatureDeg ? angle : 0;
}

/**
 * Returns the angle of lines of text in degrees: the one at which rows of ink and rows of paper differ most. 0 when no
 * angle stands out.
 */
export function textDirection(ink: Uint8Array, size: PlaneSize): number {
  const spots = spotsOf(ink, size);
  if (spots.length === 0) return 0;
  const contrast = (angleDeg: number) => rowContrast(spots, size, angleDeg);
  const coarse = best(-mostTextDeg, mostTextDeg, 1, contrast);
  const fine = best(coarse - 1, coarse + 1, 0.1, contrast);
  return contrast(fine) > 1.05 * contrast(0) ? fine : 0;
}

function best(from: number, to: number, step: number, valueAt: (angle: number) => number): number {
  let [found, most] = [0, -1];
  for (let angle = from; angle <= to + 1e-9; angle += step) {
    const value = valueAt(angle);
    if (value > most) [found, most] = [angle, value];
  }
  return found;
}

interface Spots {
  readonly length: number;
  readonly xs: Float32Array;
  readonly ys: Float32Array;
}

/** Returns the places of the ink, at most some 20,000 of them. */
function spotsOf(ink: Uint8Array, { widthPx }: PlaneSize): Spots {
  const all: number[] = [];
  for (let at = 0; at < ink.length; at++) if (ink[at]) all.push(at);
  const step = Math.max(1, Math.floor(all.length / 20_000));
  const chosen = all.filter((_, i) => i % step === 0);
  return {
    length: chosen.length,
    xs: Float32Array.from(chosen, (at) => at % widthPx),
    ys: Float32Array.from(chosen, (at) => Math.floor(at / widthPx)),
  };
}

/** Returns the sum of the squared numbers of ink in each row at an angle, for rows of equal height. */
function rowContrast({ xs, ys, length }: Spots, { widthPx, heightPx }: PlaneSize, angleDeg: number): number {
  const [cos, sin] = [Math.cos((angleDeg * Math.PI) / 180), Math.sin((angleDeg * Math.PI) / 180)];
  const rowPx = Math.max(1, heightPx / 400);
  const offset = widthPx;
  const rows = new Float64Array(Math.ceil((2 * offset + widthPx + heightPx) / rowPx));
  for (let i = 0; i < length; i++) rows[Math.round((ys[i] * cos - xs[i] * sin + offset) / rowPx)]++;
  return rows.reduce((sum, value) => sum + value * value, 0);
}
