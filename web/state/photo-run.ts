/** Moves a photo along: ticket, upload, waiting for the record, results; and again for each new order. */
import type { ApiPhoto, Ticket } from '../../core/api.ts';
import { type RejectionCode, rejections } from '../../core/errors.ts';
import { findUploadType } from '../../core/upload-types.ts';
import type { PageTrouble } from '../locales/words.ts';
import { ApiFailure, deletePhoto, newOrder, newPhoto, readPhoto } from './api-client.ts';
import { type Draft, orderOf } from './draft.ts';
import { forget, remember } from './history.ts';
import type { Phase, Photo } from './photo.ts';
import { fetchResults, revoke } from './result-files.ts';
import { pause, persist } from './retry.ts';
import { sendForm } from './send-form.ts';
import { settings } from './settings.ts';
import { inTurn } from './upload-limit.ts';

/** Begins, or begins anew, with the upload. */
export async function run(photo: Photo): Promise<void> {
  const signal = renew(photo);
  await settle(photo, signal, async () => {
    photo.phase.value = { kind: 'queued' };
    const draft = photo.draft.value;
    if (!photo.isSent) await inTurn(signal, () => send(photo, draft, signal));
    await receive(photo, draft, null, signal);
  });
  if (!signal.aborted && photo.draft.value !== photo.result.value?.draft) await reorder(photo);
}

/** Orders what the draft now says, on a photo that was cut out before. */
export async function reorder(photo: Photo): Promise<void> {
  const { value: photoId } = photo.photoId;
  if (photoId === null || !hasCutout(photo)) return;
  const signal = renew(photo);
  photo.updating.value = true;
  await settle(photo, signal, async () => {
    const draft = photo.draft.value;
    const order = orderOf(draft, !photo.withoutExtras);
    const { placedAt } = await persist(() => newOrder(photoId, order, signal), signal);
    await receive(photo, draft, placedAt, signal);
  });
}

/** What compose refuses can be mended by another order, because the photo is cut out. */
const mendable: readonly string[] = [
  'bad-order',
  'file-size-unreachable',
  'sheet-too-small',
  'standard-forbids',
  'unknown-standard',
] satisfies RejectionCode[];

/** Whether a new order can be made of it. */
export function hasCutout(photo: Photo): boolean {
  const { value: phase } = photo.phase;
  return photo.result.value !== null || (phase.kind === 'rejected' && mendable.includes(phase.code));
}

/** Stops what is under way. */
export function cancel(photo: Photo): void {
  photo.controller.abort();
  photo.updating.value = false;
  if (photo.isSettled.value) return;
  photo.phase.value = { kind: 'cancelled' };
  const { value: photoId } = photo.photoId;
  if (photoId === null || !photo.file) return;
  // Something of it may have arrived. Nobody waits for this: what is left goes in time anyway.
  photo.startAnew();
  forget(photoId);
  void deletePhoto(photoId).catch(() => {});
}

function renew(photo: Photo): AbortSignal {
  photo.controller.abort();
  photo.controller = new AbortController();
  return photo.controller.signal;
}

/** The one place where trouble becomes a stage. */
async function settle(photo: Photo, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (signal.aborted) return;
    photo.phase.value = phaseOf(error);
  } finally {
    if (!signal.aborted) photo.updating.value = false;
  }
}

function phaseOf(error: unknown): Phase {
  const code = error instanceof ApiFailure ? error.code : 'unknown';
  if (isRejection(code)) return { kind: 'rejected', code };
  if (code === 'no-such-photo') return { kind: 'failed', code: 'gone' };
  const known: readonly string[] = ['offline', 'expired', 'gone', 'lost', 'busy'] satisfies PageTrouble[];
  return { kind: 'failed', code: known.includes(code) ? (code as PageTrouble) : 'unknown' };
}

export function isRejection(code: string): code is RejectionCode {
  return Object.hasOwn(rejections, code);
}

