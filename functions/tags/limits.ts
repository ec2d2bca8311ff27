/** What the tags of a picture cannot say, in both languages (core/labels/tag-limits.json). */
import tagLimits from '../../core/labels/tag-limits.json' with { type: 'json' };
import type { TagResult } from '../../core/tag-result.ts';
import type { TagNetworks } from './tag.ts';

/** Returns the limits of these networks. A tagger names places and meanings by its own labels; without a detector no thing is found. */
export function limitsOf({ detector, tagger }: Pick<TagNetworks, 'detector' | 'tagger'>): TagResult['limits'] {
  const left = tagger ? ['tagger', 'people'] : ['places', 'people', 'meaning'];
  const codes = new Set([...left, detector ? 'things' : 'no-detector']);
  return tagLimits.filter(({ code }) => codes.has(code));
}
