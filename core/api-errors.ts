/**
 * The errors of the API: a closed list of codes, each with its HTTP status, message and advice. The API also returns
 * the rejections of errors.ts. The page has its own text for every code (web/locales).
 */
import type { RejectionCode, TransientCode } from './errors.ts';

/** Errors of a request, whatever the photo is. */
export const apiErrors = {
  'bad-json': { status: 400, message: 'The body is not JSON.', advice: 'Send one JSON object in UTF-8.' },
  'bad-request': {
    status: 400,
    message: 'The request cannot be read.',
    advice: 'Compare the body with /api/openapi.json.',
  },
  'wrong-code': {
    status: 401,
    message: 'The access code is missing or wrong.',
    advice: 'Ask the operator of this studio for the code.',
  },
  'no-such-photo': {
    status: 404,
    message: 'There is no such photo.',
    advice: 'The photo was not sent yet, has expired or was deleted. Send it again.',
  },
  'no-such-page': { status: 404, message: 'There is no such page.', advice: 'Start at /.' },
  'method-not-allowed': {
    status: 405,
    message: 'This address does not allow this method.',
    advice: 'Use a method that the allow header names.',
  },
  'not-cut-out': {
    status: 409,
    message: 'The photo has no cutout yet, so a new order cannot be made.',
    advice: 'Wait until the photo is cut out. If it was rejected, send another photo.',
  },
  'cutout-expired': {
    status: 409,
    message: 'The cutout of this photo has expired, so a new order cannot be made.',
    advice: 'Send the photo again.',
  },
  'body-too-large': {
    status: 413,
    message: 'The body is larger than the limit.',
    advice: 'Send pictures to the address of an upload ticket, not to the API.',
  },
  'bad-content-type': {
    status: 415,
    message: 'The body must be JSON.',
    advice: 'Send content-type: application/json.',
  },
  'too-many-tries': {
    status: 429,
    message: 'Too many wrong access codes came from this address.',
    advice: 'Wait for the seconds of the retry-after header, then try again.',
  },
  'daily-limit': {
    status: 429,
    message: 'This access code has made all its photos of today.',
    advice: 'Try again after midnight UTC, or ask the operator of this studio for a higher limit.',
  },
} as const satisfies Record<string, { status: number; message: string; advice: string }>;

export type ApiRefusalCode = keyof typeof apiErrors;

/** The answer to every Transient error. */
export const unavailable = {
  status: 503,
  message: 'The studio cannot do this at the moment.',
  advice: 'Try again in a moment.',
} as const;

/** The answer to every Fault and to every unexpected error. */
export const broken = {
  status: 500,
  message: 'An internal error occurred in the studio.',
  advice: 'Try again. If the error stays, send the request id to the operator of this studio.',
} as const;

/** Every error code of the API. */
export type ApiErrorCode = ApiRefusalCode | RejectionCode | TransientCode | 'internal';

/** Returns the HTTP status of a rejection. */
export function statusOfRejection(code: RejectionCode): number {
  if (code === 'too-large') return 413;
  return code === 'unsupported-format' ? 415 : 422;
}
