/**
 * The worker of the camera: it loads both networks from the page's own origin and reads the frames that the page sends. A
 * frame stays in the browser. build/page.ts bundles it.
 */

import { type CameraNetworks, cameraNetworksPath, type NetworkPaths } from '../../core/camera-networks.ts';
import { boxInputPx } from '../../core/faces/face-box.ts';
import { meshInputPx } from '../../core/faces/face-mesh.ts';
import type { Frame, WorkerMessage } from './face-reading.ts';
import { type OpenNetwork, openNetwork } from './network/open-network.ts';
import { readOnnx } from './network/read-onnx.ts';
import { watchFaces } from './watch-faces.ts';

const send = (message: WorkerMessage): void => postMessage(message);

/** @throws Error when the studio does not have the file. */
async function load(path: string): Promise<Response> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}.`);
  return answer;
}

async function open({ graph, weights }: NetworkPaths, sidePx: number): Promise<OpenNetwork> {
  const bytesOf = async (path: string) => new Uint8Array(await (await load(path)).arrayBuffer());
  const graphBytes = await bytesOf(graph);
  return openNetwork(readOnnx(graphBytes, await bytesOf(weights)), sidePx);
}

async function start(): Promise<void> {
  const { faceBox, faceMesh }: CameraNetworks = await (await load(cameraNetworksPath)).json();
  // One file after the other: several requests at once would start further instances of the API.
  const box = await open(faceBox, boxInputPx);
  const mesh = await open(faceMesh, meshInputPx);
  const read = watchFaces({ faceBox: box, faceMesh: mesh });
  addEventListener('message', ({ data }: MessageEvent<Frame>) => {
    try {
      send({ kind: 'reading', reading: read(data) });
    } catch (error) {
      send({ kind: 'failed', reason: String(error) });
    }
  });
  send({ kind: 'ready' });
}

start().catch((error: unknown) => send({ kind: 'failed', reason: String(error) }));
