/** Loads parts of the page's code that few visitors need. build/page.ts makes one file of each. */
import { signal } from '@preact/signals';

/** True when a part could not be loaded. The page then offers to be loaded again. */
export const partFailed = signal(false);

/**
 * Loads a part, for example `loadPart(() => import('./zip.ts'))`.
 * @throws Error when it cannot be loaded: without a connection, or after an update of the page.
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    const part = await load();
    partFailed.value = false;
    return part;
  } catch (error) {
    partFailed.value = true;
    throw error;
  }
}
