/**
 * The sheet of an order: plans it before any photo is made, collects its photos, and makes its file at the end. A photo
 * that the order makes in the same frame is taken from there; only the others are rendered for the sheet.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Backdrop, resolveBackdrop } from '../../../core/backdrop.ts';
import { PhotoRejected } from '../../../core/errors.ts';
import { findStandard } from '../../../core/find-standard.ts';
import { type Frame, frameOf } from '../../../core/frame.ts';
import type { OutputNote } from '../../../core/notes.ts';
import type { PhotoOrder } from '../../../core/order.ts';
import { findPaper } from '../../../core/papers.ts';
import type { Cutout, Raster } from '../../../core/raster.ts';
import { planSheet, type SheetPhoto, type SheetPlan } from '../../../core/sheet/plan.ts';
import type { SheetOrder } from '../../../core/sheet-order.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import { sheetVerdict } from '../../../core/verdict.ts';
import { paintColour } from '../backdrop.ts';
import { withCaption } from '../caption/caption-strip.ts';
import { encodeJpeg, encodePng } from '../encode.ts';
import type { ComposedFile } from '../finish.ts';
import type { Job } from '../jobs.ts';
import type { OpenedCutout } from '../open-cutout.ts';
import { paintBackdrop, type Rendering, renderPerson } from '../render.ts';
import { isUnedited } from '../unedited.ts';
import { refuseHugeSheet, renderSheet } from './render.ts';

/** A sheet whose photos fit on its paper. */
export interface SheetJob {
  readonly plan: SheetPlan;
  readonly format: SheetOrder['format'];
  readonly densityDpi: number;
  /** One for each item of the plan, in the same order. */
  readonly subjects: readonly Subject[];
  readonly notes: readonly OutputNote[];
  readonly adjust: PhotoOrder['adjust'];
}

/** One photo of the sheet, which may stand on it several times. */
export interface Subject {
  /** Subjects with the same key show the same photo. */
  readonly key: string;
  readonly standard: PhotoStandard;
  /** The print size of the standard at the density of the sheet. */
  readonly frame: Frame;
  readonly backdrop: Backdrop;
}

/** The encoded photos of a sheet by the key of their subject. */
export type SheetPhotos = ReadonlyMap<string, SheetPhoto>;

/**
 * Plans the sheet of an order.
 * @param jobs the photos that the order asks for beside the sheet.
 * @throws PhotoRejected `bad-order` when the sheet names a photo that the order does not have, when no photo has a
 * print size, or when the sheet is too large to draw; `sheet-too-small` when the photos do not fit on the paper.
 */
export function sheetJob(order: PhotoOrder, sheet: SheetOrder, jobs: readonly Job[]): SheetJob {
  const { marginMm, gapMm, marks, ruler, format, photos } = sheet;
  const paper = findPaper(sheet.paper);
  if (!paper) throw new PhotoRejected('bad-order', `There is no paper ${JSON.stringify(sheet.paper)}.`);
  const lines = photos.length > 0 ? photos : [{ count: 'fill' as const }];
  const chosen = lines.flatMap((line) => choosePhotos(line, jobs));
  const printed = chosen.flatMap(({ standard, ...rest }) =>
    standard.print ? [{ standard, print: standard.print, ...rest }] : [],
  );
  if (printed.length === 0) {
    throw new PhotoRejected('bad-order', 'No photo of the order has a print size in mm, so none can stand on a sheet.');
  }
  const densityDpi = order.densityDpi ?? Math.max(...printed.map(({ print }) => print.densityDpi));
  const items = printed.map(({ print: { widthMm, heightMm }, count }) => ({ widthMm, heightMm, count }));
  const plan = planSheet({ paper, marginMm, gapMm, marks, ruler, items });
  refuseHugeSheet(plan, { format, densityDpi });
  const subjects = printed.map(({ standard, backdrop }) => {
    const key = `${standard.id} ${backdrop.name}`;
    return { key, standard, backdrop, frame: withCaption(frameOf(standard, densityDpi, 'print'), order.caption) };
  });
  const absent = new Set(chosen.filter(({ standard }) => !standard.print).map(({ standard }) => standard.id));
  const notes = [...absent].map((id) => {
    return { code: 'not-on-sheet' as const, message: `${id} has no print size in mm and is not on the sheet.` };
  });
  return { plan, format, densityDpi, subjects, notes, adjust: order.adjust };
}

/** Returns the photos of the order that one line of the sheet names. */
function choosePhotos({ standard: id, backdrop, count }: SheetOrder['photos'][number], jobs: readonly Job[]) {
  const standardId = id === undefined ? null : findStandard(id).id;
  const chosen = jobs
    .filter(({ standard }) => standardId === null || standard.id === standardId)
    .flatMap(({ standard, files }) => {
      const name = backdrop === undefined ? null : resolveBackdrop(backdrop, standard).name;
      const named = files.filter((file) => name === null || file.backdrop.name === name);
      return named.map((file) => ({ standard, backdrop: file.backdrop, count }));
    });
  if (chosen.length > 0) return chosen;
  throw new PhotoRejected(
    'bad-order',
    `The sheet names ${id ?? 'a photo'} on ${backdrop ?? 'any backdrop'}, which the order does not have.`,
  );
}

