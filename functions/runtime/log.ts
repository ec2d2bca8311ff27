/**
 * Structured logs: one JSON line an event on stdout. Photos appear as a digest of their id only, because ids of uploads
 * dropped by hand hold file names, and names are private.
 */
import { createHash } from 'node:crypto';
import { Fault, PhotoRejected, Transient } from '../../core/errors.ts';

export type LogFields = Readonly<Record<string, string | number | boolean | null | Readonly<Record<string, number>>>>;

/** What stands for a photo in logs: 16 hex digits that tell nothing of its name. */
export function photoReference(photoId: string): string {
  return createHash('sha256').update(photoId).digest('hex').slice(0, 16);
}

/** Writes one line; `event` is a fixed phrase, never built from input. */
export function log(level: 'info' | 'warn' | 'error', event: string, fields: LogFields = {}): void {
  process.stdout.write(`${JSON.stringify({ level, event, ...fields })}\n`);
}

/** Kind and code of an error as log fields; messages of unknown errors may quote input and stay out. */
export function errorFields(error: unknown): LogFields {
  const known = error instanceof PhotoRejected || error instanceof Transient || error instanceof Fault;
  if (known) return { errorKind: error.name, errorCode: error.code, errorMessage: error.message };
  return { errorKind: error instanceof Error ? error.name : typeof error, errorCode: 'internal' };
}

/**
 * What may be thrown out of a function: the platform writes message and trace of it into logs and dead letters. Unknown
 * errors give only their kind and the places they came through.
 */
export function tellableError(error: unknown): Error {
  if (error instanceof PhotoRejected || error instanceof Transient || error instanceof Fault) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  const fault = new Fault('internal', `an unforeseen ${kind}`, { cause: error });
  const places = (error instanceof Error ? (error.stack ?? '') : '').split('\n').filter((line) => /^\s+at /.test(line));
  fault.stack = [`${fault.name}: ${fault.message}`, ...places].join('\n');
  return fault;
}
