import { ensureModels } from '../../layers/model/ensure.ts';
import { buildFunctions } from '../../local/build.ts';

/** Runs once before all suites: models fetched, verified and prepared, functions bundled. */
export async function setup(): Promise<void> {
  await ensureModels({ onProgress: () => {} });
  await buildFunctions();
}
