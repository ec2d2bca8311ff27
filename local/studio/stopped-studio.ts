/** Serves the data folder of a stopped studio over the same protocols, for `npm run ops -- --local`. */
import { openOperationsApi } from '../operations/server.ts';
import type { StudioAddress } from './address.ts';
import { type Credentials, loadCredentials, operationsOf, studioRegion } from './folder.ts';
import { startStudioObjects } from './object-server.ts';

/** A stopped studio whose data can be read. */
export interface StoppedStudio {
  /** Without the endpoint of the functions, which are not running. */
  readonly address: Omit<StudioAddress, 'functions'>;
  readonly credentials: Credentials;
  close(): Promise<void>;
}

/** Serves the objects, logs and dead letters of a data folder. @throws Fault `bad-config` when a studio runs in it. */
export async function openStoppedStudio(dataDir: string): Promise<StoppedStudio> {
  const credentials = await loadCredentials(dataDir);
  const objects = await startStudioObjects({ dataDir, credentials });
  const operations = await openOperationsApi(operationsOf(dataDir), credentials);
  return {
    address: { region: studioRegion, objects: objects.endpoint, operations: operations.endpoint },
    credentials,
    close: async () => {
      await operations.close();
      await objects.close();
    },
  };
}
