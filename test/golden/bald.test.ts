/** The head of bald people and of babies is measured to the outline; the skull under hair stays an estimate. */
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { type Raster, raster } from '../../core/raster.ts';
import type { Networks } from '../../functions/matting/inference/networks.ts';
import type { PortraitSpec } from '../../portraits/portrait.ts';
import { encodeJpeg, type RenderedPortrait, renderPortrait } from '../../portraits/render.ts';
import { matte, openTestNetworks } from '../support/stage.ts';

let networks: Networks;
beforeAll(async () => {
  networks = await openTestNetworks();
});

const size = { widthPx: 720, heightPx: 1080, hair: 'bald' } as const;

/** Returns the photo with the head above the eyes stretched, as babies have it. The eyes stay where they are in the head. */
async function stretchAbove({ photo, drawing }: RenderedPortrait, factor: number): Promise<Raster> {
  const eyeY = Math.round(drawing.truth.leftEye.y);
  const { widthPx, heightPx, data } = photo;
  const source = () => sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } });
  const upperPx = Math.round(eyeY * factor);
  const upper = await source()
    .extract({ left: 0, top: 0, width: widthPx, height: eyeY })
    .resize(widthPx, upperPx, { fit: 'fill' })
    .raw()
    .toBuffer();
  const lower = data.subarray(eyeY * widthPx * 3);
  return raster(widthPx, upperPx + heightPx - eyeY, Uint8Array.from([...upper, ...lower]));
}

async function headOf(photo: Raster) {
  const { head } = (await matte(networks, await encodeJpeg(photo))).head;
  if (!head) throw new Error('no head was measured');
  return { heightPx: head.chinPx + head.crownSkullPx, isBare: head.crownSkullPx === head.crownHairPx };
}

it.each<[string, Partial<PortraitSpec>, number]>([
  ['a bald adult', { skin: 'light', seed: 1 }, 1],
  ['a bald dark adult', { skin: 'dark', build: 'broad', tiltDeg: 5, seed: 2 }, 1],
  ['a baby', { skin: 'tan', seed: 3 }, 1.25],
  ['a dark baby', { skin: 'dark', seed: 4 }, 1.33],
])('%s is measured to the outline, within 2 %', async (_, spec, factor) => {
  const portrait = await renderPortrait({ ...size, ...spec });
  const { headHeightSkullPx } = portrait.drawing.truth;
  const head = await headOf(factor === 1 ? portrait.photo : await stretchAbove(portrait, factor));
  expect(head.isBare).toBe(true);
  const truePx = (headHeightSkullPx / 2) * (1 + factor);
  expect(Math.abs(head.heightPx / truePx - 1)).toBeLessThan(0.02);
});

it.each<[string, Partial<PortraitSpec>]>([
  ['a fringe', { hair: 'bob', hairColour: '#7c3620' }],
  ['blond hair before a bright wall', { hair: 'strands', hairColour: '#d2ac6c', backdrop: 'bright' }],
])('%s is no bare crown', async (_, spec) => {
  const { photo } = await renderPortrait({ ...size, ...spec });
  expect((await headOf(photo)).isBare).toBe(false);
});
