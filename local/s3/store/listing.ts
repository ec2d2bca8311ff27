/** Selects one page of a listing as ListObjects defines it, by prefix, delimiter, start and page size. */
import type { ObjectDescription } from './description.ts';
import type { ObjectIndex } from './index-by-key.ts';

/** The end of a page: an object, or a group of keys that have the same prefix up to the delimiter. */
export interface ListingPlace {
  readonly kind: 'key' | 'prefix';
  readonly text: string;
}

export interface ListingQuery {
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  /** The page begins after this place; undefined for the first page. */
  readonly after: ListingPlace | undefined;
  /** Maximum number of objects and groups together. */
  readonly maxEntries: number;
}

export interface ListingPage {
  readonly objects: readonly ObjectDescription[];
  readonly commonPrefixes: readonly string[];
  /** The end of this page; undefined when it is the last one. */
  readonly next: ListingPlace | undefined;
}

/** Returns one page. */
export function listPage(index: ObjectIndex, query: ListingQuery): ListingPage {
  const objects: ObjectDescription[] = [];
  const commonPrefixes: string[] = [];
  let last: ListingPlace | undefined;
  let position = Math.max(index.position(query.prefix), positionAfter(index, query.after));
  for (;;) {
    const key = index.keyAt(position);
    if (!key?.startsWith(query.prefix)) return { objects, commonPrefixes, next: undefined };
    if (objects.length + commonPrefixes.length >= query.maxEntries) {
      return { objects, commonPrefixes, next: last };
    }
    const group = groupOf(key, query);
    if (group === undefined) {
      objects.push(index.get(key) as ObjectDescription);
      last = { kind: 'key', text: key };
      position += 1;
    } else {
      commonPrefixes.push(group);
      last = { kind: 'prefix', text: group };
      position = index.positionAfterPrefix(group);
    }
  }
}

/**
 * Returns the place of a marker of ListObjects version 1; undefined for an empty one. A marker that is a whole group,
 * such as `results/`, stands for all keys of the group.
 */
export function placeOfMarker(marker: string, prefix: string, delimiter: string): ListingPlace | undefined {
  if (marker === '') return undefined;
  const isGroup = marker.startsWith(prefix) && groupOf(marker, { prefix, delimiter }) === marker;
  return { kind: isGroup ? 'prefix' : 'key', text: marker };
}

function positionAfter(index: ObjectIndex, after: ListingPlace | undefined): number {
  if (after === undefined) return 0;
  if (after.kind === 'prefix') return index.positionAfterPrefix(after.text);
  const position = index.position(after.text);
  return index.keyAt(position) === after.text ? position + 1 : position;
}

function groupOf(key: string, query: Pick<ListingQuery, 'prefix' | 'delimiter'>): string | undefined {
  if (query.delimiter === '') return undefined;
  const at = key.indexOf(query.delimiter, query.prefix.length);
  return at < 0 ? undefined : key.slice(0, at + query.delimiter.length);
}
