/**
 * Defines the permissions of each function: exact actions on the keys of core/keys.ts. They follow the calls that
 * functions/runtime makes; a new call there needs a line here.
 */
import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import {
  accessCodeKey,
  backdropKey,
  brakeKey,
  cutoutKey,
  cutoutPngKey,
  fingerprintKey,
  firstCutoutKey,
  formPrefix,
  headKey,
  namedCodesKey,
  photoCountKey,
  preTrafficKey,
  preTrafficPhotoId,
  preTrafficPrefix,
  recordKey,
  resultKey,
  uploadKey,
  workingPhotoKey,
  wrongTriesKey,
} from '../core/keys.ts';
import { defaultBus, settledEvent } from '../core/settled-event.ts';
import { acknowledge } from './acknowledge.ts';
import type { BucketNames } from './bucket-names.ts';

/** In a policy `*` matches any characters, slashes included; photoIds contain slashes. */
const any = '*';
/** Returns the keys of the cutouts of photos with these ids. @param group of `cutoutGroup` in core/keys.ts. */
const cutoutKeys = (photos: string, group = '') => [firstCutoutKey(group, any), cutoutKey(photos)];
/** Returns the keys of cutouts that versions before 0.3 stored. */
const oldCutoutKeys = (photos: string) => [cutoutPngKey(photos), headKey(photos), workingPhotoKey(photos)];

interface ObjectAccess {
  /** The name of the bucket. */
  readonly bucket: string;
  /** Patterns of keys. */
  readonly keys: readonly string[];
  readonly actions: readonly ('s3:GetObject' | 's3:PutObject' | 's3:DeleteObject')[];
}

export interface Permissions {
  readonly objects: readonly ObjectAccess[];
  readonly others: readonly PolicyStatement[];
}

/**
 * Matting reads uploads; reads, writes and copies cutouts and records; invokes compose; announces rejected photos. It
 * deletes what was made of a photo that was deleted at the same time (docs/decisions/0007-api.md).
 */
export function mattingPermissions(names: BucketNames, compose: Alias, announces: boolean): Permissions {
  const { uploads, results } = names;
  const worked = [...cutoutKeys(any), recordKey(any)];
  return {
    objects: [
      { bucket: uploads, keys: [uploadKey(any), preTrafficKey(any)], actions: ['s3:GetObject'] },
      // HeadObject and the source of CopyObject need GetObject; the copy itself needs PutObject.
      { bucket: results, keys: worked, actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] },
      { bucket: results, keys: [...oldCutoutKeys(any), resultKey(any, any)], actions: ['s3:DeleteObject'] },
      { bucket: results, keys: [fingerprintKey(any)], actions: ['s3:GetObject', 's3:DeleteObject'] },
    ],
    others: [
      mayListBuckets(uploads, results),
      mayInvoke(compose.functionArn),
      ...mayUseKey(names),
      ...mayAnnounce(announces),
    ],
  };
}

/**
 * Compose reads cutouts, backdrop pictures and records, writes results and records, deletes replaced results, and announces
 * settled photos.
 */
export function composePermissions(names: BucketNames, announces: boolean): Permissions {
  const { results } = names;
  return {
    objects: [
      {
        bucket: results,
        keys: [...cutoutKeys(any), ...oldCutoutKeys(any), backdropKey(any)],
        actions: ['s3:GetObject'],
      },
      { bucket: results, keys: [recordKey(any)], actions: ['s3:GetObject', 's3:PutObject'] },
      { bucket: results, keys: [resultKey(any, any)], actions: ['s3:PutObject', 's3:DeleteObject'] },
    ],
    others: [mayListBuckets(results), ...mayUseKey(names), ...mayAnnounce(announces)],
  };
}

/**
 * The API works on photos of the web form only. It signs uploads and downloads (a signature gives the signer's rights and no
 * more), reads and writes records, deletes photos, reads access codes, counts photos and wrong codes, and invokes compose.
 */
export function apiPermissions(names: BucketNames, compose: Alias): Permissions {
  const { uploads, results } = names;
  const form = `${formPrefix}${any}`;
  return {
    objects: [
      { bucket: uploads, keys: [uploadKey(form)], actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] },
      {
        bucket: results,
        keys: [...cutoutKeys(form, formPrefix), ...oldCutoutKeys(form), resultKey(form, any), fingerprintKey(any)],
        actions: ['s3:GetObject', 's3:DeleteObject'],
      },
      { bucket: results, keys: [recordKey(form)], actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] },
      {
        bucket: results,
        keys: [accessCodeKey, photoCountKey(any), wrongTriesKey(any)],
        actions: ['s3:GetObject', 's3:PutObject'],
      },
      { bucket: results, keys: [namedCodesKey], actions: ['s3:GetObject'] },
    ],
    others: [mayListBuckets(uploads, results), mayInvoke(compose.functionArn), ...mayUseKey(names)],
  };
}

/**
 * The set-up stores the first access code, on the condition that there is none. It reads nothing. It deletes the code when
 * nothing else is in the bucket.
 */
