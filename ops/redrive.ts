/**
 * `ops redrive`: sends the events of dead letters to their functions again. A dead letter is deleted only after Lambda
 * has accepted its event. So a redrive may stop at any point and be repeated: running a photo twice is harmless
 * (docs/architecture.md).
 */
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type DeadLetter, lineOf } from './dead-letter.ts';
import { type ReceivedDeadLetter, receiveDeadLetters } from './dead-letters.ts';
import { type Filter, isWanted, type Line } from './filter.ts';
import { liveAlias, type OpsTarget } from './target.ts';

/**
 * Which dead letters are redriven: those that pass the filter and, when ids are given, have one of these request ids.
 */
export interface RedriveChoice {
  readonly filter: Filter;
  readonly ids: readonly string[];
}

/** The result for one dead letter. */
export interface Redriven {
  readonly line: Line;
  /** The id of the new request; missing when Lambda refused the event. */
  readonly requestId?: string;
  /** The name of the error or status with which Lambda refused the event; missing when it was accepted. */
  readonly refusal?: string;
}

/**
 * Redrives the chosen dead letters, batch by batch. Dead letters that are written after the call are left in the queue.
 * @param lambda the client of the target.
 */
export async function* redriveDeadLetters(
  target: OpsTarget,
  lambda: LambdaClient,
  { filter, ids }: RedriveChoice,
): AsyncIterable<Redriven> {
  const known = target.logGroups.map(({ functionName }) => functionName);
  const startedAtMs = Date.now();
  const chooseDeadLetter = ({ deadLetter, delete: remove }: ReceivedDeadLetter) => {
    if (!deadLetter) return [];
    const line = lineOf(deadLetter, known, false);
    // An event that fails again must not be sent again and again without end.
    if (line.timestamp > startedAtMs || !isWanted(line, filter)) return [];
    return ids.length === 0 || ids.includes(deadLetter.requestContext.requestId) ? [{ deadLetter, line, remove }] : [];
  };
  for await (const batch of receiveDeadLetters(target)) {
    const chosen = batch.flatMap(chooseDeadLetter);
    yield* await Promise.all(
      chosen.map(async ({ deadLetter, line, remove }): Promise<Redriven> => {
        const answer = await invokeAgain(lambda, deadLetter);
        if ('requestId' in answer) await remove();
        return { line, ...answer };
      }),
    );
  }
}

async function invokeAgain(
  lambda: LambdaClient,
  { requestContext, requestPayload }: DeadLetter,
): Promise<{ requestId: string } | { refusal: string }> {
  try {
    const { StatusCode, $metadata } = await lambda.send(
      new InvokeCommand({
        FunctionName: onAlias(requestContext.functionArn),
        InvocationType: 'Event',
        Payload: new TextEncoder().encode(JSON.stringify(requestPayload)),
      }),
    );
    if (StatusCode !== 202) return { refusal: `status ${StatusCode}` };
    return { requestId: $metadata.requestId ?? '' };
  } catch (error) {
    return { refusal: error instanceof Error ? error.name : String(error) };
  }
}

/**
 * Returns the ARN of the function's alias. A dead letter may name the version that failed, or `$LATEST`. Neither has a
 * dead-letter queue, so an event sent there would run on old code and be lost when it fails again.
 */
export function onAlias(functionArn: string): string {
  return `${functionArn.split(':').slice(0, 7).join(':')}:${liveAlias}`;
}
