/** The running processes of a local studio. The page reads them regularly while it is visible. */
import { signal } from '@preact/signals';
import type { Instances } from '../../core/instances-api.ts';
import { accessCode } from '../api/access.ts';
import { ApiFailure, readInstances } from '../api/api-client.ts';

export const instances = signal<Instances | null>(null);

/** Reads the processes every so many milliseconds. @returns a function that stops it. */
export function watchInstances(everyMs: number): () => void {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout>;
  /** The code that was refused. It is not sent again, because each wrong try makes the person wait longer. */
  let refusedCode: string | null = null;
  const read = async () => {
    if (document.visibilityState === 'visible' && accessCode.value !== refusedCode) {
      const sent = accessCode.value;
      const latest = await readInstances().catch((error: unknown) => {
        if (error instanceof ApiFailure && [401, 429].includes(error.status)) refusedCode = sent;
        return null;
      });
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
