/** Cutouts for the tests of comics. */
import type { HeadMeasurements } from '../../core/head.ts';
import { type Cutout, cutout } from '../../core/raster.ts';
import { headFromTruth } from '../../portraits/head-from-truth.ts';
import type { PortraitSpec } from '../../portraits/portrait.ts';
import { renderPortrait } from '../../portraits/render.ts';

interface DrawnCutout {
  readonly person: Cutout;
  readonly head: HeadMeasurements;
}

/** Returns the exact cutout of a drawn portrait with the colours of its photo, and its head measurements. */
export function drawnCutout(spec: Partial<PortraitSpec>): Promise<DrawnCutout> {
  const name = JSON.stringify(spec);
  const made = drawn.get(name) ?? makeCutout(spec);
  drawn.set(name, made);
  return made;
}

/** Each portrait is rendered once. */
const drawn = new Map<string, Promise<DrawnCutout>>();

async function makeCutout(spec: Partial<PortraitSpec>): Promise<DrawnCutout> {
  const { photo, alpha, foreground, drawing } = await renderPortrait({ widthPx: 540, heightPx: 810, ...spec });
  const { widthPx, heightPx } = photo;
  const person = cutoutOf(widthPx, heightPx, (at) => {
    const opacity = alpha.data[at];
    const source = opacity === 255 ? photo : foreground;
    return [...source.data.subarray(at * 3, at * 3 + 3), opacity];
  });
  return { person, head: headFromTruth(drawing.truth, widthPx, heightPx) };
}

/** Returns a cutout whose pixels are given by their number: red, green, blue, opacity. */
export function cutoutOf(widthPx: number, heightPx: number, pixel: (at: number) => readonly number[]): Cutout {
  const data = new Uint8Array(widthPx * heightPx * 4);
  for (let at = 0; at < widthPx * heightPx; at++) data.set(pixel(at), at * 4);
  return cutout(widthPx, heightPx, data);
}

/** Returns the head measurements of a cutout in which no face was found. */
export function withoutFace(widthPx: number, heightPx: number): HeadMeasurements {
  const truth = { x: widthPx / 2, y: heightPx / 2 };
  const points = { crownSkull: truth, crownHair: truth, chin: truth, leftEye: truth, rightEye: truth };
  const lengths = { rollDeg: 0, headHeightSkullPx: 1, headHeightHairPx: 1, faces: 0 };
  return { ...headFromTruth({ ...points, ...lengths }, widthPx, heightPx), face: null, head: null };
}
