/** Turns what a route gives, or throws, into the answer: JSON bodies, and every kind of error with status, code and advice. */
import { type ApiError, formPhotoIdPattern } from '../../core/api.ts';
import { type ApiErrorCode, apiErrors, broken, statusOfRejection, unavailable } from '../../core/api-errors.ts';
import { PhotoRejected, Transient } from '../../core/errors.ts';
import type { HttpAnswer } from '../runtime/http-handler.ts';
import { errorFields, type LogFields, tellableError } from '../runtime/log.ts';
import { ApiRefused } from './refused.ts';

/** Seconds after which something that was briefly unable is worth another try. */
const retryAfterSeconds = '2';

/** JSON about photos and people: nobody on the way keeps it. */
export function jsonAnswer(status: number, body: unknown): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}

/** No body. */
export function emptyAnswer(status: number): HttpAnswer {
  return { status, headers: { 'cache-control': 'no-store' } };
}

/** Where an error of our own came through; time mends the others. */
function placesOf(error: unknown): LogFields {
  return error instanceof Transient ? {} : { errorPlaces: tellableError(error).stack?.slice(0, 2000) ?? '' };
}

interface Told {
  readonly status: number;
  readonly code: ApiErrorCode;
  readonly message: string;
  readonly advice: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What the caller hears of an error. Of our own it says no more than an id, under which the log has the kind.
 * @param photoId the photo that the request was about, as its address had it.
 */
export function errorAnswer(error: unknown, requestId: string, photoId?: string): HttpAnswer {
  const { status, headers = {}, ...words } = told(error);
  const isOurs = photoId !== undefined && formPhotoIdPattern.test(photoId);
  const body: ApiError = { ...words, requestId, ...(isOurs && { photoId }) };
  const answer = jsonAnswer(status, body);
  const logged = status < 500 ? { refused: words.code } : { ...errorFields(error), ...placesOf(error) };
  return { ...answer, headers: { ...answer.headers, ...headers }, told: logged };
}

function told(error: unknown): Told {
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
