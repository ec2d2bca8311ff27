/**
 * The compose stage: from cutout, head measurements and order to finished photos. Its caller fetches what it needs and
 * stores what it yields; a new order on the same photo runs this alone.
 */
import type { Check } from '../../core/checks.ts';
import { PhotoRejected } from '../../core/errors.ts';
import type { PhotoOrder } from '../../core/order.ts';
import { checkCapture } from './checks/checks.ts';
import { type ComposedFile, cutoutFile, finishFile } from './finish.ts';
import { type Job, type JobFile, jobsOf, smallerFrame } from './jobs.ts';
import { forbiddenIn } from './notes.ts';
import { type OpenedCutout, openCutout, type StoredCutout } from './open-cutout.ts';
import { paintBackdrop, type Rendering, renderPerson } from './render.ts';
import { printSheet, sheetJob } from './sheet/sheet.ts';

export interface ComposeInput extends StoredCutout {
  readonly order: PhotoOrder;
}

/** Called with a step's name when it ends; the caller owns the clock. */
export type Mark = (step: string) => void;

/**
 * Makes the order's files one by one, so that one at a time is in memory; a sheet of them comes last.
 * @param onChecked is told what an examiner would find on the picture itself, before the first file.
 * @throws PhotoRejected `unknown-standard`, `bad-order`, `sheet-too-small`, `no-face`, `standard-forbids` before
 * anything is yielded; `file-size-unreachable`.
 * @throws Fault `missing-object` when the original backdrop is asked for and there is no working photo; `bad-payload`
 * when a picture has not the size that was measured.
 */
export async function* composePhoto(
  input: ComposeInput,
  mark: Mark,
  onChecked: (checks: readonly Check[]) => void = () => {},
): AsyncGenerator<ComposedFile> {
  const { order } = input;
  if (order.kind === 'cutout') {
    const file = cutoutFile(input.cutoutPng, input.head, order);
    mark('encode');
    yield file;
    return;
  }
  const jobs = jobsOf(order);
  const sheet = order.sheet && sheetJob(order, order.sheet, jobs);
  const opened = await openCutout(input);
  mark('decode');
  if (order.strict) refuseForbidden(jobs, opened);
  onChecked(checkCapture(opened.measurements, opened.cutout));
  mark('check');
  for (const job of jobs) yield* composeJob(job, opened, mark);
  if (sheet) yield await printSheet(sheet, opened, mark);
}

async function* composeJob(job: Job, opened: OpenedCutout, mark: Mark): AsyncGenerator<ComposedFile> {
  const rendering = renderPerson(opened, job.standard, job.frame, mark);
  for (const file of job.files) yield await composeFile(file, job, rendering, opened, mark);
}

/** At the size asked for; where the office's ceiling cannot be met at that, at the next smaller one that it takes. */
async function composeFile(
  file: JobFile,
  job: Job,
  rendering: Rendering,
  opened: OpenedCutout,
  mark: Mark,
): Promise<ComposedFile> {
  const picture = await paintBackdrop(rendering, file.backdrop, opened);
  mark('backdrop');
  try {
    const finished = await finishFile(file, picture, rendering, opened);
    mark('encode');
    return finished;
  } catch (error) {
    const tooLarge = error instanceof PhotoRejected && error.code === 'file-size-unreachable';
    const smaller = tooLarge ? smallerFrame(job, rendering.frame) : null;
    if (!smaller) throw error;
    return composeFile(file, job, renderPerson(opened, job.standard, smaller, mark), opened, mark);
  }
}

/** For strict orders. @throws PhotoRejected `standard-forbids`, naming the first photo that its office would not take. */
function refuseForbidden(jobs: readonly Job[], { head: { rollDeg } }: OpenedCutout): void {
  for (const { standard, files } of jobs) {
    for (const { backdrop } of files) {
      const notes = forbiddenIn({ standard, backdrop, rollDeg });
      if (notes.length === 0) continue;
      const why = notes.map(({ message }) => message).join(' ');
      throw new PhotoRejected('standard-forbids', `${standard.id}, ${backdrop.name}: ${why}`);
    }
  }
}
