/** The two networks that the page's camera runs in the browser, and where the page finds their files. */
import type { ModelTask, PreparedFile, PreparedModels } from './model-card.ts';

/** The path of the list of the networks. */
export const cameraNetworksPath = '/networks.json';

/** The paths of a prepared network: its ONNX graph and the weights beside it. */
export interface NetworkPaths {
  readonly graph: string;
  readonly weights: string;
}

/** The list of the networks. */
export interface CameraNetworks {
  readonly faceBox: NetworkPaths;
  readonly faceMesh: NetworkPaths;
}

/** The portable files of both networks, the graph of each first. */
export interface CameraNetworkFiles {
  readonly faceBox: readonly PreparedFile[];
  readonly faceMesh: readonly PreparedFile[];
}

/** Returns the files in a store of prepared models; null when one of the networks is not in it. */
export function cameraNetworkFiles({ models }: PreparedModels): CameraNetworkFiles | null {
  const filesOf = (task: ModelTask) => {
    const model = models.find((each) => each.task === task && each.default);
    return model?.variants.find(({ optimisedFor }) => optimisedFor === null)?.files;
  };
  const [faceBox, faceMesh] = [filesOf('face-box'), filesOf('face-landmarks')];
  return faceBox?.length === 2 && faceMesh?.length === 2 ? { faceBox, faceMesh } : null;
}