/** Refuses here what the API would refuse, so that nobody waits for it; then ticket and upload. */
async function send(photo: Photo, draft: Draft, signal: AbortSignal): Promise<void> {
  const { file } = photo;
  if (!file) throw new ApiFailure('gone', 404);
  const contentType = findUploadType(file.type, file.name);
  if (!contentType) throw new ApiFailure('unsupported-format', 0);
  if (file.size === 0) throw new ApiFailure('empty', 0);
  if (file.size > settings.value.limits.maxBytes) throw new ApiFailure('too-large', 0);
  const waiting = () => {
    photo.phase.value = { kind: 'interrupted' };
  };
  const body = { order: orderOf(draft, !photo.withoutExtras), fileName: file.name, sizeBytes: file.size, contentType };
  const attempt = async () => {
    const ticket = isGood(photo.ticket) ? photo.ticket : await newPhoto(body, signal);
    photo.ticket = ticket;
    photo.photoId.value = ticket.photoId;
    const onProgress = (sentBytes: number, allBytes: number) => {
      photo.phase.value = { kind: 'sending', sentBytes, allBytes };
    };
    onProgress(0, file.size);
    await sendForm(ticket.upload, file, onProgress, signal);
  };
  await persist(attempt, signal, waiting);
  photo.isSent = true;
  photo.phase.value = { kind: 'waiting' };
  remember(photo);
}

function isGood(ticket: Ticket | null): ticket is Ticket {
  return ticket !== null && Date.parse(ticket.expiresAt) > Date.now();
}

/** Waits for the record of the order placed then (null: the first), fetches the files and shows them. */
async function receive(photo: Photo, draft: Draft, placedAt: string | null, signal: AbortSignal): Promise<void> {
  const answer = await follow(photo, placedAt, signal);
  if (answer.status === 'rejected') return receiveRejection(photo, answer, signal);
  const files = await persist(() => fetchResults(answer, draft, signal), signal);
  const before = photo.result.value;
  photo.result.value = { draft, answer, files };
  photo.refused.value = null;
  photo.phase.value = { kind: 'done' };
  if (before) revoke(before.files);
  remember(photo);
}

async function receiveRejection(photo: Photo, answer: ApiPhoto, signal: AbortSignal): Promise<void> {
  const code = answer.rejection?.code ?? 'unknown';
  if (code === 'file-size-unreachable' && !photo.withoutExtras) {
    // Perhaps only the pictures beside the photo are too large for the office.
    photo.withoutExtras = true;
    const draft = photo.draft.value;
    const { placedAt } = await persist(() => newOrder(answer.photoId, orderOf(draft, false), signal), signal);
    return receive(photo, draft, placedAt, signal);
  }
  if (photo.result.value && isRejection(code)) {
    photo.refused.value = code;
    return;
  }
  throw new ApiFailure(code, 422);
}

/** From short to long: most photos are done within two seconds. */
const pollMs = [150, 200, 250, 300, 400, 500, 700, 1_000] as const;
/** Twice the time that both functions may take, retries of the platform not counted. */
const longestMs = 180_000;

/** Asks until the record is settled, and shows how far it is. @throws ApiFailure `lost` when it takes too long or long ago came to a halt. */
async function follow(photo: Photo, placedAt: string | null, signal: AbortSignal): Promise<ApiPhoto> {
  const { value: photoId } = photo.photoId;
  if (photoId === null) throw new ApiFailure('gone', 404);
  const begun = Date.now();
  for (let polls = 0; Date.now() - begun < longestMs; polls++) {
    const waiting = () => {
      if (!photo.updating.value) photo.phase.value = { kind: 'interrupted' };
    };
    const answer = await persist(() => readPhoto(photoId, signal), signal, waiting);
    const isThisOrder = placedAt === null || (answer.placedAt !== null && answer.placedAt >= placedAt);
    if (isThisOrder && (answer.status === 'done' || answer.status === 'rejected')) return answer;
    if (isThisOrder && answer.isLate) break;
    if (!photo.updating.value && answer.status !== 'done' && answer.status !== 'rejected') {
      photo.phase.value = { kind: answer.status };
    }
    await pause(pollMs[Math.min(polls, pollMs.length - 1)], signal);
  }
  throw new ApiFailure('lost', 0);
}
