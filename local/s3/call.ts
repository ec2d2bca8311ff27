/**
 * The types that all S3 calls share: a call and its answer. routes.ts makes the calls, respond.ts sends the answers.
 */
import type { FileHandle } from 'node:fs/promises';
import type { CreatedEventName } from './event.ts';
import type { PayloadLimits } from './payload.ts';
import type { S3Request } from './request.ts';
import type { Keyring, VerifiedSignature } from './sigv4-verify.ts';
import type { ObjectDescription } from './store/description.ts';
import type { BucketFiles } from './store/files.ts';
import type { MultipartUploads } from './store/multipart-uploads.ts';

export interface Bucket {
  readonly name: string;
  /** Web origins whose pages may use the bucket; `*` for all. When empty, CORS is off. */
  readonly corsOrigins: readonly string[];
  readonly files: BucketFiles;
  readonly uploads: MultipartUploads;
}

/** The parts of the server that calls use. */
export interface ServerContext {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly keyring: Keyring;
  readonly limits: PayloadLimits;
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /**
   * Passes on the event of a stored object and resolves when its receiver has accepted it. A rejection becomes an
   * InternalError.
   */
  readonly announce: (call: BucketCall, name: CreatedEventName, object: ObjectDescription) => Promise<void>;
  /** Reports a removed object and resolves when the receiver has finished. A rejection becomes an InternalError. */
  readonly announceRemoval: (bucket: Bucket, key: string, sequencer: string) => Promise<void>;
}

/** A call on a bucket whose signature is not verified yet. Browser forms carry their signature in the body. */
export interface BucketCall {
  readonly server: ServerContext;
  readonly request: S3Request;
  readonly bucket: Bucket;
}

/** A call whose signature is verified. */
export interface SignedCall extends BucketCall {
  readonly signature: VerifiedSignature;
}

/** A signed call on one key. */
export interface ObjectCall extends SignedCall {
  readonly key: string;
}

/** The answer of a call. It has at most one of `xml` and `file`. */
export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly xml?: string;
  /** Open file: `sizeBytes` bytes from `startByte` are sent, and the sender closes it. */
  readonly file?: { readonly handle: FileHandle; readonly startByte: number; readonly sizeBytes: number };
}
