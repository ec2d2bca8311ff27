/**
 * Reads and writes whole small objects of a bucket through the S3 SDK. A missing object gives null; every other failure
 * of the SDK is thrown as Transient or Fault.
 */
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Fault, Transient } from '../../core/errors.ts';

export interface StoredObject {
  readonly bytes: Uint8Array;
  /** User metadata (`x-amz-meta-*`), names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly etag: string;
  readonly modifiedAt: Date;
}

/** An object without its bytes. */
export type ObjectHead = Pick<StoredObject, 'metadata' | 'modifiedAt'>;

export interface ObjectStore {
  /** Returns the object; null when there is none, or none with that etag any more. */
  get(key: string, etag?: string): Promise<StoredObject | null>;
  /** Returns metadata and time of the object; null when there is none. */
  head(key: string): Promise<ObjectHead | null>;
  exists(key: string): Promise<boolean>;
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /**
   * Writes only if the stored object has this etag, or, for null, if there is none.
   * @param metadata user metadata, ASCII.
   * @returns the new etag; null when the condition did not hold and nothing was written.
   */
  putIf(
    key: string,
    bytes: Uint8Array,
    contentType: string,
    etag: string | null,
    metadata?: Record<string, string>,
  ): Promise<string | null>;
  /** Copies inside the bucket. @returns false when there is no source. */
  copy(fromKey: string, toKey: string): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Returns the keys that begin with `prefix` and have no `/` after it. */
  list(prefix: string): Promise<readonly string[]>;
  /** Returns all keys that begin with `prefix`. */
  listAll(prefix: string): Promise<readonly string[]>;
  /** Returns true when the bucket holds no other object than this one. */
  holdsOnly(key: string): Promise<boolean>;
}

let client: S3Client | undefined;

/** Returns the client that the function shares. Endpoint, region and credentials come from the standard AWS environment. */
export function sharedClient(): S3Client {
  client ??= new S3Client({ forcePathStyle: true, maxAttempts: 4 });
  return client;
}

/** Opens a bucket. @param s3 the client; functions use the shared one. */
export function openBucket(bucket: string, s3: S3Client = sharedClient()): ObjectStore {
  return {
    get: (key, etag) => getObject(s3, bucket, key, etag),
    head: (key) => headObject(s3, bucket, key),
    exists: async (key) => (await headObject(s3, bucket, key)) !== null,
    put: async (key, bytes, contentType) => {
      const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: contentType });
      await s3.send(command).catch(translate);
    },
    putIf: (key, bytes, contentType, etag, metadata) => {
      const condition = etag === null ? { IfNoneMatch: '*' } : { IfMatch: etag };
      const object = { Bucket: bucket, Key: key, Body: bytes, ContentType: contentType, Metadata: metadata };
      return putIf(s3, { ...object, ...condition });
    },
    copy: (fromKey, toKey) => copyObject(s3, bucket, fromKey, toKey),
    list: (prefix) => listKeys(s3, { Bucket: bucket, Prefix: prefix, Delimiter: '/' }),
    listAll: (prefix) => listKeys(s3, { Bucket: bucket, Prefix: prefix }),
    holdsOnly: async (key) => {
      const listing = await s3.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 2 })).catch(translate);
      return (listing.Contents ?? []).every((object) => object.Key === key);
    },
    delete: async (key) => {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })).catch(translate);
    },
  };
}

/** Only satisfies the SDK's types, in which the time is optional: S3 always sends it. */
const unknownTime = new Date(0);

async function getObject(s3: S3Client, bucket: string, key: string, etag?: string): Promise<StoredObject | null> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag && `"${etag}"` });
  try {
    const {
      Body,
      Metadata: metadata = {},
      ETag: etag = '',
      LastModified: modifiedAt = unknownTime,
    } = await s3.send(command);
    return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), metadata, etag, modifiedAt };
  } catch (error) {
    return isMissing(error) ? null : translate(error);
  }
}

async function putIf(s3: S3Client, input: PutObjectCommandInput): Promise<string | null> {
  try {
    const { ETag = '' } = await s3.send(new PutObjectCommand(input));
    return ETag;
  } catch (error) {
    return isMissing(error) ? null : translate(error);
  }
}

async function headObject(s3: S3Client, bucket: string, key: string): Promise<ObjectHead | null> {
  try {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
    const { LastModified: modifiedAt = unknownTime, Metadata: metadata = {} } = await s3.send(command);
    return { metadata, modifiedAt };
  } catch (error) {
    return isMissing(error) ? null : translate(error);
  }
}

async function copyObject(s3: S3Client, bucket: string, fromKey: string, toKey: string): Promise<boolean> {
  const source = `${bucket}/${fromKey.split('/').map(encodeURIComponent).join('/')}`;
  try {
    await s3.send(new CopyObjectCommand({ Bucket: bucket, Key: toKey, CopySource: source }));
    return true;
  } catch (error) {
    return isMissing(error) ? false : translate(error);
  }
}

async function listKeys(s3: S3Client, query: ListObjectsV2CommandInput): Promise<readonly string[]> {
  const keys: string[] = [];
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, query)) {
      for (const { Key } of Contents) if (Key !== undefined) keys.push(Key);
    }
    return keys;
  } catch (error) {
    return translate(error);
  }
}

/**
 * The errors for an object that is missing or was replaced. The answer to HEAD has no body, so the error is `NotFound`
 * there. S3 answers a conditional write with `ConditionalRequestConflict` while another one is under way.
 */
const missing: readonly string[] = ['NoSuchKey', 'NotFound', 'PreconditionFailed', 'ConditionalRequestConflict'];

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && missing.includes(error.name);
}

/** Throws Fault for 4xx answers, which are our mistakes, and Transient for the rest (5xx, throttling, broken connections). */
function translate(cause: unknown): never {
  const status = cause instanceof S3ServiceException ? (cause.$metadata.httpStatusCode ?? 0) : 0;
  const ours = status >= 400 && status < 500 && status !== 429 && status !== 409;
  if (ours) throw new Fault('not-allowed', `the object store refused: ${(cause as Error).name}`, { cause });
  throw new Transient('storage-unavailable', 'the object store did not answer', { cause });
}
