/**
 * Paints a backdrop behind the person, or keeps the photo's own background. Runs after resample.ts and before
 * encode.ts.
 */
import type { Backdrop, GradientBackdrop, Rgb } from '../../core/backdrop.ts';
import { type Cutout, type Raster, raster } from '../../core/raster.ts';

/**
 * Returns the finished picture: the person on the backdrop, or the photo with its own background. Only the
 * `transparent` backdrop gives a cutout.
 * @param person the person, rendered into the frame.
 * @param photoInFrame renders the photo into the same frame; called for the `original` backdrop only.
 * @param imageInFrame opens a backdrop picture in the size of the frame.
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
 * Paints the person on one plain colour. sRGB values are mixed, as in browsers and print programs. Matting solved the
 * same equation for opacity and foreground, so the edges look as in the photo.
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

/** Paints the person on a picture of the same size, mixed as in {@link paintColour}. */
function paintPicture(person: Cutout, behind: Raster): Raster {
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

/**
 * A radial gradient starts behind the head: at the usual height of its middle, as a share of the photo's height from
 * above.
 */
const headMiddle = 0.45;

/** Draws the gradient, linear in sRGB values as in CSS. */
export function drawGradient(
  { shape, from, to }: GradientBackdrop,
  { widthPx, heightPx }: Pick<Raster, 'widthPx' | 'heightPx'>,
): Raster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  const [middleX, middleY] = [widthPx / 2, heightPx * headMiddle];
  const corner = Math.hypot(middleX, heightPx - middleY);
  const shareAt =
    shape === 'linear'
      ? (_: number, y: number) => y / heightPx
      : (x: number, y: number) => Math.hypot(x - middleX, y - middleY) / corner;
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at += 3) {
      const share = shareAt(x + 0.5, y + 0.5);
      data[at] = Math.round(from.r + (to.r - from.r) * share);
      data[at + 1] = Math.round(from.g + (to.g - from.g) * share);
      data[at + 2] = Math.round(from.b + (to.b - from.b) * share);
    }
  }
  return raster(widthPx, heightPx, data);
}

/** Returns the picture without its opacity. It is used for a photo that keeps its own background. */
export function dropAlpha({ widthPx, heightPx, data }: Cutout): Raster {
  const opaque = new Uint8Array(widthPx * heightPx * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    opaque[to] = data[from];
    opaque[to + 1] = data[from + 1];
    opaque[to + 2] = data[from + 2];
  }
  return raster(widthPx, heightPx, opaque);
}

/** Divides by 255 and rounds to the nearest integer. */
function over255(value: number): number {
  return ((value + 127) / 255) | 0;
}
