/** Opens the networks of the matting stage for commands that run the stage in their own process. */
import sharp from 'sharp';
import type { LicenceChoice } from '../core/model-card.ts';
import { type Networks, openNetworks } from '../functions/matting/inference/networks.ts';
import { type MattingSettings, mattingSettings } from '../functions/runtime/config.ts';

export interface InProcessMatting {
  readonly settings: MattingSettings;
  readonly networks: Networks;
}

/**
 * Opens the networks with the default settings, and turns off sharp's cache for the process, as in the matting function.
 * @param modelDir the folder of prepared models.
 * @param modelId the matting model; empty: the default model. @param licence `clear`: only models whose licence is clear.
 */
export async function openMatting(
  modelDir: string,
  modelId = '',
  licence: LicenceChoice = 'any',
): Promise<InProcessMatting> {
  sharp.cache(false);
  const settings = mattingSettings.parse({ modelDir, modelId, licence });
  return { settings, networks: await openNetworks(settings) };
}
