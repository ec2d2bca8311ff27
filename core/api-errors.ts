/**
 * What the API says when it refuses a request: a closed list of codes with their HTTP status, message and advice. The
 * photo's own rejections (errors.ts) come through it with a status each; the page has its own words for every code.
 */
import type { RejectionCode, TransientCode } from './errors.ts';

/** Requests that the API does not serve, whatever the photo. */
export const apiErrors = {
  'bad-json': { status: 400, message: 'The body is not JSON.', advice: 'Send one JSON object in UTF-8.' },
  'bad-request': {
    status: 400,
    message: 'The request cannot be read.',
    advice: 'Compare it with /api/openapi.json.',
  },
  'wrong-code': {
    status: 401,
    message: 'The access code is missing or wrong.',
    advice: 'Ask whoever runs this studio for its code.',
  },
  'no-such-photo': {
    status: 404,
    message: 'There is no such photo.',
    advice: 'It was not sent yet, has expired or was deleted: send it again.',
  },
  'no-such-page': { status: 404, message: 'There is nothing here.', advice: 'Start at /.' },
  'method-not-allowed': {
    status: 405,
    message: 'The address does not take this method.',
    advice: 'The allow header names those that it takes.',
  },
  'not-cut-out': {
    status: 409,
    message: 'The photo has no cutout that a new order could be made of.',
    advice: 'Wait until it is cut out; if it was rejected, send another photo.',
  },
  'body-too-large': {
    status: 413,
    message: 'The body is larger than the limit.',
    advice: 'Pictures go to the address of an upload ticket, not to the desk.',
  },
  'bad-content-type': {
    status: 415,
    message: 'The body must be JSON.',
    advice: 'Send content-type: application/json.',
  },
  'too-many-tries': {
    status: 429,
    message: 'Too many wrong access codes came from here.',
    advice: 'Wait as long as the retry-after header says.',
  },
} as const satisfies Record<string, { status: number; message: string; advice: string }>;

export type ApiRefusalCode = keyof typeof apiErrors;

/** Said of everything that time mends. */
export const unavailable = {
  status: 503,
  message: 'The studio cannot do this just now.',
  advice: 'Try again in a moment.',
} as const;

/** Said of everything that only we can mend. */
export const broken = {
  status: 500,
  message: 'Something went wrong in the studio.',
  advice: 'Try again; if it stays, tell whoever runs this studio the request id.',
} as const;

/** Every code that an answer of the API may carry. */
export type ApiErrorCode = ApiRefusalCode | RejectionCode | TransientCode | 'internal';

/** HTTP status of what only the person can mend. */
export function statusOfRejection(code: RejectionCode): number {
  if (code === 'too-large') return 413;
  return code === 'unsupported-format' ? 415 : 422;
}
