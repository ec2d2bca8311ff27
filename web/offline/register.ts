/** Registers the service worker (worker.ts), which says that the studio cannot be reached. */

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: () => string },
  ): { createScriptURL(text: string): string };
}

const path = '/offline-worker.js';

/** Registers it where the browser has service workers: over HTTPS, and on the studio's own machine. */
export function registerOfflineWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  // The only policy that the content security policy allows. It gives one address, whatever it is asked for.
  const address = trustedTypes?.createPolicy('offline-worker', { createScriptURL: () => path }).createScriptURL('');
  // Without it the page works as before.
  navigator.serviceWorker.register(address ?? path).catch(() => {});
}