export function setUpPermissions(names: BucketNames): Permissions {
  const { results } = names;
  const objects = [{ bucket: results, keys: [accessCodeKey], actions: ['s3:PutObject', 's3:DeleteObject'] as const }];
  return { objects, others: [mayListBuckets(results), ...mayUseKey(names)] };
}

/** The brake takes the executions of one function away, and stores that it did. */
export function brakePermissions(names: BucketNames, matting: IFunction): Permissions {
  const { results } = names;
  const mayStop = { actions: ['lambda:PutFunctionConcurrency'], resources: [matting.functionArn] };
  return {
    objects: [{ bucket: results, keys: [brakeKey], actions: ['s3:PutObject'] }],
    others: [new PolicyStatement(mayStop), ...mayUseKey(names)],
  };
}

/**
 * The pre-traffic check uploads the test portrait, invokes the new version of matting, reads what it made, and deletes it.
 * The permission is for every version, because one for the newest would be a moment old and might not hold yet.
 */
export function preTrafficPermissions(names: BucketNames, matting: IFunction): Permissions {
  const { uploads, results } = names;
  const preTraffic = preTrafficPhotoId(any);
  return {
    objects: [
      { bucket: uploads, keys: [preTrafficKey(preTraffic)], actions: ['s3:PutObject', 's3:DeleteObject'] },
      {
        bucket: results,
        keys: [...cutoutKeys(preTraffic, preTrafficPrefix), resultKey(preTraffic, any), recordKey(preTraffic)],
        actions: ['s3:GetObject', 's3:DeleteObject'],
      },
      { bucket: results, keys: oldCutoutKeys(preTraffic), actions: ['s3:DeleteObject'] },
    ],
    others: [mayListBuckets(results), mayInvoke(everyVersionOf(matting)), ...mayUseKey(names)],
  };
}

/**
 * Without s3:ListBucket, S3 answers a GET of a missing object with 403 AccessDenied instead of 404 NoSuchKey (Amazon S3
 * API reference, GetObject, "Permissions", read 2026-11-20), and every new photo would fail, because it has no record yet.
 * There is no condition on s3:prefix, because a GET has no prefix to match. The deletion of a photo lists its files.
 */
function mayListBuckets(...buckets: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: ['s3:ListBucket'], resources: buckets.map(arnOf) });
}

/** Returns the ARN of all versions of a function. */
const everyVersionOf = ({ functionArn }: IFunction): string => `${functionArn}:${any}`;

/** Allows the event of a settled photo on the default bus of account and region, and no other event. */
function mayAnnounce(announces: boolean): PolicyStatement[] {
  if (!announces) return [];
  const bus = `arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:event-bus/${defaultBus}`;
  const { source, detailType } = settledEvent;
  const conditions = { StringEquals: { 'events:source': source, 'events:detail-type': detailType } };
  return [new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus], conditions })];
}

function mayInvoke(functionArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] });
}

export function mayWriteLogs(logGroup: ILogGroup): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}

/** Lambda sends the traces of a function with the function's role. */
export function maySendTraces(): PolicyStatement {
  return new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] });
}

/** S3 and SQS encrypt and decrypt with the rights of the caller. */
function mayUseKey({ keyArn }: BucketNames): readonly PolicyStatement[] {
  if (keyArn === undefined) return [];
  return [new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keyArn] })];
}

/** Lambda sends dead letters with the role of the function. */
export function maySendTo(queue: IQueue): PolicyStatement {
  return new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
}

/** Creates a role for Lambda with these permissions and no managed policy, and acknowledges each key pattern for cdk-nag. */
export function createFunctionRole(scope: Construct, description: string, { objects, others }: Permissions): Role {
  const statements = objects.map(
    ({ bucket, keys, actions }) =>
      new PolicyStatement({ actions: [...actions], resources: keys.map((key) => `${arnOf(bucket)}/${key}`) }),
  );
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description,
    inlinePolicies: { work: new PolicyDocument({ statements: [...statements, ...others] }) },
  });
  const patterns = objects
    .flatMap(({ bucket, keys }) => keys.map((key) => `${asShown(arnOf(bucket))}/${key}`))
    .filter((pattern) => pattern.includes(any));
  const reason =
    'The ids of photos are not known at deployment; prefix and ending are exact, as core/keys.ts makes them.';
  acknowledge(role, Object.fromEntries(patterns.map((pattern) => [`AwsSolutions-IAM5[Resource::${pattern}]`, reason])));
  return role;
}

/** Returns the ARN of a bucket by its name. */
export const arnOf = (bucket: string) => `arn:${Aws.PARTITION}:s3:::${bucket}`;

/** Returns the ARN with placeholders for values that are known at deployment only, as cdk-nag shows it. */
function asShown(arn: string): string {
  return arn
    .replaceAll(Aws.PARTITION, '<AWS::Partition>')
    .replaceAll(Aws.ACCOUNT_ID, '<AWS::AccountId>')
    .replaceAll(Aws.REGION, '<AWS::Region>');
}
