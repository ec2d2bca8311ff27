/** Says how bright a picture is, and which format it has. */
import { labOf } from '../../core/lab.ts';
import type { PlaneSize, Raster } from '../../core/raster.ts';
import type { FoundTag } from './found-tag.ts';

/** Limits of the median lightness of CIELAB, 0..100. */
const darkBelow = 30;
const brightAbove = 70;

export function lightTags({ data }: Raster): FoundTag[] {
  const lightness = new Float32Array(data.length / 3);
  for (let at = 0; at < lightness.length; at++) {
    const [r, g, b] = data.subarray(at * 3, at * 3 + 3);
    lightness[at] = labOf({ r, g, b }).lightness;
  }
  const median = lightness.sort()[lightness.length >> 1];
  const tag = median < darkBelow ? 'dark' : median > brightAbove ? 'bright' : 'medium-light';
  return [{ tag, kind: 'light', score: 1 }];
}

/** Sides that differ by less are square. */
const squareRatio = 1.05;
const panoramaRatio = 2;

/** @param picture the upright one. */
export function shapeTags({ widthPx, heightPx }: PlaneSize): FoundTag[] {
  const ratio = widthPx / heightPx;
  const square = ratio < squareRatio && ratio > 1 / squareRatio;
  const tag = square ? 'square-format' : ratio > 1 ? 'landscape-format' : 'portrait-format';
  const shape: FoundTag = { tag, kind: 'shape', score: 1 };
  return ratio >= panoramaRatio ? [shape, { tag: 'panorama-format', kind: 'shape', score: 1 }] : [shape];
}
