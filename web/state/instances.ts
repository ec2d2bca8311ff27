/** The running processes of a local studio. The page reads them regularly while it is visible. */
import { signal } from '@preact/signals';
import type { Instances } from '../../core/instances-api.ts';
import { readInstances } from '../api/api-client.ts';

export const instances = signal<Instances | null>(null);

/** Reads the processes every so many milliseconds. @returns a function that stops it. */
export function watchInstances(everyMs: number): () => void {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout>;
  const read = async () => {
    if (document.visibilityState === 'visible') {
      const latest = await readInstances().catch(() => null);
      if (isStopped) return;
      instances.value = latest;
    }
    timer = setTimeout(read, everyMs);
  };
  void read();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
