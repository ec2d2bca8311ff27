/** What runs on this machine for the studio, asked again and again while anyone looks; a hidden page asks nothing. */
import { signal } from '@preact/signals';
import type { Instances } from '../../core/instances-api.ts';
import { readInstances } from './api-client.ts';

export const instances = signal<Instances | null>(null);

/** @returns what stops the asking. */
export function watchInstances(everyMs: number): () => void {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout>;
  const ask = async () => {
    if (document.visibilityState === 'visible') {
      const answer = await readInstances().catch(() => null);
      if (isOver) return;
      instances.value = answer;
    }
    timer = setTimeout(ask, everyMs);
  };
  void ask();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
