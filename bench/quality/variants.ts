/** Measures whether variants of one photo give the same person, over drawn portraits or a folder of photos. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openMatting } from '../../cli/matting-in-process.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';
import type { Findings, Table } from '../report/report.ts';
import { median } from '../report/statistics.ts';
import type { Workbench } from '../workbench.ts';
import { asRejected, compareVariants, leastOverlap, type VariantOverlap, variantNames } from './compare-variants.ts';

/** Longer side of the compared pictures, px. */
const longSidePx = 1000;

/** Compares the drawn portraits, or the photos of `--photos`. */
export async function benchVariants({ options, modelDir, say }: Workbench): Promise<Findings> {
  const matting = await openMatting(modelDir);
  const photos: { readonly name: string; readonly overlaps: readonly VariantOverlap[] }[] = [];
  const rejected: string[] = [];
  for (const { name, load } of await sourcesOf(options.photosDir)) {
    say(`variants: ${name}`);
    const overlaps = await compareVariants(await load(), matting, longSidePx).catch(asRejected);
    if (overlaps) photos.push({ name, overlaps });
    else rejected.push(name);
  }
  return describe(photos, rejected);
}

interface Source {
  readonly name: string;
  readonly load: () => Promise<Uint8Array>;
}

async function sourcesOf(photosDir: string | undefined): Promise<Source[]> {
  if (photosDir) {
    const names = (await readdir(photosDir)).toSorted();
    return names.map((name) => ({ name, load: () => readFile(join(photosDir, name)) }));
  }
  return Object.entries(catalogue).map(([name, portrait]) => {
    return { name, load: async () => encodeJpeg((await renderPortrait(portrait)).photo) };
  });
}

function describe(
  photos: readonly { readonly name: string; readonly overlaps: readonly VariantOverlap[] }[],
  rejected: readonly string[],
): Findings {
  const rows = variantNames.map((variant) => {
    const ofVariant = photos.flatMap(({ overlaps }) => overlaps.filter((one) => one.variant === variant));
    const known = ofVariant.flatMap(({ overlap }) => overlap ?? []);
    const apart = ofVariant.filter(({ overlap }) => overlap === null || overlap < leastOverlap);
    const silent = apart.filter(({ isAnnounced }) => !isAnnounced);
    return { variant, median: median(known), least: Math.min(...known), apart: apart.length, silent: silent.length };
  });
  const table: Table = {
    title: 'Overlap with the person of the photo (intersection over union)',
    columns: ['variant', 'photos', 'median', 'least', `below ${leastOverlap} or rejected`, 'of these not announced'],
    rows: rows.map(({ variant, median: middle, least, apart, silent }) => {
      return [variant, photos.length, middle, least, apart, silent];
    }),
  };
  const each: Table = {
    title: 'Each photo',
    columns: ['photo', ...variantNames, 'announced'],
    rows: photos.map(({ name, overlaps }) => [
      ...[name, ...overlaps.map(({ overlap }) => overlap)],
      overlaps.flatMap(({ variant, isAnnounced }) => (isAnnounced ? variant : [])).join(', ') || '-',
    ]),
  };
  return {
    title: 'One person in five variants of a photo',
    method: [
      `The same photo in grey, brighter (1.25x), darker (0.7x), mirrored, and with a tenth of each side cut off; longer side ${longSidePx} px.`,
      'A variant is announced when the check cutout, only-person or face-count of the photo or of the variant does not pass, or when the variant is rejected.',
    ],
    tables: [table, each],
    notes: rejected.map((name) => `${name} was rejected.`),
    plot: {
      title: 'Least overlap',
      unit: 'share',
      bars: rows.map(({ variant, least }) => ({ label: variant, value: least, series: 'ours' })),
    },
  };
}
