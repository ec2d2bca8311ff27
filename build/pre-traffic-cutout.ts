/**
 * Draws the test cutout and the truth of its photo into the folder of the built pre-traffic check; part of `npm run build`.
 * The truth follows from the drawing and from what a custom size promises, not from the code of compose.
 */
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { edgesOf } from '../core/cutout-layers.ts';
import { apply, distance, midpoint, turnAndScale } from '../core/measure.ts';
import { cutout, type Raster, raster } from '../core/raster.ts';
import { replaceGeneratedFile } from '../files/atomic-file.ts';
import {
  cutoutFile,
  type DotName,
  dotColours,
  type PhotoTruth,
  photoTruthFile,
} from '../functions/pre-traffic/truth.ts';
import { packCutout } from '../functions/runtime/cutout-file.ts';
import { catalogue } from '../portraits/catalogue.ts';
import { headFromTruth } from '../portraits/head-from-truth.ts';
import type { PortraitTruth } from '../portraits/portrait.ts';
import { type RenderedPortrait, renderPortrait } from '../portraits/render.ts';

const builtDir = fileURLToPath(new URL('../dist/functions/pre-traffic', import.meta.url));

/** Dark, round hair, and a head that leans, so that compose must level it. Small, so that the check is fast. */
const spec = { ...catalogue['dark-on-dark'], widthPx: 340, heightPx: 510, tiltDeg: 6 };

/**
 * The order, and what must come of it. A custom size promises a head of two thirds of the height (core/custom-size.ts), and
 * compose leaves a tenth of the height above the hair (functions/compose/crop.ts).
 */
const photo = { widthPx: 300, heightPx: 400, backdropRgb: [240, 192, 96], headShare: 0.667, topShare: 0.1 };

/** Radius of a dot, px of the cutout. */
const dotRadiusPx = 5;

export async function drawPreTrafficCutout(outDir = builtDir): Promise<void> {
  const portrait = await renderPortrait(spec);
  const { truth } = portrait.drawing;
  const working = withDots(portrait.photo, truth);
  const parts = {
    photoJpeg: await pictureOf(working, 3).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(),
    edgesPng: await pictureOf(edgesOf(cutoutOf(portrait)), 1)
      .toColourspace('b-w')
      .png()
      .toBuffer(),
    headJson: Buffer.from(JSON.stringify(headFromTruth(truth, spec.widthPx, spec.heightPx))),
  };
  await Promise.all([
    replaceGeneratedFile(join(outDir, cutoutFile), packCutout(parts)),
    replaceGeneratedFile(join(outDir, photoTruthFile), `${JSON.stringify(photoTruthOf(truth), null, 2)}\n`),
  ]);
}

/** Returns where the points of the drawing must be in the photo: the head upright, in the middle, at its promised height. */
function photoTruthOf(truth: PortraitTruth): PhotoTruth {
  const { widthPx, heightPx, backdropRgb, headShare, topShare } = photo;
  const headHeightPx = headShare * heightPx;
  const scale = headHeightPx / truth.headHeightHairPx;
  const eyes = midpoint(truth.leftEye, truth.rightEye);
  const eyeLinePx = topShare * heightPx + scale * distance(truth.crownHair, eyes);
  const map = turnAndScale(-truth.rollDeg, scale, eyes, { x: widthPx / 2, y: eyeLinePx });
  const dots = {
    leftEye: apply(map, truth.leftEye),
    rightEye: apply(map, truth.rightEye),
    chin: apply(map, truth.chin),
  };
  const backdrop = `#${Buffer.from(backdropRgb).toString('hex')}`;
  const hairTopPx = topShare * heightPx;
  return {
    ...{ standard: `${widthPx}x${heightPx}px`, backdrop, widthPx, heightPx },
    backdropRgb,
    hairTopPx,
    dots,
    headHeightPx,
  };
}

function withDots({ widthPx, heightPx, data }: Raster, truth: PortraitTruth): Raster {
  const dotted = Uint8Array.from(data);
  for (const name of Object.keys(dotColours) as DotName[]) {
    const middle = truth[name];
    for (let y = 0; y < heightPx; y++) {
      for (let x = 0; x < widthPx; x++) {
        if (distance({ x: x + 0.5, y: y + 0.5 }, middle) <= dotRadiusPx)
          dotted.set(dotColours[name], (y * widthPx + x) * 3);
      }
    }
  }
  return raster(widthPx, heightPx, dotted);
}

/** Returns the person with the exact opacity. Opaque pixels get their colours from the photo, with its dots. */
function cutoutOf({ alpha, foreground }: RenderedPortrait) {
  const { widthPx, heightPx } = alpha;
  const rgba = new Uint8Array(widthPx * heightPx * 4);
  for (let at = 0; at < alpha.data.length; at++) {
    rgba.set(foreground.data.subarray(at * 3, at * 3 + 3), at * 4);
    rgba[at * 4 + 3] = alpha.data[at];
  }
  return cutout(widthPx, heightPx, rgba);
}

const pictureOf = ({ widthPx: width, heightPx: height, data }: Raster, channels: 1 | 3) =>
  sharp(data, { raw: { width, height, channels } });

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) await drawPreTrafficCutout();
