/** Serves the two networks of the page's camera out of the store of prepared models. No other file of the store is served. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CameraNetworks,
  cameraNetworkFiles,
  cameraNetworksPath,
  type NetworkPaths,
} from '../../core/camera-networks.ts';
import { modelsFileName, type PreparedFile, type PreparedModels, parsePreparedModels } from '../../core/model-card.ts';
import { hashedPrefix, type Page } from './page.ts';
import { immutable, octetStream, revalidated, staticFile, storedFile } from './static-file.ts';

/** Returns the list of the networks and their four files by path; nothing when the folder does not have both networks. */
export function readCameraNetworks(modelDir: string): Page {
  const store = readStore(join(modelDir, modelsFileName));
  const files = store && cameraNetworkFiles(store);
  if (!files) return new Map();
  const { faceBox, faceMesh } = files;
  const list: CameraNetworks = { faceBox: pathsOf(faceBox), faceMesh: pathsOf(faceMesh) };
  const json = new TextEncoder().encode(JSON.stringify(list));
  return new Map([
    [cameraNetworksPath, staticFile(json, 'application/json; charset=utf-8', revalidated)],
    ...[...faceBox, ...faceMesh].map((file) => {
      const read = () => readFileSync(join(modelDir, file.name));
      return [pathOf(file), storedFile(read, file.sha256, octetStream, immutable)] as const;
    }),
  ]);
}

function readStore(path: string): PreparedModels | null {
  try {
    return parsePreparedModels(readFileSync(path, 'utf8'));
  } catch {
    // The page's camera then works without its hints.
    return null;
  }
}

/** The names contain a digest of what decides on the content. */
const pathOf = ({ name }: PreparedFile): string => `${hashedPrefix}${name}`;

function pathsOf([graph, weights]: readonly PreparedFile[]): NetworkPaths {
  return { graph: pathOf(graph), weights: pathOf(weights) };
}
