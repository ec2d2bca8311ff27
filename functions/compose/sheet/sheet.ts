/**
 * Carries out the sheet of an order: which photos stand on it, planned before any work is done, and the photos
 * themselves, rendered again at the sheet's density. Uses sheet-plan.ts and sheet.ts; last in compose.
 */
import { type Backdrop, resolveBackdrop } from '../../../core/backdrop.ts';
import { PhotoRejected } from '../../../core/errors.ts';
import { findStandard } from '../../../core/find-standard.ts';
import { frameOf } from '../../../core/frame.ts';
import type { PhotoOrder } from '../../../core/order.ts';
import { findPaper } from '../../../core/papers.ts';
import type { OutputNote } from '../../../core/photo-record.ts';
import type { SheetOrder } from '../../../core/sheet-order.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import { encodeJpeg, encodePng } from '../encode.ts';
import type { ComposedFile } from '../finish.ts';
import type { Job } from '../jobs.ts';
import type { OpenedCutout } from '../open-cutout.ts';
import { paintBackdrop, renderPerson } from '../render.ts';
import { planSheet, type SheetPhoto, type SheetPlan } from './plan.ts';
import { refuseHugeSheet, renderSheet } from './render.ts';

/** A sheet that fits its paper. */
export interface SheetJob {
  readonly plan: SheetPlan;
  readonly format: SheetOrder['format'];
  readonly densityDpi: number;
  /** In the order of the plan's items. */
  readonly subjects: readonly Subject[];
  readonly notes: readonly OutputNote[];
}

/** One photo, however often it stands on the sheet. */
interface Subject {
  readonly standard: PhotoStandard;
  readonly print: NonNullable<PhotoStandard['print']>;
  readonly backdrop: Backdrop;
  readonly count: number | 'fill';
}

/**
 * @param jobs what the order asks for beside the sheet.
 * @throws PhotoRejected `bad-order` when the sheet names what the order does not, or nothing that has a print size, or
 * is too large to draw; `sheet-too-small` when it does not hold what it names.
 */
export function sheetJob(order: PhotoOrder, sheet: SheetOrder, jobs: readonly Job[]): SheetJob {
  const { marginMm, gapMm, marks, ruler, format, photos } = sheet;
  const paper = findPaper(sheet.paper);
  if (!paper) throw new PhotoRejected('bad-order', `There is no paper ${JSON.stringify(sheet.paper)}.`);
  const wanted = photos.length > 0 ? photos : [{ count: 'fill' as const }];
  const chosen = wanted.flatMap((photo) => choose(photo, jobs));
  const subjects = chosen.flatMap(({ standard, ...rest }) =>
    standard.print ? [{ standard, print: standard.print, ...rest }] : [],
  );
  if (subjects.length === 0) throw new PhotoRejected('bad-order', 'Nothing of the order has a print size in mm.');
  const densityDpi = order.densityDpi ?? Math.max(...subjects.map(({ print }) => print.densityDpi));
  const items = subjects.map(({ print: { widthMm, heightMm }, count }) => ({ widthMm, heightMm, count }));
  const plan = planSheet({ paper, marginMm, gapMm, marks, ruler, items });
  refuseHugeSheet(plan, { format, densityDpi });
  const absent = new Set(chosen.filter(({ standard }) => !standard.print).map(({ standard }) => standard.id));
  const notes = [...absent].map((id) => {
    return { code: 'not-on-sheet' as const, message: `${id} has no print size in mm and is not on the sheet.` };
  });
  return { plan, format, densityDpi, subjects, notes };
}

/** The photos of the order that one line of the sheet means. */
function choose({ standard: id, backdrop, count }: SheetOrder['photos'][number], jobs: readonly Job[]) {
  const standardId = id === undefined ? null : findStandard(id).id;
  const chosen = jobs
    .filter(({ standard }) => standardId === null || standard.id === standardId)
    .flatMap(({ standard, files }) => {
      const name = backdrop === undefined ? null : resolveBackdrop(backdrop, standard).name;
      const meant = files.filter((file) => name === null || file.backdrop.name === name);
      return meant.map((file) => ({ standard, backdrop: file.backdrop, count }));
    });
  if (chosen.length > 0) return chosen;
  throw new PhotoRejected(
    'bad-order',
    `The sheet names ${id ?? 'a photo'} on ${backdrop ?? 'any backdrop'}; the order does not.`,
  );
}

/** Renders the photos, then the sheet. @param mark called with `sheet` at the end. */
export async function printSheet(
  job: SheetJob,
  opened: OpenedCutout,
  mark: (step: string) => void,
): Promise<ComposedFile> {
  const { plan, format, densityDpi, subjects, notes } = job;
  const photos: SheetPhoto[] = [];
  for (const subject of subjects) photos.push(await photoFor(subject, job, opened));
  const { bytes, contentType, widthPx, heightPx } = await renderSheet(plan, photos, { format, densityDpi });
  mark('sheet');
  const onSheet = subjects.map(({ standard, backdrop }, item) => {
    const count = plan.placements.filter((placement) => placement.item === item).length;
    return { standard: standard.id, backdrop: backdrop.name, count };
  });
  const { paper, widthMm, heightMm } = plan;
  return {
    fileName: `sheet-${paper.id}.${format === 'jpeg' ? 'jpg' : format}`,
    bytes,
    output: {
      kind: 'sheet',
      standard: null,
      profile: 'print',
      backdrop: [...new Set(onSheet.map(({ backdrop }) => backdrop))].join(','),
      contentType,
      widthPx,
      heightPx,
      densityDpi,
      sizeBytes: bytes.length,
      measured: null,
      sheet: { paper: paper.id, widthMm, heightMm, photos: onSheet },
      notes: [...notes],
      checks: [],
    },
  };
}

/**
 * The photo at its print size and the sheet's density, as fine as it comes: an office's limits on a file would only
 * spoil the print. A PDF holds JPEG files as they are; in a picture, lossless photos are compressed once.
 */
async function photoFor({ standard, backdrop }: Subject, job: SheetJob, opened: OpenedCutout): Promise<SheetPhoto> {
  const frame = frameOf(standard, job.densityDpi, 'print');
  const rendering = renderPerson(opened, standard, frame, () => {});
  // Paper is white: where a photo has no backdrop, the paper shows.
  const white = { kind: 'solid', name: 'white', colour: { r: 255, g: 255, b: 255 } } as const;
  const picture = await paintBackdrop(rendering, backdrop.kind === 'transparent' ? white : backdrop, opened);
  const rules = { densityDpi: job.densityDpi, minBytes: null, maxBytes: null };
  const { widthPx, heightPx } = frame;
  const bytes = job.format === 'pdf' ? await encodeJpeg(picture, rules) : await encodePng(picture, rules);
  return { bytes, widthPx, heightPx };
}
