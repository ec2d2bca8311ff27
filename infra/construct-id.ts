/**
 * Returns the part of construct ids and of outputs that names a function: `Objects` for `objects`, `MyTags` for `my-tags`.
 * `npm run ops` reads the name back (ops/function-names.ts).
 */
export function constructIdOf(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}
