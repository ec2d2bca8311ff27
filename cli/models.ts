/** Prepares the models before a studio starts, and prints the progress to stderr. */
import { stderr } from 'node:process';
import type { LicenceChoice } from '../core/model-card.ts';
import { progressLines } from '../layers/model/cli.ts';
import { ensureModels } from '../layers/model/ensure.ts';
import { chosenModels, loadManifest } from '../layers/model/manifest.ts';

/**
 * Downloads and prepares the missing models: the defaults and, when `modelId` is given, this model.
 * @param modelId empty: only the defaults. @param licence `clear`: only models whose licence is clear.
 * @returns the folder of prepared models. @throws Fault, see ensureModels and chosenModels.
 */
export async function readyModels(modelId = '', licence: LicenceChoice = 'any'): Promise<string> {
  const chosen = chosenModels(loadManifest(), modelId ? [modelId] : [], licence);
  for (const { id, licence: stated, terms } of chosen) {
    if (terms.state !== 'non-commercial') continue;
    stderr.write(`The model ${id} must not be used commercially (licence: ${stated}).\n`);
  }
  const ids = new Set(chosen.map(({ id }) => id));
  const onProgress = progressLines((text) => stderr.write(text));
  const { storeDir } = await ensureModels({ ids: [...ids], onProgress }).catch((error) => {
    // The message begins on a line of its own.
    stderr.write('\n');
    throw error;
  });
  return storeDir;
}
