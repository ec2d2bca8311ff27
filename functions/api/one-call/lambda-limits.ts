/** The limits of one call where the API runs on AWS Lambda. */
import type { OneCall } from './accept-photo.ts';

/**
 * Lambda takes and gives 6 MB in one invocation, and a Function URL hands on files as base64, four bytes for three
 * (AWS Lambda developer guide, "Lambda quotas" and "Invoking Lambda function URLs", read 2026-11-25).
 */
const payloadBytes = 6 * 1024 * 1024;
/** Headers and context of a request, or the headers of an answer. */
const envelopeBytes = 64 * 1024;
const mostBytes = Math.floor(((payloadBytes - envelopeBytes) * 3) / 4);

/**
 * A larger body gets 413 from Lambda itself, before the function runs. CloudFront waits 30 s for an answer, and so does the
 * time limit of the function (infra/api.ts). The alarm on runs near a limit begins at 24 s, so the wait ends well before.
 */
export const lambdaLimits: Pick<OneCall, 'mostBodyBytes' | 'mostAnswerBytes' | 'waitMs'> = {
  mostBodyBytes: mostBytes,
  mostAnswerBytes: mostBytes,
  waitMs: 20_000,
};
