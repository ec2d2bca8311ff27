/** Opens the six prepared networks of the matting function. */
import { type Network, openModelStore, prepareIfClear, type StoreOptions } from '../../inference/network.ts';

export interface Networks {
  readonly matting: Network;
  readonly prior: Network;
  readonly faceBox: Network;
  readonly faceMesh: Network;
  readonly faceDetails: Network;
  /** Null when no detector has a clear licence and it must. */
  readonly detector: Network | null;
}

export interface NetworkOptions extends StoreOptions {
  /** The id of the matting model; empty: the default model. */
  readonly modelId: string;
}

/**
 * Checks all networks and opens the matting network. The others open when {@link openSmallNetworks} or their first run says
 * so: opening them takes a third of the CPU time of all, and a photo needs them only after its decoding. The weights
 * are checked in the background; the first run of a network waits for its check.
 * @throws Fault `model-missing`, `model-corrupt`. For the weights, the first run throws them.
 */
export async function openNetworks({ modelId, ...store }: NetworkOptions): Promise<Networks> {
  const prepare = await openModelStore(store);
  const [matting, prior, faceBox, faceMesh, faceDetails, detector] = await Promise.all([
    prepare('matting', modelId),
    prepare('person-prior'),
    prepare('face-box'),
    prepare('face-landmarks'),
    prepare('face-details'),
    prepareIfClear(prepare, 'object-detection', '', store.licence),
  ]);
  await matting.open();
  return { matting, prior, faceBox, faceMesh, faceDetails, detector };
}

/** Returns the networks that are there. */
export function allNetworks(networks: Networks): readonly Network[] {
  return Object.values(networks).filter((network): network is Network => network !== null);
}

/** Opens the networks that find faces, people and things, in the order in which a photo needs them. */
export function openSmallNetworks({ faceBox, faceMesh, prior, faceDetails, detector }: Networks): void {
  for (const network of [faceBox, faceMesh, faceDetails, detector, prior]) {
    // The first run of the network throws the error again.
    network?.open().catch(() => {});
  }
}
