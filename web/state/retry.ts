/** Does a thing until it is done: over lost connections, busy studios and missing access codes. */
import { accessAsked, accessCode } from './access.ts';
import { ApiFailure } from './api-client.ts';

/** Between tries when nothing tells that the connection is back. */
const pauses = [500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;

/**
 * @param onWaiting is told when a try failed for want of an answer.
 * @throws whatever waiting does not mend; the signal's reason.
 */
export async function persist<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal,
  onWaiting: () => void = () => {},
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      await outlast(error, tries, signal, onWaiting);
    }
  }
}

/** Waits for what mends the error. @throws the error where nothing will; the signal's reason. */
async function outlast(error: unknown, tries: number, signal: AbortSignal, onWaiting: () => void): Promise<void> {
  if (!(error instanceof ApiFailure)) throw error;
  if (error.code === 'wrong-code' || error.code === 'too-many-tries') return askForCode(error, signal);
  if (!isPassing(error)) throw error;
  onWaiting();
  const pauseMs = pauses[Math.min(tries, pauses.length - 1)];
  return untilOnline(Math.max(pauseMs, error.retryAfterSeconds * 1000), signal);
}

function isPassing({ status, code }: ApiFailure): boolean {
  return code === 'offline' || status === 503 || status === 502 || status === 504 || status === 429;
}

/** Resolves when a code was entered. Several photos may wait for the same one. */
function askForCode({ code, retryAfterSeconds }: ApiFailure, signal: AbortSignal): Promise<void> {
  const tried = accessCode.value;
  const notBefore = Date.now() + retryAfterSeconds * 1000;
  accessAsked.value = { wrong: tried !== '' || code === 'too-many-tries', notBefore };
  return new Promise((resolve, reject) => {
    const stop = accessAsked.subscribe((asked) => {
      if (asked !== null) return;
      queueMicrotask(() => stop());
      resolve();
    });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Waits so long, or until the browser says that it is online again; while it knows to be offline, for that. */
export function untilOnline(pauseMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    // Even a browser that thinks it is offline is asked now and then: some are wrong.
    const timer = setTimeout(go, navigator.onLine ? pauseMs : Math.max(pauseMs, 10_000));
    addEventListener('online', go);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        removeEventListener('online', go);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}

/** @throws the signal's reason. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
