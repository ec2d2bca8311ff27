/** Text in the browser's own storage. Private windows and strict settings may forbid it; then nothing is kept. */

type Area = 'local' | 'session';

/** Returns the stored text; null when there is none or storage is forbidden. */
export function readStored(key: string, area: Area = 'local'): string | null {
  try {
    return storage(area).getItem(key);
  } catch {
    return null;
  }
}

/** Stores the text, if storage is allowed. @param text null removes the stored one. */
export function writeStored(key: string, text: string | null, area: Area = 'local'): void {
  try {
    if (text === null) storage(area).removeItem(key);
    else storage(area).setItem(key, text);
  } catch {
    // Storage is full or forbidden. The page works without it.
  }
}

function storage(area: Area): Storage {
  return area === 'local' ? localStorage : sessionStorage;
}
