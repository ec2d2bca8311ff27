/** Finds the operation that a request means, and the photo it is about. */
import { formPhotoIdPattern } from '../../core/api.ts';
import { formPrefix } from '../../core/keys.ts';
import { type Operation, type OperationName, operations } from './operations.ts';
import { ApiRefused } from './refused.ts';

export interface Found {
  readonly name: OperationName;
  readonly operation: Operation;
  /** As the address has it; {@link checkPhotoId} holds it to its form. */
  readonly photoId?: string;
}

const table = (Object.entries(operations) as [OperationName, Operation][]).map(([name, operation]) => {
  // Also of photos that are not the API's, so that these are «no such photo» and not «nothing here».
  const text = operation.path.replace(/[.]/g, '\\.').replace(`${formPrefix}{name}`, '(.+?)');
  return { name, operation, pattern: new RegExp(`^${text}$`) };
});

/**
 * @param path as sent; a photoId's slash may come as `%2F`, as clients that encode it send it.
 * @returns null for an address that no operation has. @throws ApiRefused `method-not-allowed`.
 */
export function findOperation(method: string, path: string): Found | null {
  const matches = table.flatMap(({ name, operation, pattern }) => {
    const match = pattern.exec(path.replace(/%2f/gi, '/'));
    return match ? [{ name, operation, ...(match[1] !== undefined && { photoId: match[1] }) }] : [];
  });
  // `.../orders` looks like the name of a photo as well: the longer template is the one that is meant.
  const longest = Math.max(...matches.map(({ operation }) => operation.path.length));
  const meant = matches.filter(({ operation }) => operation.path.length === longest);
  if (meant.length === 0) return null;
  const asked = method === 'HEAD' ? 'GET' : method;
  const found = meant.find(({ operation }) => operation.method === asked);
  if (found) return found;
  throw notAllowed(meant.map(({ operation }) => operation.method));
}

export function notAllowed(methods: readonly string[]): ApiRefused {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return new ApiRefused('method-not-allowed', undefined, { allow });
}

/** Photos that came into the bucket by hand are none of the API's. @throws ApiRefused `no-such-photo`. */
export function checkPhotoId(photoId = ''): string {
  if (!formPhotoIdPattern.test(photoId)) throw new ApiRefused('no-such-photo');
  return photoId;
}
