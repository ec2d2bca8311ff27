/**
 * The notification of a new object, in the shape that S3 sends to a Lambda function. server.ts passes it to `onEvent`.
 * Source: S3 user guide, "Event message structure" (read 2026-11-20).
 */
import type { ObjectDescription } from './store/description.ts';

/** The calls that create an object. */
export type CreatedEventName =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Post'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload';

export interface S3EventRecord {
  readonly eventVersion: string;
  readonly eventSource: 'aws:s3';
  readonly awsRegion: string;
  /** ISO 8601, ms. */
  readonly eventTime: string;
  readonly eventName: CreatedEventName;
  readonly userIdentity: { readonly principalId: string };
  readonly requestParameters: { readonly sourceIPAddress: string };
  readonly responseElements: { readonly 'x-amz-request-id': string; readonly 'x-amz-id-2': string };
  readonly s3: {
    readonly s3SchemaVersion: '1.0';
    readonly configurationId: string;
    readonly bucket: {
      readonly name: string;
      readonly arn: string;
      readonly ownerIdentity: { readonly principalId: string };
    };
    readonly object: {
      /** Form-URL-encoded: a space is `+`, a plus `%2B`; slashes stay. */
      readonly key: string;
      /** Bytes. */
      readonly size: number;
      /** Without quotes. */
      readonly eTag: string;
      /** Hex digits; a later event of the same key has the greater text. */
      readonly sequencer: string;
    };
  };
}

/** An S3 event notification with one record. */
export interface S3Event {
  readonly Records: readonly S3EventRecord[];
}

/** Principal id of the server's only key pair. */
const principalId = 'LOCAL';

/** Makes the event of a stored object. */
export function createdEvent(
  where: { readonly bucket: string; readonly region: string; readonly requestId: string },
  eventName: CreatedEventName,
  object: ObjectDescription,
): S3Event {
  const record: S3EventRecord = {
    eventVersion: '2.6',
    eventSource: 'aws:s3',
    awsRegion: where.region,
    eventTime: object.lastModified,
    eventName,
    userIdentity: { principalId },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': where.requestId, 'x-amz-id-2': where.requestId },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'zerobooth',
      bucket: { name: where.bucket, arn: `arn:aws:s3:::${where.bucket}`, ownerIdentity: { principalId } },
      object: {
        key: encodeEventKey(object.key),
        size: object.sizeBytes,
        eTag: object.etag,
        sequencer: object.sequencer,
      },
    },
  };
  return { Records: [record] };
}

/** Encodes a key as S3 does in events and listings. `decodeURIComponent(key.replaceAll('+', ' '))` decodes it. */
export function encodeEventKey(key: string): string {
  return new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');
}
