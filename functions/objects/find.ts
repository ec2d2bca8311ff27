/** The objects stage: finds the things in a picture. Each step has a file of its own. */
import sharp from 'sharp';
import type { Degraded } from '../../core/degraded.ts';
import { labelOf } from '../../core/labels/labels.ts';
import type { NamedObject } from '../../core/object-result.ts';
import type { PlaneSize } from '../../core/raster.ts';
import type { DecodeLimits } from '../decode/limits.ts';
import { type DetectionNetwork, detectObjects } from '../detection/detect-objects.ts';
import { decodeSearched } from '../detection/searched-picture.ts';
import type { FunctionMemory } from '../memory/function-memory.ts';
import { colourOf, drawBoxes } from './draw-boxes.ts';

export interface ObjectsInput {
  readonly bytes: Uint8Array;
  readonly settings: Omit<DecodeLimits, 'workingSidePx'>;
  readonly detector: DetectionNetwork;
  /** True for a picture with the boxes drawn. */
  readonly draws: boolean;
  /** The memory for the work; null or absent: no limit. */
  readonly memory?: FunctionMemory | null;
}

export interface FoundObjects {
  /** The upright picture, px of the upload. */
  readonly picture: PlaneSize;
  readonly objects: readonly NamedObject[];
  /** JPEG, at most 1,280 px; null when it was not asked for. */
  readonly drawnJpeg: Uint8Array | null;
  /** What is smaller than usual. */
  readonly degraded: Degraded[];
}

/** @param mark is called with the name of each step when the step ends. @throws PhotoRejected as decode.ts does. */
export async function findThings(input: ObjectsInput, mark: (step: string) => void): Promise<FoundObjects> {
  const { working, source, degraded } = await decodeSearched(input.bytes, input.settings, input.memory ?? null);
  mark('decode');
  const found = await detectObjects(input.detector, working);
  mark('detect');
  const drawnJpeg = input.draws ? await encode(drawBoxes(working, found)) : null;
  if (drawnJpeg) mark('draw');
  const scale = source.widthPx / working.widthPx;
  const objects = found.map(({ label, score, box }, at): NamedObject => {
    const { en, zh } = labelOf(label);
    const [leftPx, topPx] = [Math.round(box.leftPx * scale), Math.round(box.topPx * scale)];
    const [widthPx, heightPx] = [Math.round(box.widthPx * scale), Math.round(box.heightPx * scale)];
    return { label, en, zh, score, colour: colourOf(at), box: { leftPx, topPx, widthPx, heightPx } };
  });
  return { picture: { widthPx: source.widthPx, heightPx: source.heightPx }, objects, drawnJpeg, degraded };
}

function encode({ widthPx, heightPx, data }: ReturnType<typeof drawBoxes>): Promise<Uint8Array> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
}
