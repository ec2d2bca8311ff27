/** Decides which dark regions are the ink that was asked for: without specks and without what lies far away from it. */

import type { PlaneSize } from '../../../core/raster.ts';
import { regionsOf } from '../regions.ts';

/** What is kept of the ink. */
export interface InkRules {
  /** A region that is smaller than this share of the largest one is a speck. */
  readonly leastShare: number;
  /**
   * A region that is farther from the others than this share of their longer side is dropped; null keeps all, as in a text of
   * many lines.
   */
  readonly mostGap: number | null;
}

interface Region {
  readonly pixels: Int32Array;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Returns the kept ink as ones.
 * @param dark ones where a pixel is as dark as ink. @param leastPx smaller regions are always specks.
 */
export function keepInk(dark: Uint8Array, size: PlaneSize, leastPx: number, rules: InkRules): Uint8Array {
  const { widthPx } = size;
  // Regions touch at corners too: a thin slanting stroke is one.
  const joined = grown(dark, size);
  const regions = regionsOf(joined, size).map((pixels) => regionOf(pixels, dark, widthPx));
  const largest = Math.max(0, ...regions.map(({ pixels }) => pixels.length));
  const least = Math.max(leastPx, rules.leastShare * largest);
  const solid = regions.filter(({ pixels }) => pixels.length >= least);
  const kept = rules.mostGap === null ? solid : clusterOf(solid, rules.mostGap);
  const result = new Uint8Array(dark.length);
  for (const { pixels } of kept) for (const at of pixels) result[at] = 1;
  return result;
}

function grown(dark: Uint8Array, { widthPx }: PlaneSize): Uint8Array {
  const result = dark.slice();
  for (let at = widthPx + 1; at < dark.length - widthPx - 1; at++) {
    if (dark[at] || !(dark[at + 1] || dark[at - 1])) continue;
    if (dark[at - widthPx] || dark[at + widthPx]) result[at] = 1;
  }
  return result;
}

function regionOf(all: Int32Array, dark: Uint8Array, widthPx: number): Region {
  const pixels = all.filter((at) => dark[at]);
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, -1, Number.POSITIVE_INFINITY, -1];
  for (const at of pixels) {
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  return { pixels, left, right, top, bottom };
}

/** Returns the regions around the largest one, joined while the next one is near enough. */
function clusterOf(regions: readonly Region[], mostGap: number): readonly Region[] {
  const rest = regions.toSorted((a, b) => b.pixels.length - a.pixels.length);
  const cluster = rest.splice(0, 1);
  if (cluster.length === 0) return [];
  let box = cluster[0];
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    const reach = mostGap * Math.max(box.right - box.left, box.bottom - box.top);
    for (const region of [...rest]) {
      const across = Math.max(0, region.left - box.right, box.left - region.right);
      const down = Math.max(0, region.top - box.bottom, box.top - region.bottom);
      if (Math.hypot(across, down) > reach) continue;
      rest.splice(rest.indexOf(region), 1);
      cluster.push(region);
      box = around(box, region);
      isGrowing = true;
    }
  }
  return cluster;
}

function around(a: Region, b: Region): Region {
  return {
    pixels: a.pixels,
    left: Math.min(a.left, b.left),
    right: Math.max(a.right, b.right),
    top: Math.min(a.top, b.top),
    bottom: Math.max(a.bottom, b.bottom),
  };
}
