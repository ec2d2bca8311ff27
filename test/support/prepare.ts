import { ensureModels } from '../../layers/model/ensure.ts';
import { buildFunctions } from '../../local/build.ts';
import { buildPage } from '../../local/build-page.ts';

/** Runs once before all suites: models fetched, verified and prepared, functions and page bundled. */
export async function setup(): Promise<void> {
  await ensureModels({ onProgress: () => {} });
  await buildFunctions();
  await buildPage();
}
