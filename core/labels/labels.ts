/** The 80 classes of COCO in the order of a detector's outputs (https://cocodataset.org, read 2026-11-30), with their names. */
import coco from './coco.json' with { type: 'json' };

/** A kind of object. */
export interface ObjectLabel {
  /** Lower case with hyphens, as records store it. */
  readonly id: string;
  readonly en: string;
  readonly zh: string;
}

export const objectLabels: readonly ObjectLabel[] = coco;

const byId = new Map(objectLabels.map((label) => [label.id, label]));

/** Returns the label of an id; for an unknown id, which a newer version may have stored, the id itself as its names. */
export function labelOf(id: string): ObjectLabel {
  return byId.get(id) ?? { id, en: id, zh: id };
}
