/**
 * The set-up: CloudFormation invokes it as a custom resource at a deployment. It stores the first access code, unless
 * there is one, so that the API can be used when the deployment ends. The code is in no answer and in no log.
 */
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';
import { createFirstCode } from '../runtime/access-codes.ts';
import { configFromEnv, setUpConfig } from '../runtime/config.ts';
import { errorFields, log } from '../runtime/log.ts';
import { openBucket } from '../runtime/object-store.ts';

const config = configFromEnv(setUpConfig);
const results = openBucket(config.resultsBucket);

/** AWS CloudFormation user guide, "Custom resource request and response objects", read 2026-11-29. */
const requestSchema = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
});
type Request = z.infer<typeof requestSchema>;

/** A role that was created a moment ago may be refused for some seconds, so the code is stored in several tries. */
const pausesMs = [1000, 2000, 4000, 8000];

/** @throws Fault `bad-event` for an event that is not from CloudFormation; `internal` when the answer is not accepted. */
export async function handler(event: unknown): Promise<void> {
  const parsed = requestSchema.safeParse(event);
  if (!parsed.success) throw new Fault('bad-event', 'the event is not from CloudFormation');
  const request = parsed.data;
  const failure = request.RequestType === 'Delete' ? null : await storeCode();
  await answer(request, failure);
}

/** @returns null when the code is stored; else one sentence. */
async function storeCode(): Promise<string | null> {
  for (const pauseMs of [...pausesMs, null]) {
    try {
      const code = await createFirstCode(results);
      log('info', code === null ? 'access code was there' : 'access code stored');
      return null;
    } catch (error) {
      log('warn', 'access code not stored', errorFields(error));
      if (pauseMs !== null) await delay(pauseMs);
    }
  }
  return 'The access code could not be stored in the results bucket.';
}

/** Answers CloudFormation, which waits for it. The body is sent as bytes, because the link allows no content type. */
async function answer(request: Request, failure: string | null): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = request;
  const status = failure === null ? { Status: 'SUCCESS' } : { Status: 'FAILED', Reason: failure };
  const body = { ...status, StackId, RequestId, LogicalResourceId, PhysicalResourceId: 'access-code' };
  const { ok } = await fetch(request.ResponseURL, {
    method: 'PUT',
    body: new TextEncoder().encode(JSON.stringify(body)),
  });
  if (!ok) throw new Fault('internal', 'CloudFormation did not accept the answer');
}
