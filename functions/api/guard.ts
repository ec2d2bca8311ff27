/** Checks the access code in the authorization header of a request, and slows down callers that send wrong codes. */
import type { HttpRequest } from '../runtime/http-handler.ts';
import type { AccessCode } from './access-code.ts';
import { ApiRefused } from './refused.ts';
import type { WrongTries } from './wrong-tries.ts';

export interface Guard {
  readonly code: AccessCode;
  readonly tries: WrongTries;
}

/** Checks a request. A request without a code does not count as a try. @throws ApiRefused `wrong-code`, `too-many-tries`. */
export async function checkAccess({ code, tries }: Guard, { headers, sourceIp }: HttpRequest): Promise<void> {
  const waitSeconds = tries.waitSeconds(sourceIp);
  if (waitSeconds > 0) {
    throw new ApiRefused('too-many-tries', undefined, { 'retry-after': String(waitSeconds) });
  }
  const challenge = { 'www-authenticate': 'Bearer realm="zerobooth"' };
  const [, given] = /^bearer +([\x21-\x7e]{1,200}) *$/i.exec(headers.authorization ?? '') ?? [];
  if (given === undefined) throw new ApiRefused('wrong-code', undefined, challenge);
  if (await code.matches(given)) return;
  tries.add(sourceIp);
  throw new ApiRefused('wrong-code', undefined, challenge);
}
