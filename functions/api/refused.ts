/** A request that the API refuses. core/errors.ts has the other kinds of error; answers.ts turns all of them into answers. */
import { type ApiRefusalCode, apiErrors } from '../../core/api-errors.ts';

export class ApiRefused extends Error {
  override readonly name = 'ApiRefused';
  readonly code: ApiRefusalCode;
  /** Headers of the answer, such as `allow` or `retry-after`. */
  readonly headers: Readonly<Record<string, string>>;

  /** @param detail one sentence about this case; it never quotes the request. */
  constructor(code: ApiRefusalCode, detail?: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail ? `${apiErrors[code].message} ${detail}` : apiErrors[code].message);
    this.code = code;
    this.headers = headers;
  }
}
