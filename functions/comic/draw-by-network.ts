/** Lets an image-to-image network draw the portrait. A studio has one if its operator chooses a model of the task `comic`. */
import { leastComicPx } from '../../core/comic-looks.ts';
import type { Degraded } from '../../core/degraded.ts';
import { Fault } from '../../core/errors.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import type { ModelInput } from '../../core/model-card.ts';
import { type Cutout, cutout, longestSide, type PlaneSize } from '../../core/raster.ts';
import { endAtEdges } from '../compose/edges.ts';
import { resample } from '../compose/resample.ts';
import type { FloatTensor } from '../inference/model.ts';
import type { Network } from '../inference/network.ts';
import { degradedBy, largestThatFits } from '../memory/fit.ts';
import type { FunctionMemory } from '../memory/function-memory.ts';
import type { ComicPortrait } from './draw.ts';
import { smallerSides } from './fit-comic.ts';
import { type PortraitFrame, portraitFrame } from './portrait-frame.ts';

/** The fields of a network that drawing reads. */
export type ComicNetwork = Pick<Network, 'model' | 'input' | 'output' | 'memory' | 'sizeBytes'>;

/** A network whose memory is not known is taken for one of this many bytes for each pixel of its input. */
const usualBytesPerPixel = 2_000;
/** The tensors and pictures around the network hold this for each pixel, bytes: three floats in and out, and copies of the picture. */
const ownBytesPerPixel = 64;
/** What the process holds beside what it held before and the network, MB. */
const always = 40;
/** Level of the ground on which the network gets the person, 0..255. */
const ground = 255;

export interface NetworkComic extends ComicPortrait {
  readonly degraded: Degraded[];
}

/**
 * Draws the portrait, at a smaller size where memory is short. The forecast is made before the network runs.
 * @param sidePx the longer side. A network with a fixed input draws at that size.
 * @param memory null: no limit.
 * @throws PhotoRejected `too-large-for-memory` when not even the smallest size fits. @throws Fault `model-failed`.
 */
export async function drawByNetwork(
  source: Cutout,
  measured: HeadMeasurements,
  {
    sidePx,
    network,
    memory,
  }: { readonly sidePx: number; readonly network: ComicNetwork; readonly memory: FunctionMemory | null },
  mark: (step: string) => void,
): Promise<NetworkComic> {
  const { size } = network.input;
  const wantedPx = size.kind === 'fixed' ? Math.min(sidePx, size.widthPx, size.heightPx) : sidePx;
  const sides = size.kind === 'fixed' ? [wantedPx] : smallerSides(wantedPx);
  const frameAt = (side: number) => portraitFrame(source, measured, side);
  const fit = memory
    ? largestThatFits(sides, (side) => neededMb(network, frameAt(side), memory), memory)
    : { size: wantedPx, usualMb: 0 };
  const frame = frameAt(fit.size);
  const { widthPx, heightPx } = frame;
  const person = resample(source, frame.map, frame);
  endAtEdges(person, source, frame.map);
  mark('crop');
  const inner = inputSizeOf(network.input, frame);
  const outputs = await network.model.run({ [network.input.name]: tensorOf(person, inner, network.input) });
  mark('network');
  const data = pixelsOf(outputs[network.output.name], inner, person, network);
  mark('tone');
  const degraded = memory
    ? degradedBy('comic', longestSide(frameAt(wantedPx)), longestSide(frame), fit.usualMb, memory)
    : [];
  return { portrait: cutout(widthPx, heightPx, data), scale: frame.scale, degraded };
}

function neededMb(network: ComicNetwork, frame: PortraitFrame, { heldNowMb }: FunctionMemory): number {
  const { widthPx, heightPx } = inputSizeOf(network.input, frame);
  const perPixel = (network.memory?.bytesPerPixel ?? usualBytesPerPixel) + ownBytesPerPixel;
  // What a comic of another look has left stays in the process.
  return heldNowMb() + always + (network.sizeBytes + widthPx * heightPx * perPixel) / 2 ** 20;
}

/** Returns the size of the input; what the portrait does not fill is ground. */
function inputSizeOf({ size }: Pick<ModelInput, 'size'>, { widthPx, heightPx }: PlaneSize): PlaneSize {
  if (size.kind === 'fixed') return { widthPx: size.widthPx, heightPx: size.heightPx };
  const up = (px: number) => Math.ceil(Math.max(px, leastComicPx) / size.ofPx) * size.ofPx;
  return { widthPx: up(widthPx), heightPx: up(heightPx) };
}

/** Returns the person on an even ground as the tensor [1, 3, height, width]. */
function tensorOf(person: Cutout, { widthPx, heightPx }: PlaneSize, { channels, mean, std }: ModelInput): FloatTensor {
  const count = widthPx * heightPx;
  const data = new Float32Array(3 * count);
  for (let c = 0; c < 3; c++) {
    const plane = data.subarray(c * count, (c + 1) * count).fill((ground / 255 - mean[c]) / std[c]);
    const from = channels === 'RGB' ? c : 2 - c;
    for (let y = 0; y < person.heightPx; y++) {
      for (let x = 0; x < person.widthPx; x++) {
        const at = (y * person.widthPx + x) * 4;
        const opacity = person.data[at + 3] / 255;
        const value = person.data[at + from] * opacity + ground * (1 - opacity);
        plane[y * widthPx + x] = (value / 255 - mean[c]) / std[c];
      }
    }
  }
  return { data, dims: [1, 3, heightPx, widthPx] };
}

/** Returns the drawn person, straight RGBA with the opacity of the photo. The ground is taken out of soft pixels. */
function pixelsOf(
  { data, dims }: FloatTensor,
  { widthPx, heightPx }: PlaneSize,
  person: Cutout,
  { input, output }: Pick<ComicNetwork, 'input' | 'output'>,
): Uint8Array {
  const count = widthPx * heightPx;
  if (data.length !== 3 * count) {
    throw new Fault('model-failed', `the network made ${dims.join('x')} numbers of ${widthPx}x${heightPx} px`);
  }
  const [scale, offset] = output.meaning === 'picture-signed' ? [127.5, 127.5] : [255, 0];
  const pixels = new Uint8Array(person.data.length);
  for (let y = 0; y < person.heightPx; y++) {
    for (let x = 0; x < person.widthPx; x++) {
      const at = (y * person.widthPx + x) * 4;
      const opacity = person.data[at + 3];
      if (opacity === 0) continue;
      const share = opacity / 255;
      for (let c = 0; c < 3; c++) {
        const plane = input.channels === 'RGB' ? c : 2 - c;
        const value = data[plane * count + y * widthPx + x] * scale + offset;
        pixels[at + c] = Math.max(0, Math.min(255, Math.round((value - ground * (1 - share)) / share)));
      }
      pixels[at + 3] = opacity;
    }
  }
  return pixels;
}
