/**
 * Names for the bodies of objects. A body gets its own key as its path, so that a person finds `results/jane/photo.jpg`
 * as a file of that name, or a digest of the key where a file system cannot hold the key. The names need not be unique:
 * bodies.ts takes the first free one, and the description records it.
 */
import { createHash } from 'node:crypto';

/** Maximum size of a name. File systems allow 255 bytes; the rest is for a suffix. */
const maxSegmentBytes = 200;
/** Maximum size of a path. macOS allows 1,024 bytes; the rest is for the path of the data folder. */
const maxPathBytes = 600;

/**
 * Returns the digest that names an object's description. It is different for every key, and safe on every file system.
 */
export const keyDigest = (key: string): string => createHash('sha256').update(key).digest('hex');

/**
 * Returns relative paths for a body, best first. No segment is empty, `.` or `..`, or has a separator, so no key leads
 * out of the folder.
 * @param unique text that is in the name of no earlier body.
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
  // While an object is replaced, its old body still has the plain name. The next replacement uses it again.
  const names = [last, `${base}~2${extension}`, `${base}~3${extension}`];
  return [...names.map((name) => [...folder, name].join('/')), digestName];
}

function encodeSegment(segment: string): string {
  // No other segment becomes a single percent sign, because percent signs in keys are escaped.
  if (segment === '') return '%';
  if (segment === '.' || segment === '..') return segment.replaceAll('.', '%2E');
  return segment.replace(
    /[\p{Cc}%\\:*?"<>|]/gu,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
