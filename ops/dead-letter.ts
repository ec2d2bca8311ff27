/**
 * Reads a message of the dead-letter queue: the record that Lambda keeps of an event it gave up (developer guide,
 * "Capturing records of Lambda asynchronous invocations", read 2026-11-25).
 */
import * as z from 'zod';
import { photoIdsOfEvent } from '../functions/runtime/event-photos.ts';
import { photoReference } from '../functions/runtime/log.ts';
import type { Line } from './filter.ts';

const deadLetterSchema = z.object({
  timestamp: z.iso.datetime({ offset: true }),
  requestContext: z.object({
    requestId: z.string().min(1),
    functionArn: z.string().min(1),
    condition: z.string(),
    approximateInvokeCount: z.number(),
  }),
  requestPayload: z.unknown(),
  /** Missing when the event grew too old without a try. */
  responsePayload: z.unknown().optional(),
});

export type DeadLetter = z.infer<typeof deadLetterSchema>;

const errorPayload = z.object({ errorType: z.string().regex(/^[\w.]{1,100}$/) });

/** Undefined for a message that is no such record. */
export function readDeadLetter(body: string): DeadLetter | undefined {
  try {
    return deadLetterSchema.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** `matting` of `arn:aws:lambda:us-east-1:123456789012:function:Zerobooth-Matting0A1B2C-x:live`, as near as the name says. */
export function functionOf({ requestContext }: DeadLetter, known: readonly string[]): string {
  const name = requestContext.functionArn.split(':')[6] ?? requestContext.functionArn;
  return known.find((one) => name.toLowerCase().includes(one)) ?? name;
}

/** @param showKeys names the photos, which the operator must ask for. */
export function lineOf(deadLetter: DeadLetter, known: readonly string[], showKeys: boolean): Line {
  const { requestId, condition, approximateInvokeCount } = deadLetter.requestContext;
  const error = errorPayload.safeParse(deadLetter.responsePayload);
  const photoIds = photoIdsOfEvent(deadLetter.requestPayload);
  return {
    timestamp: Date.parse(deadLetter.timestamp),
    functionName: functionOf(deadLetter, known),
    status: error.success ? error.data.errorType : condition,
    codes: [condition],
    photos: photoIds.map(photoReference),
    details: { tries: approximateInvokeCount, id: requestId, ...(showKeys && { keys: photoIds }) },
  };
}
