/** Waits for a photo and answers one call with it: the finished file, its record, or why it was refused. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiError } from '../../../core/api.ts';
import { statusOfRejection } from '../../../core/api-errors.ts';
import type { RejectionCode } from '../../../core/errors.ts';
import { plainFileName } from '../../../core/keys.ts';
import { isSettled, type PhotoRecord } from '../../../core/photo-record.ts';
import type { HttpAnswer, HttpRequest } from '../../runtime/http-handler.ts';
import { photoReference } from '../../runtime/log.ts';
import type { Signer } from '../../runtime/presign.ts';
import { readRecord } from '../../runtime/records.ts';
import { jsonAnswer } from '../answers.ts';
import { photoStatus } from '../photo-status.ts';
import type { OneCall } from './accept-photo.ts';

/** The waits between two looks at the record, ms. Each look is one read of S3, so the waits become longer. */
const firstPauseMs = 60;
const longestPauseMs = 800;
const pauseGrowth = 1.3;
/** Seconds after which a client may look at a photo that is not finished yet. */
const retryAfterSeconds = '2';

/** A photo whose caller waits for it. */
export interface WaitingPhoto {
  readonly photoId: string;
  readonly signer?: Signer | undefined;
  /** Aborts when the client is gone. The photo is finished all the same. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits and answers. After `waitMs` the status is 202: the photo goes on, and `location` is its address.
 * @throws ApiRefused `no-such-photo` when it was deleted meanwhile; Transient.
 */
export async function answerPhoto(call: OneCall, request: HttpRequest, waiting: WaitingPhoto): Promise<HttpAnswer> {
  const { photoId } = waiting;
  const record = await waitForRecord(call, waiting);
  const answer =
    record?.status === 'rejected'
      ? rejectionAnswer(record, request.requestId)
      : await photoAnswer(call, request, waiting, record);
  const headers = { location: `/api/photos/${photoId}`, ...answer.headers };
  return { ...answer, headers, logFields: { photo: photoReference(photoId) } };
}

/** Returns the settled record; null when the time is over or the client is gone. */
async function waitForRecord({ buckets, waitMs }: OneCall, waiting: WaitingPhoto): Promise<PhotoRecord | null> {
  const until = Date.now() + waitMs;
  let pauseMs = firstPauseMs;
  while (Date.now() < until && !waiting.signal?.aborted) {
    const record = await readRecord(buckets.results, waiting.photoId);
    if (record && isSettled(record)) return record;
    await delay(pauseMs);
    pauseMs = Math.min(longestPauseMs, pauseMs * pauseGrowth);
  }
  return null;
}

/** The same body as that of a request which the API refuses at once. */
function rejectionAnswer({ photoId, rejection }: PhotoRecord, requestId: string): HttpAnswer {
  const { code = 'internal', message = '', advice = '' } = rejection ?? {};
  const body: ApiError = { code, message, advice, requestId, photoId };
  return jsonAnswer(statusOfRejection(code as RejectionCode), body);
}

async function photoAnswer(
  { config, buckets, mostAnswerBytes }: OneCall,
  { headers: { accept = '' } }: HttpRequest,
  { photoId, signer }: WaitingPhoto,
  record: PhotoRecord | null,
): Promise<HttpAnswer> {
  const status = await photoStatus(config, buckets, photoId, signer);
  const [output] = record?.outputs ?? [];
  if (!record) return withHeaders(jsonAnswer(202, status), { 'retry-after': retryAfterSeconds });
  if (/\bapplication\/json\b/i.test(accept) || !output) return jsonAnswer(200, status);
  const file = await buckets.results.get(output.key);
  const name = plainFileName(output.key);
  const verdict = { 'x-zerobooth-verdict': output.verdict };
  // A file above the limit of an answer is left to its link. A file that is gone was replaced by a newer order.
  if (!file) return withHeaders(jsonAnswer(200, status), verdict);
  if (file.bytes.length > mostAnswerBytes) {
    const location = status.links.find((link) => link.name === name)?.url ?? '';
    return withHeaders(jsonAnswer(303, status), { ...verdict, location });
  }
  const headers = {
    ...{ 'content-type': output.contentType, 'cache-control': 'no-store', ...verdict },
    'content-disposition': `attachment; filename="${name}"`,
  };
  return { status: 200, headers, body: file.bytes };
}

const withHeaders = (answer: HttpAnswer, headers: Readonly<Record<string, string>>): HttpAnswer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});
