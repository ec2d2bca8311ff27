/** Makes one tag of all things of a kind. */
import type { FoundObject } from '../../core/found-object.ts';
import type { FoundTag } from './found-tag.ts';

/** @returns a tag for each kind with the number of things and the best score. */
export function thingTags(things: readonly FoundObject[]): FoundTag[] {
  return [...new Set(things.map(({ label }) => label))].map((tag) => {
    const same = things.filter(({ label }) => label === tag);
    return { tag, kind: 'thing', score: Math.max(...same.map(({ score }) => score)), count: same.length };
  });
}
