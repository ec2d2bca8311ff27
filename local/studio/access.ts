/** The access codes of a running studio, for its start line and for the requests that the API does not answer. */
import { checkAccess, openGuard } from '../../functions/api/guard.ts';
import { createFirstCode, readFirstCode } from '../../functions/runtime/access-codes.ts';
import type { ObjectStore } from '../../functions/runtime/object-store.ts';
import type { FunctionUrlOptions } from '../function-url/server.ts';

/** Returns the first access code of the studio. It is made when there is none. */
export async function firstCodeOf(results: ObjectStore): Promise<string | null> {
  return (await createFirstCode(results)) ?? (await readFirstCode(results));
}

/**
 * Returns the check of the access code in the headers of a request. Wrong codes count as they do in the API.
 * @param results returns the results bucket. @throws Transient while the studio starts.
 */
export function openAccessCheck(results: () => ObjectStore): NonNullable<FunctionUrlOptions['checkAccess']> {
  let guard: ReturnType<typeof openGuard> | undefined;
  return async (request) => {
    guard ??= openGuard(results());
    await checkAccess(guard, request);
  };
}
