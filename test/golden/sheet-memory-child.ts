/** Makes a sheet of the photos in a folder, A4 at 600 dpi, in a process of its own, and prints its own peak in MB. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { findPaper } from '../../core/papers.ts';
import { planSheet } from '../../core/sheet/plan.ts';
import { renderSheet } from '../../functions/compose/sheet/render.ts';

// As in functions/compose/handler.ts.
sharp.cache(false);
sharp.concurrency(1);

const [, , folder = '', format] = process.argv;
const photos = readdirSync(folder).map((name) => ({
  bytes: readFileSync(join(folder, name)),
  widthPx: 827,
  heightPx: 1063,
}));
const paper = findPaper('a4');
if (!paper || (format !== 'jpeg' && format !== 'png')) throw new Error('no such sheet');
const items = photos.map(() => ({ widthMm: 35, heightMm: 45, count: 'fill' as const }));
const plan = planSheet({ paper, marginMm: 3, gapMm: 2, marks: 'ticks', ruler: false, items });
const { widthPx, heightPx, bytes } = await renderSheet(plan, photos, { format, densityDpi: 600 });
const peakMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ megapixels: (widthPx * heightPx) / 1e6, sizeMb: bytes.length / 1e6, peakMb }));
