/** Uploads take turns: two at once fill a line, more only slow each other down. */

const mostAtOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs `work` when its turn has come. @throws the signal's reason, also while waiting. */
export async function inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  while (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  if (signal.aborted) {
    waiting.shift()?.();
    throw signal.reason;
  }
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}
