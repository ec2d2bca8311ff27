/** Text in the browser's own storage. Private windows and strict settings may refuse it: then nothing is kept, and nothing breaks. */

type Where = 'local' | 'session';

export function readStored(key: string, where: Where = 'local'): string | null {
  try {
    return storage(where).getItem(key);
  } catch {
    return null;
  }
}

/** @param text null removes what is there. */
export function writeStored(key: string, text: string | null, where: Where = 'local'): void {
  try {
    if (text === null) storage(where).removeItem(key);
    else storage(where).setItem(key, text);
  } catch {
    // Full or forbidden: the page works without memory.
  }
}

function storage(where: Where): Storage {
  return where === 'local' ? localStorage : sessionStorage;
}
