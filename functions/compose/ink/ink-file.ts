/**
 * Makes the files of a signature, thumb print or declaration: level, cropped, in the ordered colour, of exactly the
 * ordered size, on white or on a clear ground.
 */
import type { Edit } from '../../../core/edits.ts';
import { PhotoRejected } from '../../../core/errors.ts';
import type { DocumentKind } from '../../../core/forms/document-kinds.ts';
import type { Frame } from '../../../core/frame.ts';
import { type Affine, apply, turnAndScale } from '../../../core/measure.ts';
import type { PhotoOrder } from '../../../core/order.ts';
import { type Cutout, cutout } from '../../../core/raster.ts';
import { verdictOf } from '../../../core/verdict.ts';
import { paintColour } from '../backdrop.ts';
import { checkFile } from '../checks/file.ts';
import { encodeJpeg, encodePng } from '../encode.ts';
import type { ComposedFile } from '../finish.ts';
import { smallerFrame } from '../jobs.ts';
import { decodeCutout, type StoredCutout } from '../open-cutout.ts';
import { resample } from '../resample.ts';
import { type InkJob, type InkOrder, inkJobs } from './ink-jobs.ts';

/** White around the ink, as a share of the shorter side of the file. */
const marginShare = 0.06;
/** Ink of the ordered colour; `original` keeps the colour of the pen. */
const inks = { blue: [16, 36, 132], black: [0, 0, 0] } as const;
/** Thin strokes that are made smaller become pale. This power of the opacity makes up for it. Tuned by eye. */
const smallPower = 0.75;

/**
 * Yields the files of the order.
 * @throws PhotoRejected `unknown-standard`; `bad-order` for a sheet, another ground than white or transparent, a size
 * outside the limits, or a picture that was sent as something else; `file-size-unreachable`.
 */
export async function* composeInk(
  input: StoredCutout,
  order: InkOrder,
  mark: (step: string) => void,
): AsyncGenerator<ComposedFile> {
  const jobs = inkJobs(order);
  const { ink: found } = input.head;
  if (found?.kind !== order.kind) {
    const sent = found ? `a ${found.kind}` : 'a photo';
    throw new PhotoRejected('bad-order', `The picture was sent as ${sent}. Send it again as a ${order.kind}.`);
  }
  const ink = coloured(withClearBorder(await decodeCutout(input)), order.ink);
  mark('decode');
  for (const job of jobs) {
    yield await inkFile(job, ink, found.angleDeg, order);
    mark('encode');
  }
}

async function inkFile(job: InkJob, ink: Cutout, angleDeg: number, order: InkOrder): Promise<ComposedFile> {
  const { standard, frame, ground, fileName } = job;
  const { map, scale } = placeInk(ink, angleDeg, frame);
  const drawn = scale < 0.5 ? strengthened(resample(ink, map, frame)) : resample(ink, map, frame);
  const format = fileName.endsWith('.png') ? 'png' : 'jpeg';
  const isClear = ground.kind === 'transparent';
  const { minBytes, maxBytes } = standard.file;
  const limits = isClear ? { minBytes: null, maxBytes: null } : { minBytes, maxBytes };
  const rules = { densityDpi: frame.densityDpi, ...limits, progressive: order.progressive };
  try {
    const painted = isClear ? drawn : paintColour(drawn, { r: 255, g: 255, b: 255 });
    const bytes = format === 'png' ? await encodePng(painted, rules) : await encodeJpeg(painted, rules);
    return finished(job, bytes, { scale, angleDeg, format, ink: order.ink, kind: order.kind });
  } catch (error) {
    const tooLarge = error instanceof PhotoRejected && error.code === 'file-size-unreachable';
    const smaller = tooLarge ? smallerFrame(job, frame) : null;
    if (!smaller) throw error;
    return inkFile({ ...job, frame: smaller }, ink, angleDeg, order);
  }
}

interface Made {
  readonly scale: number;
  readonly angleDeg: number;
  readonly format: 'jpeg' | 'png';
  readonly ink: PhotoOrder['ink'];
  readonly kind: DocumentKind;
}

