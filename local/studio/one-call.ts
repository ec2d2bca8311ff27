/**
 * One call (`POST /api/photo`) of a studio on one machine. It runs in the process of the studio and not in the API function:
 * Lambda's payload of 6 MB would be too small, and a call that waits would hold an instance.
 */
import { errorAnswer } from '../../functions/api/answers.ts';
import { DailyLimit } from '../../functions/api/daily-limit.ts';
import { checkAccess, openGuard } from '../../functions/api/guard.ts';
import type { KnownCode } from '../../functions/api/known-codes.ts';
import { acceptPhoto, type OneCall } from '../../functions/api/one-call/accept-photo.ts';
import { answerPhoto } from '../../functions/api/one-call/answer-photo.ts';
import { apiConfig, configFromEnv, configToEnv } from '../../functions/runtime/config.ts';
import type { HttpRequest } from '../../functions/runtime/http-handler.ts';
import { signerAt } from '../../functions/runtime/presign.ts';
import type { OnePhotoHandler } from '../function-url/one-photo.ts';
import { type Credentials, resultsBucket, studioRegion, uploadsBucket } from './folder.ts';
import { accessOf } from './functions.ts';
import type { StudioBuckets } from './object-server.ts';
import type { StudioOptions } from './options.ts';

/** The fields of a form beside the picture, with its delimiters. */
const mostFieldBytes = 64 * 1024;
/** The longest waits, ms. Reverse proxies give up after 60 s without an answer; on this machine there is none. */
const waitMs = { network: 50_000, machine: 300_000 } as const;

/** Returns the handler. @param getBuckets @throws Transient while the studio starts. */
export function openOneCall(
  options: StudioOptions,
  credentials: Credentials,
  getBuckets: () => StudioBuckets,
): OnePhotoHandler {
  const names = { uploadsBucket, resultsBucket, composeFunction: 'compose' };
  const config = configFromEnv(apiConfig, configToEnv({ ...options.settings, ...names }));
  const mostBodyBytes = config.maxBytes + mostFieldBytes;
  const longestWaitMs = options.network ? waitMs.network : waitMs.machine;
  const isGuarded = accessOf(options) === 'code';
  let parts: { readonly guard: ReturnType<typeof openGuard>; readonly limit: DailyLimit } | undefined;
  const open = () => {
    const { results } = getBuckets();
    parts ??= { guard: openGuard(results), limit: new DailyLimit(results) };
    return parts;
  };
  const call = (): OneCall => {
    const buckets = getBuckets();
    return { config, buckets, mostBodyBytes, mostAnswerBytes: Number.POSITIVE_INFINITY, waitMs: longestWaitMs };
  };
  return {
    mostBodyBytes,
    accept: async (request, readBody) => {
      // The code is checked before the body is read, so that a stranger cannot fill the memory.
      const code: KnownCode | null = isGuarded ? await checkAccess(open().guard, request) : null;
      const countPhoto = async () => void (code && (await open().limit.count(code)));
      const whole: HttpRequest = { ...request, body: await readBody() };
      return acceptPhoto(call(), whole, { name: code?.name ?? '', countPhoto });
    },
    answer: (request, photoId, origin, signal) => {
      const signedOrigin = options.network ? origin : getBuckets().server.endpoint;
      const signer = signerAt(signedOrigin, { region: studioRegion, credentials });
      return answerPhoto(call(), { ...request, body: new Uint8Array() }, { photoId, signer, signal });
    },
    refuse: (error, requestId) => {
      const answer = errorAnswer(error, requestId);
      const line = { level: 'error', event: 'one call', requestId, ...answer.logFields };
      if (answer.status >= 500) options.onLog?.('api', JSON.stringify(line));
      return answer;
    },
  };
}
