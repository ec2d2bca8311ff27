/** Turns an error into the phase of a photo: rejected or failed. */
import { type RejectionCode, rejections } from '../../core/errors.ts';
import { ApiFailure } from '../api/api-client.ts';
import type { FailureCode } from '../locales/texts.ts';
import type { Phase } from './photo.ts';

export function phaseOfError(error: unknown): Phase {
  const { code, facts } = error instanceof ApiFailure ? error : { code: 'unknown', facts: {} };
  if (isRejection(code)) return { kind: 'rejected', code, facts };
  if (code === 'no-such-photo') return { kind: 'failed', code: 'gone' };
  const known: readonly string[] = [
    'offline',
    'expired',
    'gone',
    'cutout-expired',
    'lost',
    'busy',
    'daily-limit',
  ] satisfies FailureCode[];
  return { kind: 'failed', code: known.includes(code) ? (code as FailureCode) : 'unknown' };
}

export function isRejection(code: string): code is RejectionCode {
  return Object.hasOwn(rejections, code);
}
