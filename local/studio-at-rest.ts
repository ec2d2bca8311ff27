/** A data folder whose studio does not run, readable over the same protocols: for `npm run ops -- --local`. */
import { startObjectServer } from './object-server.ts';
import { openOperationsApi } from './operations-api.ts';
import type { StudioAddress } from './studio-address.ts';
import {
  type Credentials,
  loadCredentials,
  objectsDir,
  operationsOf,
  resultsBucket,
  studioRegion,
  uploadsBucket,
} from './studio-folder.ts';

export interface StudioAtRest {
  /** Nobody answers for the functions. */
  readonly address: Omit<StudioAddress, 'functions'>;
  readonly credentials: Credentials;
  close(): Promise<void>;
}

/** Makes a folder readable over the same protocols while no studio runs in it. @throws Fault when one does. */
export async function openStudioAtRest(dataDir: string): Promise<StudioAtRest> {
  const credentials = await loadCredentials(dataDir);
  const objects = await startObjectServer({
    dataDir: objectsDir(dataDir),
    credentials,
    region: studioRegion,
    buckets: [{ name: uploadsBucket }, { name: resultsBucket }],
  });
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
