/** Makes a folder of prepared models whose matting network is the toy (toy-model.ts). It needs a manifest entry and no code. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureModels } from '../../layers/model/ensure.ts';
import { defaultModels, loadManifest } from '../../layers/model/manifest.ts';
import { toyManifestEntry, toyMattingModel } from './toy-model.ts';

export async function prepareToyStore(dir: string): Promise<{ modelDir: string; modelId: string }> {
  const file = join(dir, 'toy.onnx');
  await writeFile(file, toyMattingModel());
  const entry = toyManifestEntry(pathToFileURL(file).href);
  const modelDir = join(dir, 'store');
  const small = defaultModels(loadManifest()).filter(({ task }) => task !== 'matting');
  const manifest = [entry, ...small];
  await ensureModels({ ids: manifest.map(({ id }) => id), storeDir: modelDir, manifest });
  return { modelDir, modelId: entry.id };
}
