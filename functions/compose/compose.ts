/**
 * The compose stage: from cutout, head measurements and order to finished photos. The caller fetches the input and
 * stores the files. A new order on the same photo runs this stage alone.
 */
import type { Check } from '../../core/checks.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { isDocumentKind } from '../../core/forms/document-kinds.ts';
import type { PhotoOrder } from '../../core/order.ts';
import type { Cutout, Raster } from '../../core/raster.ts';
import type { SheetPhoto } from '../../core/sheet/plan.ts';
import { isToned } from '../../core/tone/tone.ts';
import { type ComicSettings, composeComic } from '../comic/comic-file.ts';
import { checkCapture } from './checks/checks.ts';
import { encodeCutout } from './encode.ts';
import { type ComposedFile, checkCutoutOrder, cutoutFile, finishFile } from './finish.ts';
import { composeInk } from './ink/ink-file.ts';
import { type Job, type JobFile, jobsOf, smallerFrame } from './jobs.ts';
import { forbiddenIn } from './notes.ts';
import { type Corrections, decodeCutout, type OpenedCutout, openCutout, type StoredCutout } from './open-cutout.ts';
import { paintBackdrop, type Rendering, renderPerson } from './render.ts';
import { composeSheet, encodeSheetPhoto, type SheetJob, sheetJob, subjectOf } from './sheet/sheet.ts';
import { isUnedited } from './unedited.ts';

export type ComposeInput = StoredCutout & ComicSettings & { readonly order: PhotoOrder };

/** Is called with the name of a step when the step ends. The caller measures the time. */
export type Mark = (step: string) => void;

/**
 * Makes the files of an order. They are yielded one by one, so that only one is in memory; the sheet comes last.
 * @param onChecked is called with the checks of the picture itself, before the first file is made.
 * @throws PhotoRejected `unknown-standard`, `bad-order`, `sheet-too-small`, `no-face`, `one-face`, `several-faces`, `standard-forbids` before the
 * first file is yielded; `file-size-unreachable` at any file.
 * @throws Fault `missing-object` when the order keeps the original background and there is no working photo;
 * `bad-payload` when a picture does not have the size that was measured.
 */
export async function* composePhoto(
  input: ComposeInput,
  mark: Mark,
  onChecked: (checks: readonly Check[]) => void = () => {},
): AsyncGenerator<ComposedFile> {
  const { order } = input;
  const { kind } = order;
  if (isDocumentKind(kind)) {
    yield* composeInk(input, { ...order, kind }, mark);
    return;
  }
  if (kind === 'comic') {
    yield* composeComic(input, order, mark);
    return;
  }
  if (kind === 'cutout') {
    checkCutoutOrder(order);
    const file = cutoutFile(await wholeCutout(input, order), input.head, order);
    mark('encode');
    yield file;
    return;
  }
  const jobs = jobsOf(order);
  const sheet = order.sheet ? sheetJob(order, order.sheet, jobs) : null;
  const corrections = correctionsFor(order, jobs);
  const opened = await openCutout(input, corrections);
  mark('decode');
  refuseWrongNumber(jobs, opened);
  if (order.strict) refuseForbidden(jobs, corrections);
  const capture = checkCapture(opened.measurements, opened.cutout, order);
  onChecked(capture);
  mark('check');
  // Only encoded photos are kept for the sheet: it needs them in any case, and a rendering takes 4 bytes per px.
  const sheetPhotos = new Map<string, SheetPhoto>();
  const outputs: ComposedFile['output'][] = [];
  for (const job of jobs) {
    for await (const { file, sheetPhoto } of composeJob(job, {
      opened,
      capture,
      sheet,
      adjust: order.adjust,
      corrections,
      mark,
    })) {
      outputs.push(file.output);
      if (sheetPhoto) sheetPhotos.set(sheetPhoto.key, sheetPhoto.photo);
      yield file;
    }
  }
  if (order.withCutout) {
    const file = cutoutFile(await encodeCutout(opened.cutout), opened.measurements, order);
    mark('encode');
    yield file;
  }
  if (sheet) yield await composeSheet(sheet, { photos: sheetPhotos, outputs }, opened, mark);
}

async function wholeCutout(stored: StoredCutout, { strokes = [] }: PhotoOrder): Promise<Uint8Array> {
  if ('cutoutPng' in stored && strokes.length === 0) return stored.cutoutPng;
  return encodeCutout(await decodeCutout(stored, strokes));
}

