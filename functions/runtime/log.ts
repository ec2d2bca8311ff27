/**
 * Writes structured logs: one JSON line per event on stdout. A photo appears only as a digest of its id, because the id of
 * an upload that was dropped by hand contains a file name, and names are private.
 */
import { createHash } from 'node:crypto';
import { Fault, PhotoRejected, Transient } from '../../core/errors.ts';

export type LogFields = Readonly<Record<string, string | number | boolean | null | Readonly<Record<string, number>>>>;

/** Returns the reference of a photo in logs: 16 hex digits that reveal nothing of its name. */
export function photoReference(photoId: string): string {
  return createHash('sha256').update(photoId).digest('hex').slice(0, 16);
}

/** Writes one line. @param event a fixed phrase, never built from input. */
export function log(level: 'info' | 'warn' | 'error', event: string, fields: LogFields = {}): void {
  process.stdout.write(`${JSON.stringify({ level, event, ...fields })}\n`);
}

/** Returns kind and code of an error as log fields. The message of an unknown error may quote input, so it is left out. */
export function errorFields(error: unknown): LogFields {
  const known = error instanceof PhotoRejected || error instanceof Transient || error instanceof Fault;
  if (known) return { errorKind: error.name, errorCode: error.code, errorMessage: error.message };
  return { errorKind: error instanceof Error ? error.name : typeof error, errorCode: 'internal' };
}

/**
 * Returns the error that a function may throw to the platform, which writes its message and trace to logs and dead letters.
 * An unknown error is replaced by one with only its kind and the code locations of its trace.
 */
export function safeError(error: unknown): Error {
  if (error instanceof PhotoRejected || error instanceof Transient || error instanceof Fault) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  const fault = new Fault('internal', `an unforeseen ${kind}`, { cause: error });
  const places = (error instanceof Error ? (error.stack ?? '') : '').split('\n').filter((line) => /^\s+at /.test(line));
  fault.stack = [`${fault.name}: ${fault.message}`, ...places].join('\n');
  return fault;
}
