/**
 * All objects of one bucket in memory, in the order in which S3 lists keys. object-files.ts fills it from the disk and
 * keeps both in step; object-listing.ts reads pages from it.
 */
import type { ObjectDescription } from './description.ts';

/** Order of the keys' UTF-8 bytes (S3's listing order), without encoding them. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return byteRank(left) - byteRank(right);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates below U+E000..U+FFFF although the characters they make come after; UTF-8 does not. */
function byteRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Descriptions by key, with the keys kept sorted. */
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

  /** The key at a position of the sorted list; undefined past its end. */
  keyAt(position: number): string | undefined {
    return this.#sorted[position];
  }

  /** Position of the first key that does not come before `key`. */
  position(key: string): number {
    return this.#firstWhere((each) => compareKeys(each, key) >= 0);
  }

  /** Position of the first key that comes after all that begin with `prefix`. */
  positionAfterPrefix(prefix: string): number {
    return this.#firstWhere((each) => compareKeys(each, prefix) > 0 && !each.startsWith(prefix));
  }

  /** Binary search; `holds` must be false up to a point and true from there on. */
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
