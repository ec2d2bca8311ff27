/** The words that the S3 calls share: what a call is given, and what it answers. s3-routes.ts makes calls, object-server.ts sends answers. */
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
  /** Web origins whose pages may use the bucket, `*` for all; none: CORS is off. */
  readonly corsOrigins: readonly string[];
  readonly files: BucketFiles;
  readonly uploads: MultipartUploads;
}

/** The server as its calls see it. */
export interface ServerContext {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly keyring: Keyring;
  readonly limits: PayloadLimits;
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** Resolves when the event of a stored object is safe with whoever handles it. A rejection becomes an InternalError. */
  readonly announce: (call: BucketCall, name: CreatedEventName, object: ObjectDescription) => Promise<void>;
  /** Resolves when whoever holds something of a removed object has let go of it. A rejection becomes an InternalError. */
  readonly announceRemoval: (bucket: Bucket, key: string, sequencer: string) => Promise<void>;
}

/** A call on a bucket, as far as a browser's form has one: not yet signed. */
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

/** What goes back. At most one of `xml` and `file`. */
export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly xml?: string;
  /** Open body to send from `startByte` on; the sender closes it. */
  readonly file?: { readonly handle: FileHandle; readonly startByte: number; readonly sizeBytes: number };
}
