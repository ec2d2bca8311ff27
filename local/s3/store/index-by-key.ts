/**
 * The descriptions of all objects of one bucket in memory, in the order in which S3 lists keys. files.ts fills the
 * index from the disk and updates it with every change; listing.ts reads pages from it.
 */
import type { ObjectDescription } from './description.ts';

/** Compares keys by their UTF-8 bytes, which is S3's listing order, without encoding them. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return byteRank(left) - byteRank(right);
  }
  return a.length - b.length;
}

/** Moves surrogates behind U+E000..U+FFFF, because the characters that they encode come after these in UTF-8. */
function byteRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Descriptions by key, with a sorted list of the keys. */
export class ObjectIndex {
  readonly #byKey = new Map<string, ObjectDescription>();
  #sorted: string[] = [];

  constructor(objects: readonly ObjectDescription[]) {
    for (const each of objects) this.#byKey.set(each.key, each);
    this.#sorted = [...this.#byKey.keys()].sort(compareKeys);
  }

  get(key: string): ObjectDescription | undefined {
    return this.#byKey.get(key);
  }

  set(object: ObjectDescription): void {
    if (!this.#byKey.has(object.key)) this.#sorted.splice(this.position(object.key), 0, object.key);
    this.#byKey.set(object.key, object);
  }

  delete(key: string): void {
    if (this.#byKey.delete(key)) this.#sorted.splice(this.position(key), 1);
  }

  /** Returns the key at a position of the sorted list; undefined after its end. */
  keyAt(position: number): string | undefined {
    return this.#sorted[position];
  }

  /** Returns the position of the first key that does not come before `key`. */
  position(key: string): number {
    return this.#firstWhere((each) => compareKeys(each, key) >= 0);
  }

  /** Returns the position of the first key after all keys that begin with `prefix`. */
  positionAfterPrefix(prefix: string): number {
    return this.#firstWhere((each) => compareKeys(each, prefix) > 0 && !each.startsWith(prefix));
  }

  /** Finds the first key for which `holds` is true, by binary search. It must be true for all later keys too. */
  #firstWhere(holds: (key: string) => boolean): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#sorted[middle] as string)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
