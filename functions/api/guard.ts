/** Checks the access code in the authorization header of a request, and slows down callers that send wrong codes. */
import type { HttpRequest } from '../runtime/http-handler.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import { type KnownCode, KnownCodes } from './known-codes.ts';
import { ApiRefused } from './refused.ts';
import { addSharedTry } from './shared-tries.ts';
import { WrongTries } from './wrong-tries.ts';

export interface Guard {
  readonly codes: KnownCodes;
  readonly tries: WrongTries;
}

/** The parts of a request that show who may use the API. */
export type AccessRequest = Pick<HttpRequest, 'headers' | 'sourceIp'>;

/** Returns the guard of an instance. @param results the bucket with the codes and the counts. */
export function openGuard(results: ObjectStore): Guard {
  const codes = new KnownCodes(results);
  const tries = new WrongTries(async (network, now, add) =>
    addSharedTry(results, await codes.disguise(network), now, add),
  );
  return { codes, tries };
}

/**
 * Checks a request. A request without a code does not count as a try.
 * @returns the code of the request. @throws ApiRefused `wrong-code`, `too-many-tries`.
 */
export async function checkAccess({ codes, tries }: Guard, { headers, sourceIp }: AccessRequest): Promise<KnownCode> {
  const waitSeconds = tries.waitSeconds(sourceIp);
  if (waitSeconds > 0) throw tooManyTries(waitSeconds);
  const [, given] = /^bearer +([\x21-\x7e]{1,200}) *$/i.exec(headers.authorization ?? '') ?? [];
  if (given === undefined) throw wrongCode();
  const code = await codes.find(given);
  if (code) return code;
  const waitedSeconds = await tries.add(sourceIp);
  throw waitedSeconds > 0 ? tooManyTries(waitedSeconds) : wrongCode();
}

const wrongCode = () => new ApiRefused('wrong-code', undefined, { 'www-authenticate': 'Bearer realm="zerobooth"' });

const tooManyTries = (seconds: number) =>
  new ApiRefused('too-many-tries', undefined, { 'retry-after': String(seconds) });
