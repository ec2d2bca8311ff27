/**
 * The compose stage: from cutout, head measurements and order to finished photos. Its caller fetches what it needs and
 * stores what it yields; a new order on the same photo runs this alone.
 */
import sharp from 'sharp';
import { Fault, PhotoRejected } from '../../core/errors.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import type { PhotoOrder } from '../../core/order.ts';
import { type Cutout, cutout } from '../../core/raster.ts';
import { putBehind } from './backdrop.ts';
import { planCrop } from './crop.ts';
import { endAtEdges, missingDepth } from './edges.ts';
import { type ComposedFile, cutoutFile, finishFile } from './finish.ts';
import { type LevelHead, levelHead } from './head.ts';
import { type Job, jobsOf } from './jobs.ts';
import { measureOutput } from './measured.ts';
import { forbiddenIn } from './notes.ts';
import { resample } from './resample.ts';

export interface ComposeInput {
  /** Straight RGBA at working size. */
  readonly cutoutPng: Uint8Array;
  /** Loads the upright working photo, a picture of the cutout's size; called only for the `original` backdrop. */
  readonly workingPhoto: (() => Promise<Uint8Array>) | null;
  readonly head: HeadMeasurements;
  readonly order: PhotoOrder;
}

/** Called with a step's name when it ends; the caller owns the clock. */
export type Mark = (step: string) => void;

/**
 * Makes the order's files one by one, so that one at a time is in memory.
 * @throws PhotoRejected `unknown-standard`, `bad-order`, `no-face`, `standard-forbids` before anything is yielded;
 * `file-size-unreachable`.
 * @throws Fault `missing-object` when the original backdrop is asked for and there is no working photo; `bad-payload`
 * when a picture has not the size that was measured.
 */
export async function* composePhoto(input: ComposeInput, mark: Mark): AsyncGenerator<ComposedFile> {
  if (input.order.kind === 'cutout') {
    const file = cutoutFile(input.cutoutPng, input.head, input.order);
    mark('encode');
    yield file;
    return;
  }
  const jobs = jobsOf(input.order);
  const person = await decode(input.cutoutPng, input.head);
  const photo = workingPhotoOnce(input);
  mark('decode');
  const head = levelHead(input.head, person);
  if (input.order.strict) refuseForbidden(jobs, head);
  for (const job of jobs) yield* composeJob(job, head, person, photo, mark);
}

async function* composeJob(
  { standard, frame, files }: Job,
  head: LevelHead,
  source: Cutout,
  photo: () => Promise<Cutout>,
  mark: Mark,
): AsyncGenerator<ComposedFile> {
  const crop = planCrop(head, frame, standard.rules);
  mark('crop');
  const person = resample(source, crop.map, frame);
  endAtEdges(person, source, crop.map);
  const outcome = measureOutput(person, head, crop, frame, standard.rules);
  mark('resample');
  for (const file of files) {
    const picture = await putBehind(file.backdrop, person, async () => resample(await photo(), crop.map, frame));
    mark('backdrop');
    const keepsPhoto = file.backdrop.kind === 'original';
    const missingPx = keepsPhoto ? missingDepth(source, crop.map, frame) : crop.emptyPx;
    yield await finishFile(file, picture, { standard, frame, head, crop, outcome, missingPx });
    mark('encode');
  }
}

/** For strict orders. @throws PhotoRejected `standard-forbids`, naming the first that an office would not take. */
function refuseForbidden(jobs: readonly Job[], { rollDeg }: LevelHead): void {
  for (const { standard, files } of jobs) {
    for (const { backdrop } of files) {
      const notes = forbiddenIn({ standard, backdrop, rollDeg });
      if (notes.length === 0) continue;
      const why = notes.map(({ message }) => message).join(' ');
      throw new PhotoRejected('standard-forbids', `${standard.id}, ${backdrop.name}: ${why}`);
    }
  }
}

/** Loads and decodes the working photo at the first call. @throws Fault `missing-object`. */
function workingPhotoOnce({ workingPhoto, head }: ComposeInput): () => Promise<Cutout> {
  let photo: Promise<Cutout> | undefined;
  return () => {
    if (!workingPhoto) throw new Fault('missing-object', 'there is no working photo to keep the background of');
    photo ??= workingPhoto().then((bytes) => decode(bytes, head));
    return photo;
  };
}

/** @throws Fault `bad-payload` for a picture of another size than the one that was measured. */
async function decode(bytes: Uint8Array, { working }: HeadMeasurements): Promise<Cutout> {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  if (info.width !== working.widthPx || info.height !== working.heightPx) {
    throw new Fault('bad-payload', `a picture of ${info.width}x${info.height} px does not fit its measurements`);
  }
  return cutout(info.width, info.height, data);
}
