/**
 * S3 tells matting of every upload. CloudFormation sets that up through a small function of CDK's own; here it gets a
 * role with two permissions and a log group that forgets, in place of CDK's managed policy and of logs for ever.
 */
import { type CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { type Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import type { Construct } from 'constructs';
import { uploadsPrefix } from '../core/keys.ts';
import { mayWriteLogs } from './permissions.ts';

/** The id that aws-cdk-lib gives its function for `Custom::S3BucketNotifications`, one in a stack. */
const handlerId = 'BucketNotificationsHandler050a0587b7544547bf325f094a3db834';

/**
 * The role of CDK's function; a bucket takes it at its making.
 * @param bucketArn read at synthesis, because the bucket is made after its role.
 * @returns a role that CDK cannot add further policies to.
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

/** Every new object under `uploads/` starts the function behind the alias, at least once. */
export function startOnUpload(uploads: Bucket, alias: Alias, logGroup: ILogGroup): void {
  // An alias is a function; only exactOptionalPropertyTypes, which aws-cdk-lib is not written for, says otherwise.
  const destination = new LambdaDestination(alias as IFunction);
  uploads.addEventNotification(EventType.OBJECT_CREATED, destination, { prefix: uploadsPrefix });
  const handler = Stack.of(uploads).node.findChild(handlerId).node.defaultChild as CfnResource;
  handler.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupName });
}
