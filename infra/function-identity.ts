/** Creates what every function of the stack has: a log group with a retention time, and a role with least privilege. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { createFunctionRole, maySendTraces, mayWriteLogs, type Permissions } from './function-role.ts';

export const architectures = { x86_64: Architecture.X86_64, arm64: Architecture.ARM_64 } as const;

export interface FunctionIdentity {
  readonly logGroup: LogGroup;
  /** The role. CDK cannot add permissions to those of permissions.ts. */
  readonly role: IRole;
}

export interface IdentityProps {
  /** The name of the function, for the description of the role. */
  readonly name: string;
  readonly permissions: Permissions;
  readonly isTraced: boolean;
  /** The log group of another function that this one writes into; undefined: one of its own. */
  readonly logGroup?: LogGroup | undefined;
}

/** Creates the role, and the log group unless one is given. */
export function createIdentity(scope: Construct, props: IdentityProps): FunctionIdentity {
  const { name, isTraced, logGroup = createLogGroup(scope, 'Logs') } = props;
  const { objects, others } = props.permissions;
  const role = createFunctionRole(scope, `Permissions of ${name} in ${Stack.of(scope).stackName}`, {
    objects,
    others: [...others, mayWriteLogs(logGroup), ...(isTraced ? [maySendTraces()] : [])],
  });
  if (isTraced) {
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]': 'X-Ray has no resources to name. The two actions can only send traces.',
    });
  }
  return { logGroup, role: role.withoutPolicyUpdates() };
}

/** Creates a log group. Logs contain no names (functions/runtime/log.ts). One month is enough to investigate a problem. */
export function createLogGroup(scope: Construct, id: string): LogGroup {
  return new LogGroup(scope, id, { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
}
