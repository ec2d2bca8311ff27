/** Puts the networks of the page's camera beside the page, so that the API's zip contains them. */
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cameraNetworkFiles } from '../core/camera-networks.ts';
import { modelsFileName, parsePreparedModels } from '../core/model-card.ts';
import { builtDir } from '../files/built.ts';
import { defaultStoreDir } from '../layers/model/store-dir.ts';

/** The folder under dist and in the zip. */
export const cameraFolder = 'camera';

/**
 * Copies both networks out of the store on this machine to dist/camera, with a list of them.
 * @returns false when the store does not have them or dist cannot be written to: the camera then has no hints.
 */
export function placeCameraNetworks(storeDir = defaultStoreDir()): boolean {
  const to = join(builtDir(), cameraFolder);
  try {
    const { version, models } = parsePreparedModels(readFileSync(join(storeDir, modelsFileName), 'utf8'));
    const found = cameraNetworkFiles({ version, models });
    if (!found) return false;
    mkdirSync(to, { recursive: true });
    const files = [...found.faceBox, ...found.faceMesh];
    for (const { name, sizeBytes } of files) {
      if (sizeOf(join(to, name)) !== sizeBytes) copyFileSync(join(storeDir, name), join(to, name));
    }
    const placed = models.flatMap((model) => {
      const variants = model.variants.filter((variant) => variant.files.some((file) => files.includes(file)));
      return variants.length > 0 ? [{ ...model, variants }] : [];
    });
    writeFileSync(join(to, modelsFileName), JSON.stringify({ version, models: placed }));
    return true;
  } catch {
    return false;
  }
}

const sizeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size;
