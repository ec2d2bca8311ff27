/**
 * Makes the input of compose from a drawn portrait: the cutout and the head measurements that matting would store,
 * without a network.
 */
import sharp from 'sharp';
import type { HeadMeasurements } from '../../core/head.ts';
import { headFromTruth } from '../../portraits/head-from-truth.ts';
import type { PortraitSpec } from '../../portraits/portrait.ts';
import { encodeJpeg, type RenderedPortrait, renderPortrait } from '../../portraits/render.ts';

export interface CutPerson {
  readonly portrait: RenderedPortrait;
  readonly cutoutPng: Uint8Array;
  readonly workingPhoto: () => Promise<Uint8Array>;
  readonly head: HeadMeasurements;
}

export async function cutPerson(spec: Partial<PortraitSpec> = {}): Promise<CutPerson> {
  const portrait = await renderPortrait(spec);
  const { widthPx, heightPx, data } = portrait.foreground;
  const rgba = new Uint8Array(widthPx * heightPx * 4);
  for (let i = 0; i < widthPx * heightPx; i++) {
    rgba.set(data.subarray(i * 3, i * 3 + 3), i * 4);
    rgba[i * 4 + 3] = portrait.alpha.data[i];
  }
  const cutoutPng = await sharp(rgba, { raw: { width: widthPx, height: heightPx, channels: 4 } })
    .png({ compressionLevel: 3 })
    .toBuffer();
  const head = headFromTruth(portrait.drawing.truth, widthPx, heightPx);
  return { portrait, cutoutPng, workingPhoto: () => encodeJpeg(portrait.photo), head };
}
