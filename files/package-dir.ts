/** Finds the folder of the package: the checkout, or the folder in which npm has installed it. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Returns true when this code was compiled to JavaScript, as in the npm package; false in a checkout. */
export const isCompiled = (): boolean => !import.meta.filename.endsWith('.ts');

let found: string | undefined;

/** Returns the folder of the package: the nearest one above this file that has a package.json. It is kept. */
export function packageDir(): string {
  found ??= findAbove(import.meta.dirname);
  return found;
}

function findAbove(dir: string): string {
  if (existsSync(join(dir, 'package.json')) || dir === dirname(dir)) return dir;
  return findAbove(dirname(dir));
}
