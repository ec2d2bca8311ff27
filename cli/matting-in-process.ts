/** The matting stage's networks and default settings, for commands that run it in their own process. */
import { type Networks, openNetworks } from '../functions/matting/inference/networks.ts';
import { type MattingSettings, mattingSettings } from '../functions/runtime/config.ts';

export interface InProcessMatting {
  readonly settings: MattingSettings;
  readonly networks: Networks;
}

/** @param modelDir folder of prepared models. @param modelId empty: the default model. */
export async function openMatting(modelDir: string, modelId = ''): Promise<InProcessMatting> {
  const settings = mattingSettings.parse({ modelDir, modelId });
  return { settings, networks: await openNetworks(settings) };
}
