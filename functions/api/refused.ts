/** A request that the API does not serve; errors.ts of core/ has the other kinds. Answered in one place (answers.ts). */
import { type ApiRefusalCode, apiErrors } from '../../core/api-errors.ts';

export class ApiRefused extends Error {
  override readonly name = 'DeskRefused';
  readonly code: ApiRefusalCode;
  /** Of the answer, such as `allow` or `retry-after`. */
  readonly headers: Readonly<Record<string, string>>;

  /** @param detail one sentence about this case; quotes nothing that was sent. */
  constructor(code: ApiRefusalCode, detail?: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail ? `${apiErrors[code].message} ${detail}` : apiErrors[code].message);
    this.code = code;
    this.headers = headers;
  }
}
