/** Lets a request through to photos, or not: the access code in its authorization header, wrong ones slowed down. */
import type { HttpRequest } from '../runtime/http-handler.ts';
import type { AccessCode } from './access-code.ts';
import { ApiRefused } from './refused.ts';
import type { WrongTries } from './wrong-tries.ts';

export interface Guard {
  readonly code: AccessCode;
  readonly tries: WrongTries;
}

/** @throws ApiRefused `wrong-code`, `too-many-tries`. A request without any code is no try. */
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
