/** Opens the networks of the matting stage for commands that run the stage in their own process. */
import { type Networks, openNetworks } from '../functions/matting/inference/networks.ts';
import { type MattingSettings, mattingSettings } from '../functions/runtime/config.ts';

/** The settings and networks that the matting stage needs. */
export interface InProcessMatting {
  readonly settings: MattingSettings;
  readonly networks: Networks;
}

/**
 * Opens the networks with the default settings.
 * @param modelDir the folder of prepared models.
 * @param modelId the matting model; empty: the default model.
 */
export async function openMatting(modelDir: string, modelId = ''): Promise<InProcessMatting> {
  const settings = mattingSettings.parse({ modelDir, modelId });
  return { settings, networks: await openNetworks(settings) };
}
