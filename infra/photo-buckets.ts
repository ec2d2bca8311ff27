/** Creates the two buckets. Results have a bucket of their own, so that storing one never starts matting again. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  type CorsRule,
  HttpMethods,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { cutoutsPrefix, expiringPrefixes } from '../core/keys.ts';
import { acknowledge } from './acknowledge.ts';
import type { BucketNames } from './bucket-names.ts';
import type { StackOptions } from './options.ts';
import { createNotificationRole } from './upload-notification.ts';

export interface PhotoBucketsProps {
  readonly names: BucketNames;
  readonly options: Pick<StackOptions, 'uploadsDays' | 'cutoutsDays' | 'resultsDays' | 'bucketNames'>;
  /** The origin of the page, the only one from which a browser may reach the buckets. */
  readonly pageOrigin: string;
  /** The key that encrypts both; undefined for S3's own. */
  readonly key: IKey | undefined;
  /** The log group of CDK's function that sets the notification; undefined when the bucket itself holds it. */
  readonly setUpLogs: ILogGroup | undefined;
}

/** The time for which a browser may keep the answer to its preflight request, seconds. */
const preflightSeconds = 3600;

/** One bucket holds `uploads/`; the other holds cutouts, results and records (core/keys.ts). */
export class PhotoBuckets extends Construct {
  readonly uploads: Bucket;
  readonly results: Bucket;

  constructor(scope: Construct, id: string, { names, options, pageOrigin, key, setUpLogs }: PhotoBucketsProps) {
    super(scope, id);
    const encryption: BucketProps = key
      ? // One request to KMS serves many objects.
        { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
      : { encryption: BucketEncryption.S3_MANAGED };
    this.uploads = new Bucket(this, 'Uploads', {
      ...{ ...common, ...encryption },
      bucketName: names.uploads,
      lifecycleRules: [unfinishedUploads, { expiration: Duration.days(options.uploadsDays) }],
      cors: [{ ...corsOf(pageOrigin), allowedMethods: [HttpMethods.POST], exposedHeaders: ['ETag', 'Location'] }],
      ...(setUpLogs && {
        notificationsHandlerRole: createNotificationRole(this, setUpLogs, () => this.uploads.bucketArn),
      }),
    });
    this.results = new Bucket(this, 'Results', {
      ...{ ...common, ...encryption },
      bucketName: names.results,
      lifecycleRules: [unfinishedUploads, ...expiry(options)],
      cors: [{ ...corsOf(pageOrigin), allowedMethods: [HttpMethods.GET], exposedHeaders: ['ETag'] }],
    });
    for (const bucket of [this.uploads, this.results]) {
      // CDK's own property works with generated names only, and buckets with such names cannot be imported.
      if (options.bucketNames === 'account-regional') {
        (bucket.node.defaultChild as CfnBucket).bucketNamespace = 'account-regional';
      }
      acknowledge(bucket, {
        'AwsSolutions-S1':
          'Access logs would keep object keys, which hold file names that people chose, longer than the photos themselves.',
      });
    }
  }
}

/**
 * The buckets stay when the stack is removed, so that no photo is lost with the functions. Their contents still expire. A
 * first deployment that fails removes them, so that it can be repeated.
 */
const common: BucketProps = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
};

/** Removes the parts of multipart uploads that were never finished. */
const unfinishedUploads: LifecycleRule = { abortIncompleteMultipartUploadAfter: Duration.days(1) };

/** Returns one rule per prefix of photos. The access code and the backdrop pictures are in the same bucket and stay. */
function expiry({
  uploadsDays,
  cutoutsDays = uploadsDays,
  resultsDays,
}: PhotoBucketsProps['options']): LifecycleRule[] {
  const daysOf = (prefix: string) => (prefix === cutoutsPrefix ? cutoutsDays : resultsDays);
  return expiringPrefixes.map((prefix) => ({ prefix, expiration: Duration.days(daysOf(prefix)) }));
}

/** Returns the CORS rule: the page sends forms and reads their progress, and fetches files through links. */
const corsOf = (pageOrigin: string): Omit<CorsRule, 'allowedMethods'> => ({
  allowedOrigins: [pageOrigin],
  allowedHeaders: ['content-type'],
  maxAge: preflightSeconds,
});
