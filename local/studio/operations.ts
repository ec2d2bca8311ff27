/** Lets commands in other terminals find the running studio, and look at its logs and dead letters (`npm run ops -- --local`). */
import type { KeyPair } from '../operations/json-protocol.ts';
import { type OperationsSource, openOperationsApi } from '../operations/server.ts';
import { publishAddress, type StudioAddress } from './address.ts';

/** To be closed after the function host, whose last lines are written then. */
export async function openOperations(
  dataDir: string,
  keys: KeyPair,
  source: OperationsSource,
  places: Omit<StudioAddress, 'operations'>,
): Promise<{ close(): Promise<void> }> {
  const api = await openOperationsApi(source, keys);
  const withdraw = await publishAddress(dataDir, { ...places, operations: api.endpoint });
  const close = async () => {
    await withdraw();
    await api.close();
    await source.logs.flush();
  };
  return { close };
}
