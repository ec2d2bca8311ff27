/** The places of what `npm run build` makes: the bundles of the functions and the page. The npm package contains both. */
import { join } from 'node:path';
import { type PictureFunctionName, pictureFunctions } from '../core/functions.ts';
import { packageDir } from './package-dir.ts';

const otherFunctions = ['api', 'pre-traffic', 'set-up', 'brake', 'webhook'] as const;
export type FunctionName = PictureFunctionName | (typeof otherFunctions)[number];

export const functionNames: readonly FunctionName[] = [...pictureFunctions.map(({ name }) => name), ...otherFunctions];

/** The path of the bundle of each function. */
export type FunctionBundles = Readonly<Record<FunctionName, string>>;

/** Returns the folder of everything that is built. */
export const builtDir = (): string => join(packageDir(), 'dist');

/** Returns the folder of the built page, from which the API serves it. */
export const pageDir = (): string => join(builtDir(), 'web');

/** Returns the paths of the bundles in a folder of built files. */
export function bundlesIn(outDir: string): FunctionBundles {
  const entries = functionNames.map((name) => [name, join(outDir, 'functions', name, 'handler.mjs')]);
  return Object.fromEntries(entries) as FunctionBundles;
}
