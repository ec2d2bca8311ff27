/** Limits how many photos are uploaded at the same time. Two fill a connection; more only slow each other down. */

const maxUploads = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs `upload` as soon as fewer than two others run. @throws the reason of the signal, also while it waits. */
export async function inUploadSlot<T>(signal: AbortSignal, upload: () => Promise<T>): Promise<T> {
  while (running >= maxUploads) await new Promise<void>((resolve) => waiting.push(resolve));
  if (signal.aborted) {
    waiting.shift()?.();
    throw signal.reason;
  }
  running++;
  try {
    return await upload();
  } finally {
    running--;
    waiting.shift()?.();
  }
}
