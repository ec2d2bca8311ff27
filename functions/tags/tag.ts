/** The tags stage: finds words for a picture. Each step has a file of its own. */
import type { Degraded } from '../../core/degraded.ts';
import type { LabelVectors } from '../../core/label-vectors.ts';
import { labelOf } from '../../core/labels/labels.ts';
import type { PlaneSize } from '../../core/raster.ts';
import { type Tag, tagKinds } from '../../core/tag-result.ts';
import type { DecodeLimits } from '../decode/limits.ts';
import { detectObjects } from '../detection/detect-objects.ts';
import { findFaceBoxes } from '../detection/face-box.ts';
import { decodeSearched } from '../detection/searched-picture.ts';
import type { Network } from '../inference/network.ts';
import { shrunkTo } from '../inference/sample.ts';
import type { FunctionMemory } from '../memory/function-memory.ts';
import { colourTags } from './colours.ts';
import type { FoundTag } from './found-tag.ts';
import { labelTags } from './label-tags.ts';
import { countFaces, peopleTags } from './people.ts';
import { lightTags, shapeTags } from './shape-and-light.ts';
import { thingTags } from './things.ts';

/** Long edge of the picture whose colours are counted, at most, px. */
const colourSidePx = 96;

/** The networks of the function. */
export interface TagNetworks {
  readonly faceBox: Network;
  /** Null when no detector has a clear licence and it must. */
  readonly detector: Network | null;
  /** A network with label vectors; null for none. */
  readonly tagger: { readonly network: Network; readonly vectors: LabelVectors } | null;
}

export interface TagsInput {
  readonly bytes: Uint8Array;
  readonly settings: Omit<DecodeLimits, 'workingSidePx'>;
  readonly networks: TagNetworks;
  /** The memory for the work; null or absent: no limit. */
  readonly memory?: FunctionMemory | null;
}

export interface FoundTags {
  /** The upright picture, px of the upload. */
  readonly picture: PlaneSize;
  /** By kind, the best of each first. */
  readonly tags: readonly Tag[];
  /** What is smaller than usual. */
  readonly degraded: Degraded[];
}

/** @param mark is called with the name of each step when the step ends. @throws PhotoRejected as decode.ts does. */
export async function findTags(
  { bytes, settings, networks, memory = null }: TagsInput,
  mark: (step: string) => void,
): Promise<FoundTags> {
  const { working, source, degraded } = await decodeSearched(bytes, settings, memory);
  mark('decode');
  const things = networks.detector ? await detectObjects(networks.detector, working) : [];
  mark('detect');
  const faces = await countFaces(
    (windowPx) => findFaceBoxes(networks.faceBox.model, working, windowPx),
    working,
    things,
  );
  mark('faces');
  const labels = networks.tagger ? await labelTags(networks.tagger, working) : [];
  if (networks.tagger) mark('labels');
  const small = shrunkTo(working, colourSidePx);
  const found: FoundTag[] = [
    ...labels,
    ...thingTags(things),
    ...peopleTags(faces, working),
    ...colourTags(small),
    ...lightTags(small),
    ...shapeTags(source),
  ];
  mark('colours');
  const rank = ({ kind }: FoundTag) => tagKinds.indexOf(kind);
  const sorted = found.toSorted((a, b) => rank(a) - rank(b) || b.score - a.score);
  return { picture: { widthPx: source.widthPx, heightPx: source.heightPx }, tags: sorted.map(named), degraded };
}

function named({ tag, kind, score, names, count, colour }: FoundTag): Tag {
  const { en, zh } = names ?? labelOf(tag);
  const own = { tag, en, zh, score: Math.round(score * 1000) / 1000, kind };
  return { ...own, count: count ?? null, colour: colour ?? null };
}
