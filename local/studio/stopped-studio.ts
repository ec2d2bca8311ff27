/** A data folder whose studio does not run, readable over the same protocols: for `npm run ops -- --local`. */

import { openOperationsApi } from '../operations/server.ts';
import type { StudioAddress } from './address.ts';
import { type Credentials, loadCredentials, operationsOf, studioRegion } from './folder.ts';
import { startStudioObjects } from './object-server.ts';

export interface StoppedStudio {
  /** Nobody answers for the functions. */
  readonly address: Omit<StudioAddress, 'functions'>;
  readonly credentials: Credentials;
  close(): Promise<void>;
}

/** Makes a folder readable over the same protocols while no studio runs in it. @throws Fault when one does. */
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
