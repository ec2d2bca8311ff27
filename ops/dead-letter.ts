/**
 * Reads a message of the dead-letter queue: the record that Lambda writes when it gives up an event (AWS Lambda
 * developer guide, "Capturing records of Lambda asynchronous invocations", read 2026-11-25).
 */
import * as z from 'zod';
import { photoIdsOfEvent } from '../functions/runtime/event-photos.ts';
import { photoReference } from '../functions/runtime/log.ts';
import type { Line } from './filter.ts';
import { deployedName, presentName } from './function-names.ts';

const deadLetterSchema = z.object({
  timestamp: z.iso.datetime({ offset: true }),
  requestContext: z.object({
    requestId: z.string().min(1),
    functionArn: z.string().min(1),
    condition: z.string(),
    /** Missing when Lambda gave the event up without a try, as it does while the brake is on. */
    approximateInvokeCount: z.number().default(0),
  }),
  requestPayload: z.unknown(),
  /** The error of the last try. Missing when the event became too old before its first try. */
  responsePayload: z.unknown().optional(),
});

/** An event that Lambda gave up, with its function, the reason and the error. */
export type DeadLetter = z.infer<typeof deadLetterSchema>;

const errorPayload = z.object({ errorType: z.string().regex(/^[\w.]{1,100}$/) });

/** Parses the body of a message. @returns undefined when the message is not a dead letter. */
export function readDeadLetter(body: string): DeadLetter | undefined {
  try {
    return deadLetterSchema.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/**
 * Returns the function of a dead letter: `matting` for
 * `arn:aws:lambda:us-east-1:123456789012:function:Zerobooth-Matting0A1B2C-x:live`.
 * @param known names to look for in the ARN; when none is found, the name from the ARN is returned as it is.
 */
function functionOf({ requestContext }: DeadLetter, known: readonly string[]): string {
  const name = requestContext.functionArn.split(':')[6] ?? requestContext.functionArn;
  const exact = presentName(name);
  if (known.includes(exact)) return exact;
  const found = known.filter((one) => name.toLowerCase().includes(deployedName(one)));
  // The longest: a function `my-tags` has the name of a function `tags` in its own.
  return found.sort((one, other) => other.length - one.length)[0] ?? name;
}

/**
 * Returns the line of output for a dead letter.
 * @param known the names of the studio's functions.
 * @param showKeys adds the ids of the photos. They contain file names, so they are shown only on request (`--keys`).
 */
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
