/** Makes the parts of a studio ready: from their sources in a checkout; the npm package contains them. */
import { bundlesIn, type FunctionBundles } from '../../core/functions.ts';
import { builtDir } from '../../files/built.ts';
import { isCompiled } from '../../files/package-dir.ts';

/**
 * Returns the paths of the functions' bundles.
 * @param withPage true: the page is made ready, too.
 */
export async function readyParts(withPage: boolean): Promise<FunctionBundles> {
  if (isCompiled()) return bundlesIn(builtDir());
  // It is imported where it is used, because the npm package has neither it nor the bundlers.
  const { readyFunctions, readyPage } = await import('../../build/ready-parts.ts');
  const [bundles] = await Promise.all([readyFunctions(), withPage ? readyPage() : undefined]);
  return bundles;
}
