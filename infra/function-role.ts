/** Makes the role of a function, and the statements that several roles contain. permissions.ts decides which role has which. */
import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { defaultBus, settledEvent } from '../core/settled-event.ts';
import { acknowledge } from './acknowledge.ts';
import type { BucketNames } from './bucket-names.ts';

/** In a policy `*` matches any characters, slashes included; photoIds contain slashes. */
export const any = '*';

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
 * Without s3:ListBucket, S3 answers a GET of a missing object with 403 AccessDenied instead of 404 NoSuchKey (Amazon S3
 * API reference, GetObject, "Permissions", read 2026-11-20), and every new photo would fail, because it has no record yet.
 * There is no condition on s3:prefix, because a GET has no prefix to match. The deletion of a photo lists its files.
 */
export function mayListBuckets(...buckets: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: ['s3:ListBucket'], resources: buckets.map(arnOf) });
}

/** Allows the event of a settled photo on the default bus of account and region, and no other event. */
export function mayAnnounce(announces: boolean): PolicyStatement[] {
  if (!announces) return [];
  const bus = `arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:event-bus/${defaultBus}`;
  const { source, detailType } = settledEvent;
  const conditions = { StringEquals: { 'events:source': source, 'events:detail-type': detailType } };
  return [new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus], conditions })];
}

export function mayInvoke(functionArn: string): PolicyStatement {
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
export function mayUseKey({ keyArn }: BucketNames): readonly PolicyStatement[] {
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
