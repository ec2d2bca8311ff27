/**
 * What each function may do: exact actions on exactly the keys of core/keys.ts. Derived from what functions/runtime
 * really calls; a new call there needs a line here.
 */
import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import {
  backdropKey,
  cutoutKey,
  fingerprintKey,
  headKey,
  recordKey,
  resultKey,
  uploadKey,
  workingPhotoKey,
} from '../core/keys.ts';
import { acknowledge } from './acknowledge.ts';

/** In a policy `*` stands for any run of characters, slashes too; photoIds hold slashes. */
const any = '*';
const cutoutKeys = [cutoutKey(any), headKey(any), workingPhotoKey(any)];

interface Buckets {
  readonly uploads: Bucket;
  readonly results: Bucket;
}

interface ObjectAccess {
  readonly bucket: Bucket;
  /** Key patterns. */
  readonly keys: readonly string[];
  readonly actions: readonly ('s3:GetObject' | 's3:PutObject')[];
}

export interface Permissions {
  readonly objects: readonly ObjectAccess[];
  readonly others: readonly PolicyStatement[];
}

/** Reads uploads; reads, writes and copies cutouts, records and fingerprints; starts compose. */
export function mattingPermissions({ uploads, results }: Buckets, compose: Alias): Permissions {
  const worked = [...cutoutKeys, recordKey(any), fingerprintKey(any)];
  return {
    objects: [
      { bucket: uploads, keys: [uploadKey(any)], actions: ['s3:GetObject'] },
      // HeadObject and the source of CopyObject need no more than GetObject; the copy itself is a PutObject.
      { bucket: results, keys: worked, actions: ['s3:GetObject', 's3:PutObject'] },
    ],
    others: [
      maySeeWhatIsMissing(uploads, results),
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [compose.functionArn] }),
    ],
  };
}

/** Reads cutouts, backdrop pictures and records; writes results and records. */
export function composePermissions({ results }: Buckets): Permissions {
  return {
    objects: [
      { bucket: results, keys: [...cutoutKeys, backdropKey(any), recordKey(any)], actions: ['s3:GetObject'] },
      { bucket: results, keys: [resultKey(any, any), recordKey(any)], actions: ['s3:PutObject'] },
    ],
    others: [maySeeWhatIsMissing(results)],
  };
}

/**
 * Without s3:ListBucket, S3 answers a GET of a missing object with 403 AccessDenied instead of 404 NoSuchKey (Amazon S3
 * API reference, GetObject, "Permissions", read 2026-11-20), and every new photo, which has no record yet, would fail.
 * A condition on s3:prefix is left out because a GET carries no prefix that it could match. The functions list nothing.
 */
function maySeeWhatIsMissing(...buckets: readonly Bucket[]): PolicyStatement {
  return new PolicyStatement({ actions: ['s3:ListBucket'], resources: buckets.map(({ bucketArn }) => bucketArn) });
}

export function mayWriteLogs(logGroup: ILogGroup): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}

/** Lambda itself sends dead letters, in the name of the function's role. */
export function maySendTo(queue: IQueue): PolicyStatement {
  return new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
}

/** A role for Lambda with these permissions and no managed policy, each key pattern explained to cdk-nag by itself. */
export function createFunctionRole(scope: Construct, description: string, { objects, others }: Permissions): Role {
  const statements = objects.map(
    ({ bucket, keys, actions }) =>
      new PolicyStatement({ actions: [...actions], resources: keys.map((key) => bucket.arnForObjects(key)) }),
  );
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description,
    inlinePolicies: { work: new PolicyDocument({ statements: [...statements, ...others] }) },
  });
  const patterns = objects.flatMap(({ bucket, keys }) => keys.map((key) => `<${logicalIdOf(bucket)}.Arn>/${key}`));
  const reason = 'Which photos come is not known beforehand; prefix and ending are exact, as core/keys.ts makes them.';
  acknowledge(role, Object.fromEntries(patterns.map((pattern) => [`AwsSolutions-IAM5[Resource::${pattern}]`, reason])));
  return role;
}

const logicalIdOf = (bucket: Bucket) => Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnBucket);
