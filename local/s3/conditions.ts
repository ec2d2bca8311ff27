/** Conditional reads, writes and deletions (RFC 9110 section 13), as far as S3 supports them. */

import { S3Error } from './error.ts';
import type { ObjectDescription } from './store/description.ts';
import type { WriteCondition } from './store/files.ts';

type Lookup = (name: string) => string | undefined;

/**
 * Reads `If-None-Match: *` and `If-Match` of a write.
 * @returns the check, to be called when no other writer can change the key. It throws S3Error `PreconditionFailed`, or
 * `NoSuchKey` for an `If-Match` when there is no object.
 * @throws S3Error `NotImplemented` for an `If-None-Match` with a tag, as S3 does.
 */
export function writeCondition(lookup: Lookup): WriteCondition {
  const noneMatch = lookup('if-none-match');
  const match = lookup('if-match');
  if (noneMatch !== undefined && noneMatch.trim() !== '*') {
    throw new S3Error('NotImplemented', undefined, { Header: 'If-None-Match' });
  }
  return (current) => {
    if (noneMatch !== undefined && current !== undefined) failed('If-None-Match');
    if (match === undefined) return;
    if (current === undefined) throw new S3Error('NoSuchKey');
    if (!tagMatches(match, current.etag)) failed('If-Match');
  };
}

/** Returns the check for the `If-Match` of a deletion. It also passes when the object is gone already. */
export function deleteCondition(tag: string | undefined): WriteCondition {
  return (current) => {
    if (tag !== undefined && current !== undefined && !tagMatches(tag, current.etag)) failed('If-Match');
  };
}

/**
 * Checks the conditions of a read, or those of a copy's source.
 * @param prefix `x-amz-copy-source-` for a copy's source.
 * @returns true when the client already has this version of the object. @throws S3Error `PreconditionFailed`
 */
export function isUnchanged(lookup: Lookup, object: ObjectDescription, prefix = ''): boolean {
  const modified = Math.floor(Date.parse(object.lastModified) / 1000);
  const match = lookup(`${prefix}if-match`);
  if (match !== undefined) {
    if (!tagMatches(match, object.etag)) failed('If-Match');
  } else if (modified > secondsOf(lookup(`${prefix}if-unmodified-since`), Number.POSITIVE_INFINITY)) {
    failed('If-Unmodified-Since');
  }
  const noneMatch = lookup(`${prefix}if-none-match`);
  if (noneMatch !== undefined) return tagMatches(noneMatch, object.etag);
  return modified <= secondsOf(lookup(`${prefix}if-modified-since`), Number.NEGATIVE_INFINITY);
}

/** Checks the conditions of a copy's source; an unchanged source fails too. @throws S3Error `PreconditionFailed` */
export function checkCopySource(lookup: Lookup, object: ObjectDescription): void {
  if (isUnchanged(lookup, object, 'x-amz-copy-source-')) failed('x-amz-copy-source-If-None-Match');
}

function failed(condition: string): never {
  throw new S3Error('PreconditionFailed', undefined, { Condition: condition });
}

function secondsOf(date: string | undefined, otherwise: number): number {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? otherwise : Math.floor(time / 1000);
}

function tagMatches(list: string, etag: string): boolean {
  const tags = list.split(',').map((tag) =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1'),
  );
  return tags.includes('*') || tags.includes(etag);
}
