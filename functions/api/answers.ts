/** Builds answers: JSON bodies, and for every kind of error its status, code, message and advice. */
import { type ApiError, formPhotoIdPattern } from '../../core/api.ts';
import { type ApiErrorCode, apiErrors, broken, statusOfRejection, unavailable } from '../../core/api-errors.ts';
import { PhotoRejected, Transient } from '../../core/errors.ts';
import type { HttpAnswer } from '../runtime/http-handler.ts';
import { errorFields, type LogFields, safeError } from '../runtime/log.ts';
import { ApiRefused } from './refused.ts';

/** The time after which a caller may retry when a service was unavailable, seconds. */
const retryAfterSeconds = '2';

/** Returns JSON that no cache may store, because it is about people and their photos. */
export function jsonAnswer(status: number, body: unknown): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}

/** Returns an answer without a body. */
export function emptyAnswer(status: number): HttpAnswer {
  return { status, headers: { 'cache-control': 'no-store' } };
}

/** Returns the code locations of an error of ours. A Transient error has none: it needs no fix. */
function placesOf(error: unknown): LogFields {
  return error instanceof Transient ? {} : { errorPlaces: safeError(error).stack?.slice(0, 2000) ?? '' };
}

interface Refusal {
  readonly status: number;
  readonly code: ApiErrorCode;
  readonly message: string;
  readonly advice: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Returns the answer for an error. For an error of ours the caller gets only the request id; the log has the details.
 * @param photoId the photo that the request is about, as the path names it.
 */
export function errorAnswer(error: unknown, requestId: string, photoId?: string): HttpAnswer {
  const { status, headers = {}, ...text } = refusalOf(error);
  const isOurs = photoId !== undefined && formPhotoIdPattern.test(photoId);
  const body: ApiError = { ...text, requestId, ...(isOurs && { photoId }) };
  const answer = jsonAnswer(status, body);
  const logged = status < 500 ? { refused: text.code } : { ...errorFields(error), ...placesOf(error) };
  return { ...answer, headers: { ...answer.headers, ...headers }, logFields: logged };
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof ApiRefused) {
    const { code, message, headers } = error;
    return { ...apiErrors[code], code, message, headers };
  }
  if (error instanceof PhotoRejected) {
    const { code, message, advice } = error;
    return { status: statusOfRejection(code), code, message, advice };
  }
  if (error instanceof Transient) {
    return { ...unavailable, code: error.code, headers: { 'retry-after': retryAfterSeconds } };
  }
  return { ...broken, code: 'internal' };
}
