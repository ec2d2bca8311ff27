/** The folder of the prepared models. */
import { join } from 'node:path';
import { isCompiled, packageDir } from '../../files/package-dir.ts';
import { userCacheDir } from './cache-dir.ts';

/**
 * @returns `ZEROBOOTH_MODEL_STORE`, else `layers/model/store` of a checkout, which git ignores, or `models` in the user's
 * cache for the npm package, because an update or npx removes the folder of a package.
 */
export function defaultStoreDir(): string {
  const own = isCompiled() ? join(userCacheDir(), 'models') : join(packageDir(), 'layers', 'model', 'store');
  return process.env.ZEROBOOTH_MODEL_STORE || own;
}
