/** Asks the API again and again until an answer is there. */
import { ApiFailure } from '../api/api-client.ts';
import { pause } from '../api/retry.ts';

export interface Waiting {
  /** Returns the pause before the next question, ms. @param asked how often it was asked before; the first time it is 0. */
  readonly pauseMs: (asked: number) => number;
  /** Returns when it is too late to ask again, epoch ms. */
  readonly untilMs: () => number;
  readonly signal: AbortSignal;
}

/**
 * Returns the first answer that is not null.
 * @param ask throws what ends the waiting, too. @throws ApiFailure `lost` when it takes too long; the reason of the signal.
 */
export async function waitFor<Answer>(
  ask: () => Promise<Answer | null>,
  { pauseMs, untilMs, signal }: Waiting,
): Promise<Answer> {
  for (let asked = 0; Date.now() < untilMs(); asked++) {
    const answer = await ask();
    if (answer !== null) return answer;
    await pause(pauseMs(asked), signal);
  }
  throw new ApiFailure('lost', 0);
}

/** Returns how to wait with equal pauses, from now on. */
export function evenly(everyMs: number, timeoutMs: number, signal: AbortSignal): Waiting {
  const endMs = Date.now() + timeoutMs;
  return { pauseMs: () => everyMs, untilMs: () => endMs, signal };
}
