/** Prepares the models before a studio starts, and prints the progress to stderr. */
import { stderr } from 'node:process';
import { progressLines } from '../layers/model/cli.ts';
import { ensureModels } from '../layers/model/ensure.ts';
import { defaultModels, findEntry, loadManifest } from '../layers/model/manifest.ts';

/**
 * Downloads and prepares the missing models: the defaults and, when `modelId` is given, this matting model.
 * @param modelId empty: only the defaults.
 * @returns the folder of prepared models. @throws Fault, see ensureModels.
 */
export async function readyModels(modelId = ''): Promise<string> {
  const manifest = loadManifest();
  const chosen = modelId ? [findEntry(manifest, modelId)] : [];
  for (const { id, licence, commercialUse } of chosen) {
    if (!commercialUse) stderr.write(`The model ${id} must not be used commercially (licence: ${licence}).\n`);
  }
  const ids = new Set([...defaultModels(manifest), ...chosen].map(({ id }) => id));
  const onProgress = progressLines((text) => stderr.write(text));
  const { storeDir } = await ensureModels({ ids: [...ids], onProgress }).catch((error) => {
    // The message begins on a line of its own.
    stderr.write('\n');
    throw error;
  });
  return storeDir;
}