function finished({ standard, frame, ground, fileName }: InkJob, bytes: Uint8Array, made: Made): ComposedFile {
  const { scale, angleDeg, format, ink, kind } = made;
  const { widthPx, heightPx, densityDpi, profile } = frame;
  const contentType = format === 'jpeg' ? ('image/jpeg' as const) : ('image/png' as const);
  const size = { contentType, widthPx, heightPx, sizeBytes: bytes.length };
  const checks = checkFile({ ...size, standard, frame, crop: { scale }, backdrop: ground });
  const edits: Edit[] = [
    { kind: 'cropped', value: null },
    { kind: scale > 1 ? 'enlarged' : 'scaled', value: scale },
    ...(angleDeg === 0 ? [] : [{ kind: 'turned' as const, value: -angleDeg }]),
    { kind: 'backdrop-replaced', value: null },
    ...(ink === 'original' ? [] : [{ kind: 'foreground-recoloured' as const, value: null }]),
    ...(format === 'jpeg' ? [{ kind: 'compressed' as const, value: null }] : []),
  ];
  const judgement = verdictOf({ kind, profile, checks, notes: [], edits }, [], standard);
  const identity = { kind, standard: standard.id, profile, backdrop: ground.name };
  const nothing = { sheet: null, measured: null, measuredSecond: null, crop: null, notes: [] };
  return { fileName, bytes, output: { ...identity, ...size, densityDpi, ...nothing, checks, edits, ...judgement } };
}

const origin = { x: 0, y: 0 };

/** Returns the map that levels the ink and fits it into the frame, in the middle. */
function placeInk(ink: Cutout, angleDeg: number, { widthPx, heightPx }: Frame): { map: Affine; scale: number } {
  const box = levelBox(ink, angleDeg);
  const margin = Math.max(1, marginShare * Math.min(widthPx, heightPx));
  const scale = Math.min((widthPx - 2 * margin) / box.width, (heightPx - 2 * margin) / box.height);
  const middle = apply(turnAndScale(angleDeg, 1, origin, origin), box.middle);
  return { map: turnAndScale(-angleDeg, scale, middle, { x: widthPx / 2, y: heightPx / 2 }), scale };
}

/** Returns the box of the ink after it was turned level; `middle` is a point of the turned picture. */
function levelBox({ widthPx, data }: Cutout, angleDeg: number) {
  const turn = turnAndScale(-angleDeg, 1, origin, origin);
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; 4 * at < data.length; at++) {
    if (data[4 * at + 3] < 64) continue;
    const { x, y } = apply(turn, { x: (at % widthPx) + 0.5, y: Math.floor(at / widthPx) + 0.5 });
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  return { width: right - left + 1, height: bottom - top + 1, middle };
}

/** Beyond the edges of a picture its outermost pixels are repeated, so they have to be clear. */
function withClearBorder({ widthPx, heightPx, data }: Cutout): Cutout {
  const clear = data.slice();
  for (let x = 0; x < widthPx; x++) for (const y of [0, heightPx - 1]) clear[4 * (y * widthPx + x) + 3] = 0;
  for (let y = 0; y < heightPx; y++) for (const x of [0, widthPx - 1]) clear[4 * (y * widthPx + x) + 3] = 0;
  return cutout(widthPx, heightPx, clear);
}

function coloured(ink: Cutout, colour: PhotoOrder['ink']): Cutout {
  if (colour === 'original') return ink;
  const data = ink.data.slice();
  for (let at = 0; at < data.length; at += 4) data.set(inks[colour], at);
  return cutout(ink.widthPx, ink.heightPx, data);
}

function strengthened(ink: Cutout): Cutout {
  const data = ink.data.slice();
  for (let at = 3; at < data.length; at += 4) data[at] = Math.round(255 * (data[at] / 255) ** smallPower);
  return cutout(ink.widthPx, ink.heightPx, data);
}
