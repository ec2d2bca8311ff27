/**
 * Makes S3 invoke matting for every upload. CloudFormation sets up the notification through a small function of CDK. That
 * function gets a role with two permissions and a log group with a retention time, instead of CDK's managed policy and endless logs.
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

/** The id that aws-cdk-lib gives to its function for `Custom::S3BucketNotifications`; there is one in a stack. */
const handlerId = 'BucketNotificationsHandler050a0587b7544547bf325f094a3db834';

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

/** Every new object under `uploads/` invokes the alias at least once. */
export function startOnUpload(uploads: Bucket, alias: Alias, logGroup: ILogGroup): void {
  // The cast is needed only because aws-cdk-lib is not written for exactOptionalPropertyTypes.
  const destination = new LambdaDestination(alias as IFunction);
  uploads.addEventNotification(EventType.OBJECT_CREATED, destination, { prefix: uploadsPrefix });
  const handler = Stack.of(uploads).node.findChild(handlerId).node.defaultChild as CfnResource;
  handler.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupName });
}
