/**
 * The set-up: CloudFormation invokes it as a custom resource at a deployment. It stores the first access code, unless
 * there is one, so that the API can be used when the deployment ends. The code is in no answer and in no log.
 *
 * A bucket with an object in it cannot be deleted. So the set-up deletes its code again when a first deployment fails, and
 * when a studio is removed in which nothing was ever stored.
 */
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';
import { accessCodeKey } from '../../core/keys.ts';
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
  /** Absent in the request to create. */
  PhysicalResourceId: z.string().optional(),
});
type Request = z.infer<typeof requestSchema>;

/** The ids of a resource that stored the code, and of one that found a code. CloudFormation sends the id back. */
const ids = { stored: 'access-code-stored', found: 'access-code' } as const;

interface Outcome {
  readonly id: string;
  /** One sentence; null when the request was carried out. */
  readonly failure: string | null;
}

/** A role that was created a moment ago may be refused for some seconds, so the code is stored in several tries. */
const pausesMs = [1000, 2000, 4000, 8000];

/** @throws Fault `bad-event` for an event that is not from CloudFormation; `internal` when the answer is not accepted. */
export async function handler(event: unknown): Promise<void> {
  const parsed = requestSchema.safeParse(event);
  if (!parsed.success) throw new Fault('bad-event', 'the event is not from CloudFormation');
  const request = parsed.data;
  await answer(request, request.RequestType === 'Delete' ? await removeCode(request) : await storeCode(request));
}

async function storeCode({ PhysicalResourceId }: Request): Promise<Outcome> {
  for (const pauseMs of [...pausesMs, null]) {
    try {
      const code = await createFirstCode(results);
      log('info', code === null ? 'access code was there' : 'access code stored');
      // Another id in the answer to an update would mean another resource.
      return { id: PhysicalResourceId ?? (code === null ? ids.found : ids.stored), failure: null };
    } catch (error) {
      log('warn', 'access code not stored', errorFields(error));
      if (pauseMs !== null) await delay(pauseMs);
    }
  }
  const failure = 'The access code could not be stored in the results bucket.';
  return { id: PhysicalResourceId ?? ids.found, failure };
}

/** Deletes the code if this resource stored it and nothing else is in the bucket. A failure does not stop the removal. */
async function removeCode({ PhysicalResourceId: id = ids.found }: Request): Promise<Outcome> {
  try {
    if (id === ids.stored && (await results.holdsOnly(accessCodeKey))) {
      await results.delete(accessCodeKey);
      log('info', 'access code deleted');
    }
  } catch (error) {
    log('warn', 'access code not deleted', errorFields(error));
  }
  return { id, failure: null };
}

/** Answers CloudFormation, which waits for it. The body is sent as bytes, because the link allows no content type. */
async function answer(request: Request, { id, failure }: Outcome): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = request;
  const status = failure === null ? { Status: 'SUCCESS' } : { Status: 'FAILED', Reason: failure };
  const body = { ...status, StackId, RequestId, LogicalResourceId, PhysicalResourceId: id };
  const { ok } = await fetch(request.ResponseURL, {
    method: 'PUT',
    body: new TextEncoder().encode(JSON.stringify(body)),
  });
  if (!ok) throw new Fault('internal', 'CloudFormation did not accept the answer');
}
