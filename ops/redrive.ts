/**
 * `ops redrive`: gives the events of dead letters to their functions once more. A letter is deleted only after Lambda has
 * taken its event, so that a redrive may break off anywhere: what is still in the queue can be redriven again, and running
 * a photo twice is harmless (docs/architecture.md).
 */
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type DeadLetter, lineOf } from './dead-letter.ts';
import { type ReceivedDeadLetter, receiveDeadLetters } from './dead-letters.ts';
import { type Filter, isWanted, type Line } from './filter.ts';
import type { OpsTarget } from './target.ts';

/** What callers invoke on AWS (infra/image-function.ts); retries and dead letters are set on it and on nothing else. */
const alias = 'live';

/** Who is chosen: all that the filter wants, or those whose letters have these ids. */
export interface RedriveChoice {
  readonly filter: Filter;
  readonly ids: readonly string[];
}

export interface Redriven {
  readonly line: Line;
  /** The new request's id, or why Lambda did not take it. */
  readonly requestId?: string;
  readonly refusal?: string;
}

/** @param lambda of the site. Resolves each letter as soon as its fate is known; letters younger than the call stay. */
export async function* redriveDeadLetters(
  target: OpsTarget,
  lambda: LambdaClient,
  { filter, ids }: RedriveChoice,
): AsyncIterable<Redriven> {
  const known = target.logGroups.map(({ functionName }) => functionName);
  const startedAtMs = Date.now();
  const choose = ({ deadLetter, delete: remove }: ReceivedDeadLetter) => {
    if (!deadLetter) return [];
    const line = lineOf(deadLetter, known, false);
    // An event that fails anew must not go round for ever.
    if (line.timestamp > startedAtMs || !isWanted(line, filter)) return [];
    return ids.length === 0 || ids.includes(deadLetter.requestContext.requestId) ? [{ deadLetter, line, remove }] : [];
  };
  for await (const batch of receiveDeadLetters(target)) {
    const chosen = batch.flatMap(choose);
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
 * The same function by its alias. A letter may name the version that failed, or `$LATEST`; invoked by that, the event would
 * run on old code, and be lost when it fails again, because neither has a dead-letter queue.
 */
export function onAlias(functionArn: string): string {
  return `${functionArn.split(':').slice(0, 7).join(':')}:${alias}`;
}
