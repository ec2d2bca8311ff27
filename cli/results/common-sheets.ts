/** Makes sheets with several people: so many copies of each finished photo, in the order of the batch, page by page. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { PhotoRejected } from '../../core/errors.ts';
import { findStandard } from '../../core/find-standard.ts';
import { findPaper } from '../../core/papers.ts';
import type { SheetOrder } from '../../core/sheet-order.ts';
import { replaceGeneratedFile } from '../../files/atomic-file.ts';
import { writeSheetsPdf } from '../../functions/compose/sheet/pdf.ts';
import { planSheet, type SheetPhoto, type SheetPlan } from '../../functions/compose/sheet/plan.ts';
import { refuseHugeSheet, renderSheet } from '../../functions/compose/sheet/render.ts';
import type { PhotoResult } from '../photo-result.ts';
import { drawStrip } from './text-strip.ts';

export interface CommonSheets {
  readonly sheet: SheetOrder;
  /** True: the name stands below each photo. */
  readonly withNames: boolean;
}

/** A printed photo of one person. */
export interface SheetPerson {
  readonly name: string;
  readonly path: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly densityDpi: number;
  readonly copies: number;
}

/** Height of the name below a photo. */
const nameMm = 4;

/** Returns the photos of the results that have a print size. @param copiesOf copies of a result's photos. */
export function peopleOf(results: readonly PhotoResult[], copiesOf: (result: PhotoResult) => number): SheetPerson[] {
  return results.flatMap((result) =>
    result.outputs.flatMap(({ kind, standard, profile, path }) => {
      const print = kind === 'photo' && profile === 'print' && standard !== null ? findStandard(standard).print : null;
      if (!print) return [];
      const { widthMm, heightMm, densityDpi } = print;
      const name = result.name ?? basename(result.source);
      return [{ name, path, widthMm, heightMm, densityDpi, copies: copiesOf(result) }];
    }),
  );
}

/** One page and the people on it, one for each item of the plan. */
export interface Page {
  readonly plan: SheetPlan;
  readonly people: readonly SheetPerson[];
}

/** Plans the pages. @throws PhotoRejected `sheet-too-small` when a single photo does not fit on the paper. */
export function planPages(people: readonly SheetPerson[], { sheet, withNames }: CommonSheets): readonly Page[] {
  const units = people.flatMap((person) => Array.from({ length: person.copies }, () => person));
  const pages: Page[] = [];
  for (let start = 0; start < units.length; ) {
    const { page, count } = fullestPage(units.slice(start), sheet, withNames ? nameMm : 0);
    pages.push(page);
    start += count;
  }
  return pages;
}

/** Returns a page with as many of the first photos as fit. */
function fullestPage(units: readonly SheetPerson[], sheet: SheetOrder, belowMm: number) {
  const paper = findPaper(sheet.paper);
  if (!paper) throw new PhotoRejected('bad-order', `There is no paper ${JSON.stringify(sheet.paper)}.`);
  const pageOf = (count: number): Page => {
    const people = [...new Set(units.slice(0, count))];
    const items = people.map((person) => ({
      widthMm: person.widthMm,
      heightMm: person.heightMm + belowMm,
      count: units.slice(0, count).filter((unit) => unit === person).length,
    }));
    const { marginMm, gapMm, marks, ruler } = sheet;
    return { plan: planSheet({ paper, marginMm, gapMm, marks, ruler, items }), people };
  };
  let [page, count] = [pageOf(1), 1];
  const smallestMm2 = Math.min(...units.map(({ widthMm, heightMm }) => widthMm * heightMm));
  const most = Math.min(units.length, Math.ceil((paper.widthMm * paper.heightMm) / smallestMm2));
  // More photos never fit better, so the largest number is found by halving.
  let tooMany = most + 1;
  while (count + 1 < tooMany) {
    const middle = Math.floor((count + tooMany) / 2);
    try {
      [page, count] = [pageOf(middle), middle];
    } catch (error) {
      if (!(error instanceof PhotoRejected)) throw error;
      tooMany = middle;
    }
  }
  return { page, count };
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
  const pages = planPages(people, wish);
  if (pages.length === 0) return [];
  const { format } = wish.sheet;
  const densityDpi = Math.max(...people.map((person) => person.densityDpi));
  const photosOf = (page: Page) => Promise.all(page.people.map((person) => openPhoto(person, wish.withNames)));
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
