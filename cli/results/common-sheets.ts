/** Makes sheets with several people: so many copies of each finished photo, in the order of the batch, page by page. */
import { readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import sharp from 'sharp';
import { findStandard } from '../../core/find-standard.ts';
import { nameMm, type Page, type PagePerson, planPages } from '../../core/sheet/pages.ts';
import type { SheetPhoto } from '../../core/sheet/plan.ts';
import type { SheetOrder } from '../../core/sheet-order.ts';
import { replaceGeneratedFile } from '../../files/atomic-file.ts';
import { writeSheetsPdf } from '../../functions/compose/sheet/pdf.ts';
import { refuseHugeSheet, renderSheet } from '../../functions/compose/sheet/render.ts';
import type { PhotoResult } from '../photo-result.ts';
import { drawStrip } from './text-strip.ts';

export interface CommonSheets {
  readonly sheet: SheetOrder;
  /** True: the name stands below each photo. */
  readonly withNames: boolean;
}

/** A printed photo of one person. */
export interface SheetPerson extends PagePerson {
  readonly name: string;
  readonly path: string;
  readonly densityDpi: number;
}

/** Returns the photos of the results that have a print size. @param copiesOf copies of a result's photos. */
export function peopleOf(results: readonly PhotoResult[], copiesOf: (result: PhotoResult) => number): SheetPerson[] {
  return results.flatMap((result) =>
    result.outputs.flatMap(({ kind, standard, profile, path }) => {
      const print = kind === 'photo' && profile === 'print' && standard !== null ? findStandard(standard).print : null;
      if (!print) return [];
      const { widthMm, heightMm, densityDpi } = print;
      const name = result.name ?? parse(result.source).name;
      return [{ name, path, widthMm, heightMm, densityDpi, copies: copiesOf(result) }];
    }),
  );
}

/**
 * Writes the sheets: sheets.pdf with a page for each, or sheet-1.jpg and so on.
 * @returns the paths. @throws PhotoRejected as planPages, or `bad-order` for a picture that would be too large.
 */
export async function writeCommonSheets(
  outDir: string,
  people: readonly SheetPerson[],
  wish: CommonSheets,
): Promise<readonly string[]> {
  const pages = planPages(people, { sheet: wish.sheet, belowMm: wish.withNames ? nameMm : 0 });
  if (pages.length === 0) return [];
  const { format } = wish.sheet;
  const densityDpi = Math.max(...people.map((person) => person.densityDpi));
  const photosOf = (page: Page<SheetPerson>) =>
    Promise.all(page.people.map((person) => openPhoto(person, wish.withNames)));
  if (format === 'pdf') {
    const path = join(outDir, 'sheets.pdf');
    await replaceGeneratedFile(
      path,
      await writeSheetsPdf(
        pages.map(({ plan }) => plan),
        (at) => photosOf(pages[at]),
      ),
    );
    return [path];
  }
  refuseHugeSheet(pages[0].plan, { format, densityDpi });
  const paths: string[] = [];
  for (const page of pages) {
    const { bytes } = await renderSheet(page.plan, await photosOf(page), { format, densityDpi });
    const path = join(outDir, `sheet-${paths.length + 1}.${format === 'jpeg' ? 'jpg' : 'png'}`);
    await replaceGeneratedFile(path, bytes);
    paths.push(path);
  }
  return paths;
}

/** Reads the photo. With names, a white strip with the name is added below, and the result is a PNG. */
async function openPhoto({ path, name, heightMm }: SheetPerson, withName: boolean): Promise<SheetPhoto> {
  const bytes = await readFile(path);
  const { width: widthPx, height: heightPx } = await sharp(bytes).metadata();
  if (!withName) return { bytes, widthPx, heightPx };
  const stripPx = Math.round((nameMm / heightMm) * heightPx);
  const strip = await drawStrip(name, { widthPx, heightPx: stripPx });
  const extended = sharp(bytes, { ignoreIcc: true })
    .flatten({ background: 'white' })
    .extend({ bottom: stripPx, background: 'white' })
    .composite([{ input: strip, left: 0, top: heightPx }]);
  const withStrip = await extended.png().toBuffer();
  return { bytes: withStrip, widthPx, heightPx: heightPx + stripPx };
}
