/**
 * The child process that runs our matting stage for cutter.ts: the stage that the handler runs, with the handler's
 * defaults, up to an encoded PNG of the cutout. bundle.ts makes it one file, as the function's own bundle is.
 */
import { readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { PhotoRejected } from '../../core/errors.ts';
import { openNetworks } from '../../functions/matting/inference/networks.ts';
import { mattePhoto } from '../../functions/matting/matte.ts';
import { configFromEnv, mattingSettings } from '../../functions/runtime/config.ts';
import type { CutAnswer, CutJob } from './cutter.ts';

// As in the matting function's handler.
sharp.cache(false);

const [modelDir = '', minSidePx] = process.argv.slice(2);
const settings = configFromEnv(mattingSettings, {
  ...process.env,
  ZEROBOOTH_MODEL_DIR: modelDir,
  ...(minSidePx && { ZEROBOOTH_MIN_SIDE_PX: minSidePx }),
});
const pngEffort = { compressionLevel: 1, adaptiveFiltering: false } as const;
const networks = await openNetworks(settings);

process.on('message', (job: CutJob) => {
  cut(job)
    .catch(
      (error: unknown): Partial<CutAnswer> =>
        error instanceof PhotoRejected ? { rejected: error.code } : { error: String(error) },
    )
    .then((answer) => process.send?.({ ms: 0, peakMb: peakMb(), ...answer }));
});
process.send?.({ ms: 0, peakMb: peakMb() });

async function cut({ path, outPath, kind = 'photo' }: CutJob): Promise<Partial<CutAnswer>> {
  const begun = performance.now();
  const bytes = await readFile(path);
  const made = await mattePhoto({ bytes, kind, faces: 'main', settings, networks }, () => {});
  const { widthPx: width, heightPx: height, data } = made.cutout;
  const encode = () => sharp(data, { raw: { width, height, channels: 4 } }).png(pngEffort);
  // The peer ends with a PNG of the whole cutout, so ours does as well. A studio stores smaller files.
  const [cutoutPng] = await Promise.all([encode().toBuffer(), made.workingPhotoJpeg]);
  const ms = performance.now() - begun;
  if (outPath) await writeFile(outPath, cutoutPng);
  return { ms };
}

function peakMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}
