/** A request that the desk does not serve; errors.ts of core/ has the other kinds. Answered in one place (answers.ts). */
import { type DeskRefusalCode, deskRefusals } from '../../core/desk-refusals.ts';

export class DeskRefused extends Error {
  override readonly name = 'DeskRefused';
  readonly code: DeskRefusalCode;
  /** Of the answer, such as `allow` or `retry-after`. */
  readonly headers: Readonly<Record<string, string>>;

  /** @param detail one sentence about this case; quotes nothing that was sent. */
  constructor(code: DeskRefusalCode, detail?: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail ? `${deskRefusals[code].message} ${detail}` : deskRefusals[code].message);
    this.code = code;
    this.headers = headers;
  }
}
