/** The two buckets of the studio: what is made never lies where its making would start matting again. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CorsRule,
  HttpMethods,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { expiringPrefixes } from '../core/keys.ts';
import { acknowledge } from './acknowledge.ts';
import type { BucketNames } from './bucket-names.ts';
import type { StackOptions } from './options.ts';
import { createNotificationRole } from './upload-notification.ts';

export interface PhotoBucketsProps {
  readonly names: BucketNames;
  readonly options: Pick<StackOptions, 'uploadsDays' | 'resultsDays'>;
  /** Of the page; no other may reach the buckets from a browser. */
  readonly pageOrigin: string;
  /** Of the function that sets the notification up. */
  readonly logGroup: ILogGroup;
}

/** How long a browser may keep the answer to its preflight request. */
const preflightSeconds = 3600;

/** `uploads/` of one bucket; cutouts, results, records and fingerprints of the other (core/keys.ts). */
export class PhotoBuckets extends Construct {
  readonly uploads: Bucket;
  readonly results: Bucket;

  constructor(scope: Construct, id: string, { names, options, pageOrigin, logGroup }: PhotoBucketsProps) {
    super(scope, id);
    this.uploads = new Bucket(this, 'Uploads', {
      ...common,
      bucketName: names.uploads,
      lifecycleRules: [broken, { expiration: Duration.days(options.uploadsDays) }],
      cors: [{ ...corsOf(pageOrigin), allowedMethods: [HttpMethods.POST], exposedHeaders: ['ETag', 'Location'] }],
      notificationsHandlerRole: createNotificationRole(this, logGroup, () => this.uploads.bucketArn),
    });
    this.results = new Bucket(this, 'Results', {
      ...common,
      bucketName: names.results,
      lifecycleRules: [broken, ...expiry(options.resultsDays)],
      cors: [{ ...corsOf(pageOrigin), allowedMethods: [HttpMethods.GET], exposedHeaders: ['ETag'] }],
    });
    for (const bucket of [this.uploads, this.results]) {
      acknowledge(bucket, {
        'AwsSolutions-S1':
          'Access logs would keep object keys, which hold file names that people chose, longer than the photos themselves.',
      });
    }
  }
}

/**
 * Retained when the stack goes, because nobody should lose photos by taking down functions; what is left in them
 * still expires.
 */
const common: BucketProps = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN,
};

/** Parts of uploads that were never finished. */
const broken: LifecycleRule = { abortIncompleteMultipartUploadAfter: Duration.days(1) };

/** One rule for each prefix of photos: the access code and the backdrop pictures lie in the same bucket and stay. */
const expiry = (days: number): LifecycleRule[] =>
  expiringPrefixes.map((prefix) => ({ prefix, expiration: Duration.days(days) }));

/** The page sends forms and sees their progress, or reads files through links; nothing else crosses origins. */
const corsOf = (pageOrigin: string): Omit<CorsRule, 'allowedMethods'> => ({
  allowedOrigins: [pageOrigin],
  allowedHeaders: ['content-type'],
  maxAge: preflightSeconds,
});