/**
 * Returns the subject whose photo is this rendering on this backdrop, to the byte; null when the sheet has none. Frames
 * are compared as a whole: another density gives another crop.
 */
export function subjectOf({ subjects }: SheetJob, { standard, frame }: Rendering, backdrop: Backdrop): Subject | null {
  const found = subjects.find((subject) => {
    const isSamePhoto = subject.standard.id === standard.id && subject.backdrop.name === backdrop.name;
    return isSamePhoto && isDeepStrictEqual(subject.frame, frame);
  });
  return found ?? null;
}

/** A photo without a backdrop shows the paper. */
const paperColour = { r: 255, g: 255, b: 255 };

/**
 * Encodes a photo for the sheet, as fine as it is: the office's limits on a file do not bind a print. A PDF holds JPEG
 * files as they are. For a picture the photos stay lossless, so that only the sheet is compressed.
 * @param picture the subject's rendering on its backdrop.
 */
export async function encodeSheetPhoto(
  { format, densityDpi }: SheetJob,
  { backdrop, frame }: Subject,
  picture: Raster | Cutout,
): Promise<SheetPhoto> {
  const opaque = backdrop.kind === 'transparent' ? paintColour(picture, paperColour) : picture;
  const rules = { densityDpi, minBytes: null, maxBytes: null };
  const bytes = format === 'pdf' ? await encodeJpeg(opaque, rules) : await encodePng(opaque, rules);
  return { bytes, widthPx: frame.widthPx, heightPx: frame.heightPx };
}

/** What the order has made before its sheet. */
interface MadePhotos {
  /** The photos that the sheet takes from the order; the others are rendered for it. */
  readonly photos: SheetPhotos;
  /** All files of the order, with their verdicts. */
  readonly outputs: readonly ComposedFile['output'][];
}

/**
 * Makes the file of the sheet.
 * @param mark called with `sheet` at the end.
 */
export async function composeSheet(
  job: SheetJob,
  made: MadePhotos,
  opened: OpenedCutout,
  mark: (step: string) => void,
): Promise<ComposedFile> {
  const { plan, format, densityDpi, subjects, notes } = job;
  const photos = await renderMissing(job, made.photos, opened);
  const inOrder = subjects.flatMap(({ key }) => photos.get(key) ?? []);
  const { bytes, contentType, widthPx, heightPx } = await renderSheet(plan, inOrder, { format, densityDpi });
  mark('sheet');
  const onSheet = subjects.map(({ standard, backdrop }, item) => {
    const count = plan.placements.filter((placement) => placement.item === item).length;
    return { standard: standard.id, backdrop: backdrop.name, count };
  });
  const { paper, widthMm, heightMm } = plan;
  const contents = { paper: paper.id, widthMm, heightMm, photos: onSheet };
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
      measuredSecond: null,
      crop: null,
      sheet: contents,
      notes: [...notes],
      checks: [],
      edits: null,
      ...sheetVerdict({ sheet: contents, notes }, made.outputs),
    },
  };
}

/**
 * Returns the photos of all subjects: those that are ready, and the others rendered here, one standard after the other.
 */
async function renderMissing(job: SheetJob, ready: SheetPhotos, opened: OpenedCutout): Promise<SheetPhotos> {
  const photos = new Map(ready);
  const missing = job.subjects.filter(({ key }) => !ready.has(key));
  for (const standard of new Set(missing.map((subject) => subject.standard))) {
    for (const unedited of [false, true]) {
      const subjects = missing.filter(
        (subject) => subject.standard === standard && isUnedited(standard, subject.backdrop) === unedited,
      );
      if (subjects.length === 0) continue;
      for (const [key, photo] of await renderStandard(job, standard, subjects, unedited, opened))
        photos.set(key, photo);
    }
  }
  return photos;
}

/**
 * Renders the person once and paints each backdrop behind. A function of its own, so that the rendering is freed at its
 * end.
 */
async function renderStandard(
  job: SheetJob,
  standard: PhotoStandard,
  subjects: readonly Subject[],
  unedited: boolean,
  opened: OpenedCutout,
): Promise<SheetPhotos> {
  const rendering = renderPerson(opened, standard, subjects[0].frame, unedited, job.adjust, () => {});
  const photos = new Map<string, SheetPhoto>();
  for (const subject of subjects) {
    if (photos.has(subject.key)) continue;
    const picture = await paintBackdrop(rendering, subject.backdrop, opened);
    photos.set(subject.key, await encodeSheetPhoto(job, subject, picture));
  }
  return photos;
}
