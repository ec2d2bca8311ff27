/** Starts the object server of a studio's data folder, and opens its buckets for the studio itself. */
import { S3Client } from '@aws-sdk/client-s3';
import { Fault } from '../../core/errors.ts';
import { type ObjectStore, openBucket } from '../../functions/runtime/object-store.ts';
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

/** The running object server, and its buckets as the functions use them. */
export interface StudioBuckets {
  readonly server: ObjectServer;
  readonly uploads: ObjectStore;
  readonly results: ObjectStore;
  close(): Promise<void>;
}

/** Opens the buckets with the studio's own key pair. */
export function openStudioBuckets(server: ObjectServer, credentials: Credentials): StudioBuckets {
  const s3 = new S3Client({ endpoint: server.endpoint, region: studioRegion, credentials, forcePathStyle: true });
  return {
    ...{ server, uploads: openBucket(uploadsBucket, s3), results: openBucket(resultsBucket, s3) },
    close: async () => s3.destroy(),
  };
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
