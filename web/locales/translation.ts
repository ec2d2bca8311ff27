/** Texts of a language that may lack some, and what stands in their place. */

/** The texts of an object, each of which may be absent. */
export type Translation<T> = T extends ((...given: never[]) => unknown) | readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Translation<T[K]> }
    : T;

/** Returns the texts of a language, and the English ones where it has none. */
export function withEnglish<T>(english: T, own: Translation<NoInfer<T>>): T {
  return merged(english, own) as T;
}

function merged(english: unknown, own: unknown): unknown {
  if (own === undefined) return english;
  if (!isObject(english) || !isObject(own)) return own;
  const keys = new Set([...Object.keys(english), ...Object.keys(own)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(english[key], own[key])]));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
