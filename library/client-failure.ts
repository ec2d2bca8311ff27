/** The error of the entry `zerobooth/client`. */
import type { ApiError } from '../core/api.ts';

/** The studio refused a request, or a webhook request is not from the studio. */
export class ClientFailure extends Error {
  override readonly name = 'ClientFailure';
  /**
   * A code of the API; `late`; `upload-refused` or `unknown` for an answer that is not of the API; `bad-signature`,
   * `old-signature` or `bad-event` for a webhook request.
   */
  readonly code: string;
  /** HTTP status; 0 when no answer was refused. */
  readonly status: number;
  readonly advice: string;
  /** Null when the studio names no time. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: string,
    status: number,
    { message = code, advice = '' }: Partial<ApiError>,
    retryAfter?: string | null,
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.advice = advice;
    this.retryAfterSeconds = retryAfter ? Number(retryAfter) : null;
  }
}
