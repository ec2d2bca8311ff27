/**
 * Makes S3 invoke matting for every photo, and the further functions for the uploads under their prefixes, in one of two ways.
 *
 * The bucket itself holds the notification wherever that is possible. A stack of the versions up to 0.2 has CDK's custom
 * resource for it. That must stay: CDK's function clears the bucket's notification when the resource is removed, which is
 * after the bucket was updated. The function gets a role with two permissions and a log group with a retention time,
 * instead of CDK's managed policy and endless logs.
 */
import { Aws, type CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Alias, CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { type Bucket, type CfnBucket, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import type { Construct } from 'constructs';
import { mayWriteLogs } from './function-role.ts';

/** The id that aws-cdk-lib gives to its function for `Custom::S3BucketNotifications`; there is one in a stack. */
const handlerId = 'BucketNotificationsHandler050a0587b7544547bf325f094a3db834';

/** A function that uploads start. */
export interface UploadTarget {
  /** The part of construct ids that names the function. */
  readonly id: string;
  readonly alias: Alias;
  readonly uploadPrefix: string;
}

/**
 * Creates the role of CDK's function, which a bucket needs when it is created.
 * @param bucketArn called at synthesis, because the bucket is created after its role.
 * @returns a role to which CDK cannot add policies.
 */
export function createNotificationRole(scope: Construct, logGroup: ILogGroup, bucketArn: () => string): IRole {
  const role = new Role(scope, 'NotificationRole', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: 'Sets the notification of the uploads bucket at deployments',
    inlinePolicies: {
      work: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['s3:PutBucketNotification'],
            resources: [Lazy.string({ produce: bucketArn })],
          }),
          mayWriteLogs(logGroup),
        ],
      }),
    },
  });
  return role.withoutPolicyUpdates();
}

/**
 * Every new object under the prefix of a function invokes its alias at least once; the bucket itself holds the notification.
 * @param bucketArn the ARN made from the bucket's name. A reference would make bucket and permission wait for each other.
 */
export function notifyFromBucket(uploads: Bucket, bucketArn: string, targets: readonly UploadTarget[]): void {
  const bucket = uploads.node.defaultChild as CfnBucket;
  bucket.notificationConfiguration = {
    lambdaConfigurations: targets.map(({ alias, uploadPrefix }) => {
      const filter = { s3Key: { rules: [{ name: 'prefix', value: uploadPrefix }] } };
      return { event: EventType.OBJECT_CREATED, function: alias.functionArn, filter };
    }),
  };
  for (const { id, alias } of targets) {
    const permission = new CfnPermission(uploads, `MayInvoke${id}`, {
      ...{ action: 'lambda:InvokeFunction', functionName: alias.functionArn, principal: 's3.amazonaws.com' },
      ...{ sourceAccount: Aws.ACCOUNT_ID, sourceArn: bucketArn },
    });
    // S3 checks the permission when the notification is set.
    bucket.addResourceDependency(permission);
  }
  uploads.node.addValidation({
    validate: () =>
      uploads.node.tryFindChild('Notifications')?.node.tryFindChild('Resource')
        ? [
            'Do not add notifications to the uploads bucket of a PhotoStudio: they would replace the one that starts ' +
              'its functions. Use onSettled, or the prop functions.',
          ]
        : [],
  });
}

/** The same through CDK's custom resource, for stacks that were deployed with it. */
export function notifyByCustomResource(uploads: Bucket, targets: readonly UploadTarget[], logGroup: ILogGroup): void {
  for (const { alias, uploadPrefix } of targets) {
    // The cast is needed only because aws-cdk-lib is not written for exactOptionalPropertyTypes.
    const destination = new LambdaDestination(alias as IFunction);
    uploads.addEventNotification(EventType.OBJECT_CREATED, destination, { prefix: uploadPrefix });
  }
  const handler = Stack.of(uploads).node.findChild(handlerId).node.defaultChild as CfnResource;
  handler.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupName });
}
