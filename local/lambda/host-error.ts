/** The error class of the function host. */

/**
 * Why the host failed.
 * - `bad-config`: a function spec is invalid.
 * - `bad-event`: a stored event or dead letter cannot be run.
 * - `not-allowed`: another host works in the state folder.
 * - `unavailable`: the host is closing, or every instance of the function is in use. A later call may succeed.
 */
export type HostErrorCode = 'bad-config' | 'bad-event' | 'not-allowed' | 'unavailable';

/** An error of the host itself. A function that fails gives a result with `functionError` instead. */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly code: HostErrorCode;

  constructor(code: HostErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
