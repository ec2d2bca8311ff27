/** Arithmetic on single planes of floats (`data[y * widthPx + x]`) that refining and foreground estimation share. */

export interface PlaneSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Ones where the plane's value passes, zeros elsewhere. A plain loop: `Uint8Array.from` takes ten times as long. */
export function pixelsWhere(plane: Float32Array, passes: (value: number, at: number) => boolean): Uint8Array {
  const mask = new Uint8Array(plane.length);
  for (let at = 0; at < plane.length; at++) if (passes(plane[at], at)) mask[at] = 1;
  return mask;
}

/** Ones within `reach` of a one along rows and columns, zeros elsewhere. */
export function grow(mask: Uint8Array, { widthPx, heightPx }: PlaneSize, reach: number): Uint8Array {
  const rows = new Uint8Array(mask.length);
  for (let y = 0; y < heightPx; y++) {
    const start = y * widthPx;
    for (let x = 0; x < widthPx; x++) {
      if (mask[start + x]) rows.fill(1, start + Math.max(0, x - reach), start + Math.min(widthPx, x + reach + 1));
    }
  }
  const grown = new Uint8Array(mask.length);
  for (let y = 0; y < heightPx; y++) {
    const [first, last] = [Math.max(0, y - reach), Math.min(heightPx - 1, y + reach)];
    for (let row = first; row <= last; row++) {
      for (let x = 0; x < widthPx; x++) grown[y * widthPx + x] |= rows[row * widthPx + x];
    }
  }
  return grown;
}

/**
 * Mean over the square of `radiusPx` around each pixel, cut off at the picture's edge; cost does not depend on the radius.
 * @returns a new plane; `source` is left as it is.
 */
export function boxMean(source: Float32Array, { widthPx, heightPx }: PlaneSize, radiusPx: number): Float32Array {
  const rows = new Float32Array(source.length);
  for (let y = 0; y < heightPx; y++) meanAlong(source, rows, y * widthPx, 1, widthPx, radiusPx);
  const means = new Float32Array(source.length);
  meanDown(rows, means, widthPx, heightPx, radiusPx);
  return means;
}

function meanAlong(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  length: number,
  radius: number,
): void {
  let sum = 0;
  for (let i = 0; i < Math.min(radius, length); i++) sum += from[start + i * step];
  for (let i = 0; i < length; i++) {
    const entering = i + radius;
    const leaving = i - radius - 1;
    if (entering < length) sum += from[start + entering * step];
    if (leaving >= 0) sum -= from[start + leaving * step];
    to[start + i * step] = sum / (Math.min(length - 1, entering) - Math.max(0, i - radius) + 1);
  }
}

/** Column means with one running sum a column, walked row by row so that memory is read in order. */
function meanDown(from: Float32Array, to: Float32Array, width: number, height: number, radius: number): void {
  const sums = new Float64Array(width);
  const addRow = (y: number, sign: number) => {
    if (y < 0 || y >= height) return;
    for (let x = 0; x < width; x++) sums[x] += sign * from[y * width + x];
  };
  for (let y = 0; y < radius; y++) addRow(y, 1);
  for (let y = 0; y < height; y++) {
    const entering = y + radius;
    addRow(entering, 1);
    addRow(y - radius - 1, -1);
    const count = Math.min(height - 1, entering) - Math.max(0, y - radius) + 1;
    for (let x = 0; x < width; x++) to[y * width + x] = sums[x] / count;
  }
}

/** Where a place (pixel centres at .5) lies between pixels, edges repeated: the upper left one, shares, and steps to the others. */
export function between({ widthPx, heightPx }: PlaneSize, x: number, y: number) {
  const px = Math.min(widthPx - 1, Math.max(0, x - 0.5));
  const py = Math.min(heightPx - 1, Math.max(0, y - 0.5));
  const left = Math.floor(px);
  const top = Math.floor(py);
  const stepX = left + 1 < widthPx ? 1 : 0;
  const stepY = top + 1 < heightPx ? widthPx : 0;
  return { left, top, right: px - left, lower: py - top, stepX, stepY };
}

/** Reads a plane between its pixels. */
export function readBilinear(plane: Float32Array, size: PlaneSize, x: number, y: number): number {
  const { left, top, right, lower, stepX, stepY } = between(size, x, y);
  const at = top * size.widthPx + left;
  const above = plane[at] + (plane[at + stepX] - plane[at]) * right;
  const below = plane[at + stepY] + (plane[at + stepY + stepX] - plane[at + stepY]) * right;
  return above + (below - above) * lower;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The plane read at each pixel of `target`, whose corner lies at `start` of the plane and whose pixels are `step` apart there. */
export function resamplePlane(
  plane: Float32Array,
  size: PlaneSize,
  target: PlaneSize,
  step: Place,
  start: Place = { x: 0, y: 0 },
): Float32Array {
  const read = new Float32Array(target.widthPx * target.heightPx);
  for (let y = 0, at = 0; y < target.heightPx; y++) {
    for (let x = 0; x < target.widthPx; x++, at++) {
      read[at] = readBilinear(plane, size, start.x + (x + 0.5) * step.x, start.y + (y + 0.5) * step.y);
    }
  }
  return read;
}

/** Reads several planes at once, interleaved `field.length` a pixel, between their pixels (centres at .5) into `field`. */
export function readFields(fields: Float32Array, size: PlaneSize, x: number, y: number, field: Float64Array): void {
  const { left, top, right, lower, stepX, stepY } = between(size, x, y);
  const count = field.length;
  const at = (top * size.widthPx + left) * count;
  const beside = at + stepX * count;
  const below = stepY * count;
  for (let k = 0; k < count; k++) {
    const upper = fields[at + k] + (fields[beside + k] - fields[at + k]) * right;
    const under = fields[at + below + k] + (fields[beside + below + k] - fields[at + below + k]) * right;
    field[k] = upper + (under - upper) * lower;
  }
}
