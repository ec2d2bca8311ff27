/**
 * Where the body of an object lies: under its own key, so that a person finds `results/jane/photo.jpg` as a file of
 * that name, or under a digest of the key where a file system could not hold it. Names need not be unique here:
 * object-files.ts claims the first free one and writes down which it took.
 */
import { createHash } from 'node:crypto';

/** Well below the 255 bytes that file systems allow for a name, leaving room for a suffix. */
const maxSegmentBytes = 200;
/** Well below the 1,024 bytes of a macOS path, leaving room for the data folder's own path. */
const maxPathBytes = 600;

/** Digest by which the description of an object is filed: injective, and safe on every file system. */
export const keyDigest = (key: string): string => createHash('sha256').update(key).digest('hex');

/**
 * Relative paths to try, best first. Segments are never empty, `.` or `..` and hold no separator, so that no key leads
 * out of the folder. `unique` is text that no earlier body carries.
 */
export function bodyPathCandidates(key: string, unique: string): string[] {
  const readable = key.split('/').map(encodeSegment);
  const last = readable[readable.length - 1] as string;
  const dot = last.lastIndexOf('.');
  const [base, extension] = dot > 0 ? [last.slice(0, dot), last.slice(dot)] : [last, ''];
  const digestName = `~/${keyDigest(key)}~${unique}${/^\.[\w-]{1,10}$/.test(extension) ? extension : ''}`;
  const tooLong =
    readable.some((segment) => Buffer.byteLength(segment) > maxSegmentBytes) ||
    Buffer.byteLength(readable.join('/')) > maxPathBytes;
  if (tooLong) return [digestName];
  const folder = readable.slice(0, -1);
  // While an object is replaced, its old body still holds the plain name; the next replacement gets it back.
  const names = [last, `${base}~2${extension}`, `${base}~3${extension}`];
  return [...names.map((name) => [...folder, name].join('/')), digestName];
}

function encodeSegment(segment: string): string {
  // A lone percent sign cannot come from text, where each one is escaped.
  if (segment === '') return '%';
  if (segment === '.' || segment === '..') return segment.replaceAll('.', '%2E');
  return segment.replace(
    /[\p{Cc}%\\:*?"<>|]/gu,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
