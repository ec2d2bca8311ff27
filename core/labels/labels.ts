/**
 * Names of what is found in pictures, in English and Chinese: the 80 classes of COCO in the order of a detector's outputs
 * (https://cocodataset.org, read 2026-11-30), and the labels of the function tags.
 */
import coco from './coco.json' with { type: 'json' };
import tagNames from './tags.json' with { type: 'json' };

/** A name in both languages. */
export interface Label {
  /** Lower case with hyphens, as records store it. */
  readonly id: string;
  readonly en: string;
  readonly zh: string;
}

export const objectLabels: readonly Label[] = coco;

/** What the function tags says of people, light, shape and colours of a picture. */
export const tagLabels: readonly Label[] = tagNames;

const byId = new Map([...tagLabels, ...objectLabels].map((label) => [label.id, label]));

/** Returns the label of an id; for an unknown id, which a newer version may have stored, the id itself as its names. */
export function labelOf(id: string): Label {
  return byId.get(id) ?? { id, en: id, zh: id };
}
