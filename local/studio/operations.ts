/** Serves the logs and dead letters of the running studio to commands in other terminals (`npm run ops -- --local`). */
import type { KeyPair } from '../operations/json-protocol.ts';
import { type OperationsSource, openOperationsApi } from '../operations/server.ts';
import { publishAddress, type StudioAddress } from './address.ts';

/**
 * Starts the server and publishes the addresses of the studio. Close it after the function host, so that the last log
 * lines are written.
 */
export async function openOperations(
  dataDir: string,
  keys: KeyPair,
  source: OperationsSource,
  endpoints: Omit<StudioAddress, 'operations'>,
): Promise<{ close(): Promise<void> }> {
  const api = await openOperationsApi(source, keys);
  const unpublish = await publishAddress(dataDir, { ...endpoints, operations: api.endpoint });
  const close = async () => {
    await unpublish();
    await api.close();
    await source.logs.flush();
  };
  return { close };
}
