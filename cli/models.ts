/** Makes the models ready before a studio starts, telling so on stderr. */
import { stderr } from 'node:process';
import { progressLines } from '../layers/model/cli.ts';
import { ensureModels } from '../layers/model/ensure.ts';
import { defaultModels, findEntry, loadManifest } from '../layers/model/manifest.ts';

/**
 * Fetches and prepares what is missing: the defaults, and another matting model when one is named.
 * @returns the folder of prepared models. @throws Fault as ensureModels does.
 */
export async function readyModels(modelId = ''): Promise<string> {
  const manifest = loadManifest();
  const chosen = modelId ? [findEntry(manifest, modelId)] : [];
  for (const { id, licence, commercialUse } of chosen) {
    if (!commercialUse) stderr.write(`${id} must not be used commercially (licence: ${licence}).\n`);
  }
  const ids = new Set([...defaultModels(manifest), ...chosen].map(({ id }) => id));
  const { storeDir } = await ensureModels({ ids: [...ids], onProgress: progressLines((text) => stderr.write(text)) });
  return storeDir;
}