/**
 * Returns the corrections of an order. Strokes are left out when each file keeps its own background, so that they hide
 * nothing from the checks.
 */
function correctionsFor({ strokes = [], tone, withCutout }: PhotoOrder, jobs: readonly Job[]): Corrections {
  const isCut = withCutout || jobs.some(({ files }) => files.some(({ backdrop }) => backdrop.kind !== 'original'));
  return { strokes: isCut ? strokes : [], tone: tone && isToned(tone) ? tone : null };
}

/** The data that all jobs of an order share. */
interface JobContext {
  readonly opened: OpenedCutout;
  /** The checks of the picture itself. */
  readonly capture: readonly Check[];
  readonly sheet: SheetJob | null;
  readonly adjust: PhotoOrder['adjust'];
  readonly corrections: Corrections;
  readonly mark: Mark;
}

interface JobResult {
  readonly file: ComposedFile;
  /** The same picture encoded for the sheet; null when the sheet does not show it in this frame. */
  readonly sheetPhoto: { readonly key: string; readonly photo: SheetPhoto } | null;
}

async function* composeJob(job: Job, context: JobContext): AsyncGenerator<JobResult> {
  const { opened, adjust, mark } = context;
  let rendering: Rendering | null = null;
  let isLastUnedited = false;
  for (const file of job.files) {
    const unedited = isUnedited(job.standard, file.backdrop);
    // Files with the same crop share one rendering.
    if (!rendering || unedited !== isLastUnedited) {
      rendering = renderPerson(opened, job.standard, job.frame, unedited, adjust, mark);
    }
    isLastUnedited = unedited;
    yield await composeFile(file, job, rendering, context);
  }
}

/**
 * Makes the file in the ordered size. When it exceeds the office's size limit, tries the next smaller size that the
 * office takes.
 */
async function composeFile(file: JobFile, job: Job, rendering: Rendering, context: JobContext): Promise<JobResult> {
  const { opened, capture, adjust, corrections, mark } = context;
  const picture = await paintBackdrop(rendering, file.backdrop, opened);
  mark('backdrop');
  try {
    const finished = await finishFile(file, picture, rendering, opened, { capture, corrections });
    mark('encode');
    return { file: finished, sheetPhoto: await sheetPhotoOf(file, picture, rendering, context) };
  } catch (error) {
    const tooLarge = error instanceof PhotoRejected && error.code === 'file-size-unreachable';
    const smaller = tooLarge ? smallerFrame(job, rendering.frame) : null;
    if (!smaller) throw error;
    const unedited = isUnedited(job.standard, file.backdrop);
    return composeFile(file, job, renderPerson(opened, job.standard, smaller, unedited, adjust, mark), context);
  }
}

async function sheetPhotoOf(
  { backdrop }: JobFile,
  picture: Raster | Cutout,
  rendering: Rendering,
  { sheet, mark }: JobContext,
): Promise<JobResult['sheetPhoto']> {
  const subject = sheet && subjectOf(sheet, rendering, backdrop);
  if (!subject) return null;
  const photo = await encodeSheetPhoto(sheet, subject, picture);
  mark('sheet');
  return { key: subject.key, photo };
}

/**
 * Refuses standards for another number of people than the photo was cut out for.
 * @throws PhotoRejected `one-face` or `several-faces`.
 */
function refuseWrongNumber(jobs: readonly Job[], { second }: OpenedCutout): void {
  const people = second ? 2 : 1;
  const other = jobs.find(({ standard }) => standard.people !== people);
  if (!other) return;
  const { id, people: wanted } = other.standard;
  if (wanted === 2) throw new PhotoRejected('one-face', `The photo was cut out for one person, and ${id} shows two.`);
  throw new PhotoRejected('several-faces', `The photo was cut out for two people, and ${id} shows one.`);
}

/** Refuses a strict order. @throws PhotoRejected `standard-forbids`, naming the first photo that its office forbids. */
function refuseForbidden(jobs: readonly Job[], corrections: Corrections): void {
  for (const { standard, files } of jobs) {
    for (const { backdrop } of files) {
      const notes = forbiddenIn({ standard, backdrop, corrections });
      if (notes.length === 0) continue;
      const reasons = notes.map(({ message }) => message).join(' ');
      throw new PhotoRejected('standard-forbids', `${standard.id}, ${backdrop.name}: ${reasons}`);
    }
  }
}
