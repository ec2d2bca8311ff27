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
  const [bundles] = await Promise.all([buildBundles(), withPage ? buildPage() : undefined]);
  return bundles;
}

// The builders are imported where they are used, because the npm package has neither them nor esbuild.
const buildBundles = async () => (await import('../../build/functions.ts')).buildFunctions();
const buildPage = async () => (await import('../../build/page.ts')).buildPage();
