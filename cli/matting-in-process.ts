/** The matting stage's networks and default settings, for commands that run it in their own process. */
import { type Networks, openNetworks } from '../functions/matting/inference/networks.ts';
import { type Config, configFromEnv } from '../functions/runtime/config.ts';

export interface InProcessMatting {
  readonly settings: Config;
  readonly networks: Networks;
}

/** @param modelDir folder of prepared models. @param modelId empty: the default model. */
export async function openMatting(modelDir: string, modelId = ''): Promise<InProcessMatting> {
  const settings = configFromEnv({
    ZEROBOOTH_UPLOADS_BUCKET: '-',
    ZEROBOOTH_RESULTS_BUCKET: '-',
    ZEROBOOTH_COMPOSE_FUNCTION: '-',
    ZEROBOOTH_MODEL_DIR: modelDir,
    ...(modelId && { ZEROBOOTH_MODEL_ID: modelId }),
  });
  return { settings, networks: await openNetworks(settings) };
}
