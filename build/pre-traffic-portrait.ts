/**
 * Draws the test portrait into the folder of the built pre-traffic check; part of `npm run build`. The check carries the
 * pictures and needs neither the drawings nor a picture library.
 */
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { replaceGeneratedFile } from '../files/atomic-file.ts';
import { opacityFile, type PortraitTruth, portraitFile, truthFile } from '../functions/pre-traffic/truth.ts';
import { catalogue } from '../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../portraits/render.ts';

const builtDir = fileURLToPath(new URL('../dist/functions/pre-traffic', import.meta.url));

/**
 * A small person before a busy wall. In this drawing a wrong matting network shows most; in the others the person prior and
 * the refinement repair more. The picture is small, so that `workingSidePx` never scales it.
 */
const spec = { ...catalogue['far-away'], widthPx: 340, heightPx: 510 };

export async function drawPreTrafficPortrait(outDir = builtDir): Promise<void> {
  const { photo, alpha, drawing } = await renderPortrait(spec);
  const { leftEye, rightEye, chin, crownHair, headHeightHairPx } = drawing.truth;
  const { widthPx, heightPx } = photo;
  const places = { leftEye, rightEye, chin, crownHair, headHeightPx: headHeightHairPx };
  const truth: PortraitTruth = { widthPx, heightPx, ...places };
  const opacity = sharp(alpha.data, { raw: { width: widthPx, height: heightPx, channels: 1 } });
  await Promise.all([
    replaceGeneratedFile(join(outDir, portraitFile), await encodeJpeg(photo)),
    replaceGeneratedFile(join(outDir, opacityFile), await opacity.toColourspace('b-w').png().toBuffer()),
    replaceGeneratedFile(join(outDir, truthFile), `${JSON.stringify(truth, null, 2)}\n`),
  ]);
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) await drawPreTrafficPortrait();
