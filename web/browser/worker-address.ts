/** Makes the address of a worker in the form that the content security policy of the page asks for. */

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: () => string },
  ): { createScriptURL(text: string): string };
}

/** The addresses that were made: a browser lets a page make each policy once. */
const made = new Map<string, string>();

/**
 * Returns the address. Browsers without trusted types get the path itself.
 * @param policy one of the names that functions/api/security-headers.ts allows.
 */
export function workerAddress(policy: 'offline-worker' | 'face-worker', path: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  // A policy gives one address, whatever it is asked for.
  const makeAddress = () => trustedTypes?.createPolicy(policy, { createScriptURL: () => path }).createScriptURL('');
  const address = made.get(policy) ?? makeAddress() ?? path;
  made.set(policy, address);
  return address;
}
