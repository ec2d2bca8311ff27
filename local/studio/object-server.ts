/** Starts the object server of a studio's data folder. */
import { Fault } from '../../core/errors.ts';
import { ObjectServerError } from '../s3/object-server-error.ts';
import { type ObjectServer, type ObjectServerOptions, startObjectServer } from '../s3/server.ts';
import { type Credentials, objectsDir, resultsBucket, studioRegion, uploadsBucket } from './folder.ts';

/** The options of a studio's object server. */
export interface StudioObjectsOptions extends Pick<ObjectServerOptions, 'port' | 'onEvent' | 'onRemoved'> {
  readonly dataDir: string;
  readonly credentials: Credentials;
  /** Origins of web pages that may use both buckets; default: none. */
  readonly corsOrigins?: readonly string[];
}

/** Serves the two buckets of a data folder. @throws Fault `bad-config` when another server uses the folder. */
export async function startStudioObjects(options: StudioObjectsOptions): Promise<ObjectServer> {
  const { dataDir, corsOrigins = [], ...rest } = options;
  const buckets = [uploadsBucket, resultsBucket].map((name) => ({ name, corsOrigins }));
  try {
    return await startObjectServer({ ...rest, dataDir: objectsDir(dataDir), region: studioRegion, buckets });
  } catch (error) {
    if (error instanceof ObjectServerError) throw new Fault(error.code, error.message, { cause: error });
    throw error;
  }
}
