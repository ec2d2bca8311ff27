/** The places of what `npm run build` makes: the bundles of the functions and the page. The npm package contains both. */
import { join } from 'node:path';
import { packageDir } from './package-dir.ts';

/** Returns the folder of everything that is built. */
export const builtDir = (): string => join(packageDir(), 'dist');

/** Returns the folder of the built page, from which the API serves it. */
export const pageDir = (): string => join(builtDir(), 'web');
