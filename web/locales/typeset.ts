/** Applies a rule of typography to every text of an object. Functions are replaced by functions that apply it to what they return. */
export function typesetWith<T>(value: T, rule: (text: string) => string): T {
  return mapped(value, rule) as T;
}

function mapped(value: unknown, rule: (text: string) => string): unknown {
  if (typeof value === 'string') return rule(value);
  if (typeof value === 'function') return (...given: unknown[]) => rule(String(value(...given)));
  if (Array.isArray(value)) return value.map((each) => mapped(each, rule));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapped(part, rule)]));
}
