/** Repeats a request until it succeeds: over lost connections, a busy API and a missing access code. */
import { accessCode, accessPrompt } from './access.ts';
import { ApiFailure } from './api-client.ts';

/** Pause after the first, second, ... failed try; the last one repeats. */
const pausesMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;
/** Pause while the browser reports that it is offline. Some browsers report this wrongly, so the pause ends. */
const offlinePauseMs = 10_000;

/**
 * Runs `attempt` until it succeeds.
 * @param onWaiting called when a try failed because no answer came or the API is busy.
 * @throws every error that waiting does not cure; the reason of the signal.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal,
  onWaiting: () => void = () => {},
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      await waitForRecovery(error, tries, signal, onWaiting);
    }
  }
}

/** Resolves when another try makes sense. @throws the error when no try will; the reason of the signal. */
async function waitForRecovery(
  error: unknown,
  tries: number,
  signal: AbortSignal,
  onWaiting: () => void,
): Promise<void> {
  if (!(error instanceof ApiFailure)) throw error;
  if (error.code === 'wrong-code' || error.code === 'too-many-tries') return askForCode(error, signal);
  if (!isTemporary(error)) throw error;
  onWaiting();
  const pauseMs = pausesMs[Math.min(tries, pausesMs.length - 1)];
  return pauseOrOnline(Math.max(pauseMs, error.retryAfterSeconds * 1000), signal);
}

function isTemporary({ status, code }: ApiFailure): boolean {
  // Waiting until the next day makes no sense, although the status is the same as for a busy API.
  if (code === 'daily-limit') return false;
  return code === 'offline' || status === 503 || status === 502 || status === 504 || status === 429;
}

/** Asks the person for the access code. Resolves when one was entered; several photos may wait for the same one. */
function askForCode({ code, retryAfterSeconds }: ApiFailure, signal: AbortSignal): Promise<void> {
  const notBefore = Date.now() + retryAfterSeconds * 1000;
  accessPrompt.value = { wrong: accessCode.value !== '' || code === 'too-many-tries', notBefore };
  return new Promise((resolve, reject) => {
    const unsubscribe = accessPrompt.subscribe((prompt) => {
      if (prompt !== null) return;
      queueMicrotask(() => unsubscribe());
      resolve();
    });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Resolves after the pause, or as soon as the browser is online again. @throws the reason of the signal. */
function pauseOrOnline(pauseMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopWaiting = () => {
      clearTimeout(timer);
      removeEventListener('online', end);
    };
    const end = () => {
      stopWaiting();
      resolve();
    };
    const timer = setTimeout(end, navigator.onLine ? pauseMs : Math.max(pauseMs, offlinePauseMs));
    addEventListener('online', end);
    signal.addEventListener(
      'abort',
      () => {
        stopWaiting();
        reject(signal.reason);
      },
      { once: true },
    );
  });
}

/** Resolves after the pause. @throws the reason of the signal. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
