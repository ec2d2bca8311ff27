/** Finds the operation of a request, and the photo that it is about. */
import { formPhotoIdPattern } from '../../core/api.ts';
import { formPrefix } from '../../core/keys.ts';
import { type Operation, type OperationName, operations } from './operations.ts';
import { ApiRefused } from './refused.ts';

export interface Found {
  readonly name: OperationName;
  readonly operation: Operation;
  /** The photoId as the path has it; {@link checkPhotoId} checks its form. */
  readonly photoId?: string;
}

const table = (Object.entries(operations) as [OperationName, Operation][]).map(([name, operation]) => {
  // The pattern also matches photos that the API does not own, so that the answer is `no-such-photo`, not `no-such-page`.
  const text = operation.path.replace(/[.]/g, '\\.').replace(`${formPrefix}{name}`, '(.+?)');
  return { name, operation, pattern: new RegExp(`^${text}$`) };
});

/**
 * Finds the operation.
 * @param path the path as it was sent; clients may send the slash of a photoId as `%2F`.
 * @returns null when no operation has this path. @throws ApiRefused `method-not-allowed`.
 */
export function findOperation(method: string, path: string): Found | null {
  const matches = table.flatMap(({ name, operation, pattern }) => {
    const match = pattern.exec(path.replace(/%2f/gi, '/'));
    return match ? [{ name, operation, ...(match[1] !== undefined && { photoId: match[1] }) }] : [];
  });
  // `.../orders` also matches the template of a photo; the longer template is the right one.
  const longest = Math.max(...matches.map(({ operation }) => operation.path.length));
  const candidates = matches.filter(({ operation }) => operation.path.length === longest);
  if (candidates.length === 0) return null;
  const wanted = method === 'HEAD' ? 'GET' : method;
  const found = candidates.find(({ operation }) => operation.method === wanted);
  if (found) return found;
  throw notAllowed(candidates.map(({ operation }) => operation.method));
}

export function notAllowed(methods: readonly string[]): ApiRefused {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return new ApiRefused('method-not-allowed', undefined, { allow });
}

/** Checks that the API owns the photo; it does not own photos that were dropped by hand. @throws ApiRefused `no-such-photo`. */
export function checkPhotoId(photoId = ''): string {
  if (!formPhotoIdPattern.test(photoId)) throw new ApiRefused('no-such-photo');
  return photoId;
}
