/** Puts a backdrop behind the person, or keeps the photo's own. After resample.ts, before encode.ts. */
import type { Backdrop, GradientBackdrop, Rgb } from '../../core/backdrop.ts';
import { type Cutout, type Raster, raster } from '../../core/raster.ts';

/**
 * The finished picture: the person on a colour, on nothing, or the photo as it was.
 * @param person rendered into the frame.
 * @param photoInFrame renders the photo into the same frame; called for the `original` backdrop only.
 * @param imageInFrame opens a backdrop picture at the size of the frame.
 */
export async function putBehind(
  backdrop: Backdrop,
  person: Cutout,
  photoInFrame: () => Promise<Cutout>,
  imageInFrame: (id: string) => Promise<Raster>,
): Promise<Raster | Cutout> {
  switch (backdrop.kind) {
    case 'solid':
      return paintColour(person, backdrop.colour);
    case 'gradient':
      return paintPicture(person, drawGradient(backdrop, person));
    case 'image':
      return paintPicture(person, await imageInFrame(backdrop.id));
    case 'original':
      return dropAlpha(await photoInFrame());
    case 'transparent':
      return person;
  }
}

/**
 * The person on one plain colour. Mixed on sRGB values, as browsers and print programs mix: matting read opacity and
 * foreground out of the photo by the same equation, so edges come out as the photo had them.
 */
export function paintColour(person: Cutout, { r, g, b }: Rgb): Raster {
  const { widthPx, heightPx, data } = person;
  const painted = new Uint8Array(widthPx * heightPx * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    const alpha = data[from + 3];
    const rest = 255 - alpha;
    painted[to] = over255(data[from] * alpha + r * rest);
    painted[to + 1] = over255(data[from + 1] * alpha + g * rest);
    painted[to + 2] = over255(data[from + 2] * alpha + b * rest);
  }
  return raster(widthPx, heightPx, painted);
}

/** The person on a picture of the same size, mixed as {@link paintColour} does. */
export function paintPicture(person: Cutout, behind: Raster): Raster {
  const { widthPx, heightPx, data } = person;
  const painted = new Uint8Array(widthPx * heightPx * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    const alpha = data[from + 3];
    const rest = 255 - alpha;
    for (let channel = 0; channel < 3; channel++) {
      painted[to + channel] = over255(data[from + channel] * alpha + behind.data[to + channel] * rest);
    }
  }
  return raster(widthPx, heightPx, painted);
}

/** A radial gradient starts behind the head: so far down the photo as its middle usually is. */
const headMiddle = 0.45;

/** The gradient alone, even steps of sRGB values as CSS draws it. */
export function drawGradient(
  { shape, from, to }: GradientBackdrop,
  { widthPx, heightPx }: Pick<Raster, 'widthPx' | 'heightPx'>,
): Raster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  const [middleX, middleY] = [widthPx / 2, heightPx * headMiddle];
  const corner = Math.hypot(middleX, heightPx - middleY);
  const way =
    shape === 'linear'
      ? (_: number, y: number) => y / heightPx
      : (x: number, y: number) => Math.hypot(x - middleX, y - middleY) / corner;
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at += 3) {
      const share = way(x + 0.5, y + 0.5);
      data[at] = Math.round(from.r + (to.r - from.r) * share);
      data[at + 1] = Math.round(from.g + (to.g - from.g) * share);
      data[at + 2] = Math.round(from.b + (to.b - from.b) * share);
    }
  }
  return raster(widthPx, heightPx, data);
}

/** The picture without its opacity: how a photo that keeps its own background leaves the resampling. */
export function dropAlpha({ widthPx, heightPx, data }: Cutout): Raster {
  const opaque = new Uint8Array(widthPx * heightPx * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    opaque[to] = data[from];
    opaque[to + 1] = data[from + 1];
    opaque[to + 2] = data[from + 2];
  }
  return raster(widthPx, heightPx, opaque);
}

/** Rounded to the nearest. */
function over255(value: number): number {
  return ((value + 127) / 255) | 0;
}
