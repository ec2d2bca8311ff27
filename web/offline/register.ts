/** Registers the service worker (worker.ts), which says that the studio cannot be reached. */
import { workerAddress } from '../browser/worker-address.ts';

const path = '/offline-worker.js';

/** Registers it where the browser has service workers: over HTTPS, and on the studio's own machine. */
export function registerOfflineWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  // Without it the page works as before.
  navigator.serviceWorker.register(workerAddress('offline-worker', path)).catch(() => {});
}
