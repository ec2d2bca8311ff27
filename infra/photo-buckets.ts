/** The two buckets of the studio: what is made never lies where its making would start matting again. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { StackOptions } from './options.ts';
import { createNotificationRole } from './upload-notification.ts';

/** How long a browser may keep the answer to its preflight request. */
const preflightSeconds = 3600;

/** `uploads/` of one bucket; cutouts, results, records and fingerprints of the other (core/keys.ts). */
export class PhotoBuckets extends Construct {
  readonly uploads: Bucket;
  readonly results: Bucket;

  /** @param logGroup of the function that sets the notification up. */
  constructor(
    scope: Construct,
    id: string,
    options: Pick<StackOptions, 'uploadsDays' | 'resultsDays' | 'siteOrigin'>,
    logGroup: ILogGroup,
  ) {
    super(scope, id);
    this.uploads = new Bucket(this, 'Uploads', {
      ...keptFor(options.uploadsDays),
      ...(options.siteOrigin && { cors: [formRule(options.siteOrigin)] }),
      notificationsHandlerRole: createNotificationRole(this, logGroup, () => this.uploads.bucketArn),
    });
    this.results = new Bucket(this, 'Results', keptFor(options.resultsDays));
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
function keptFor(days: number): BucketProps {
  return {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    lifecycleRules: [{ expiration: Duration.days(days), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    removalPolicy: RemovalPolicy.RETAIN,
  };
}

/** What the form needs to send a photo and see its progress; nothing can be read across origins. */
function formRule(siteOrigin: string) {
  return {
    allowedOrigins: [siteOrigin],
    allowedMethods: [HttpMethods.POST],
    allowedHeaders: ['content-type'],
    exposedHeaders: ['ETag', 'Location'],
    maxAge: preflightSeconds,
  };
}
