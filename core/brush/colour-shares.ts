/** Decides how much of each pixel under the brush has the colours that the stroke is for. */
import type { Raster } from '../raster.ts';
import { type Levels, nearestColour, type Sides } from './colour-groups.ts';
import type { DistanceMap } from './distance-map.ts';

/** The shares of the pixels of a distance map, rows from top to bottom. */
export interface ColourShares {
  /** 0: none of the pixel is of a painted colour; 255: all of it. */
  readonly share: Uint8Array;
  /** Returns what a channel has more in the painted colour than in the spared one, levels. @param at the place of the pixel. */
  readonly wayOf: (at: number, channel: number) => number;
}

/** A share below the first is none, above the second all. Takes up noise and the soft edge of a colour. */
const [noneBelow, allAbove] = [0.15, 0.9];

/**
 * Returns the shares. Painted pixels that are not connected with the middle of the stroke have none.
 * @param middlePx the half width of the middle.
 */
export function colourShares(
  photo: Raster,
  map: DistanceMap,
  { painted, spared }: Sides,
  middlePx: number,
): ColourShares {
  const { widthPx, heightPx, squares } = map;
  const share = new Uint8Array(squares.length);
  const pair = new Uint8Array(squares.length);
  for (let y = 0; y < heightPx; y++) {
    for (let x = map.starts[y], at = y * widthPx + x; x < map.ends[y]; x++, at++) {
      if (squares[at] === Number.POSITIVE_INFINITY) continue;
      const from = ((map.top + y) * photo.widthPx + map.left + x) * 3;
      const red = photo.data[from];
      const green = photo.data[from + 1];
      const blue = photo.data[from + 2];
      const own = nearestColour(painted, red, green, blue);
      const other = nearestColour(spared, red, green, blue);
      pair[at] = own * mostSpared + other;
      const part = partOf(painted[own], spared[other], red, green, blue);
      share[at] = Math.round(255 * Math.min(1, Math.max(0, (part - noneBelow) / (allAbove - noneBelow))));
    }
  }
  dropUnconnected(share, map, middlePx);
  const wayOf = (at: number, channel: number) =>
    painted[Math.floor(pair[at] / mostSpared)][channel] - spared[pair[at] % mostSpared][channel];
  return { share, wayOf };
}

/** More spared colours than there are groups. */
const mostSpared = 16;

/** Returns how much of the painted colour is in a mixture with the spared one; below 0 and above 1 for colours beyond. */
function partOf(own: Levels, other: Levels, red: number, green: number, blue: number): number {
  const r = own[0] - other[0];
  const g = own[1] - other[1];
  const b = own[2] - other[2];
  return ((red - other[0]) * r + (green - other[1]) * g + (blue - other[2]) * b) / Math.max(1, r * r + g * g + b * b);
}

/** Clears the shares that no path over other shares connects with the middle of the stroke. */
function dropUnconnected(share: Uint8Array, { widthPx, heightPx, squares }: DistanceMap, middlePx: number): void {
  const isReached = new Uint8Array(share.length);
  const queue: number[] = [];
  const reach = (at: number) => {
    if (isReached[at] || share[at] === 0) return;
    isReached[at] = 1;
    queue.push(at);
  };
  for (let at = 0; at < share.length; at++) if (squares[at] <= middlePx * middlePx) reach(at);
  for (let next = 0; next < queue.length; next++) {
    const x = queue[next] % widthPx;
    const y = (queue[next] - x) / widthPx;
    const [firstX, lastX] = [Math.max(0, x - 1), Math.min(widthPx - 1, x + 1)];
    for (let row = Math.max(0, y - 1); row <= Math.min(heightPx - 1, y + 1); row++) {
      for (let column = firstX; column <= lastX; column++) reach(row * widthPx + column);
    }
  }
  for (let at = 0; at < share.length; at++) if (!isReached[at]) share[at] = 0;
}
