/** Creates what every function of the stack has: a log group with a retention time, and a role with least privilege. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { createFunctionRole, mayWriteLogs, type Permissions } from './permissions.ts';

export const architectures = { x86_64: Architecture.X86_64, arm64: Architecture.ARM_64 } as const;

export interface FunctionIdentity {
  readonly logGroup: LogGroup;
  /** The role. CDK cannot add permissions to those of permissions.ts. */
  readonly role: IRole;
}

/** Creates log group and role. @param name the name of the function, for the description of the role. */
export function createIdentity(scope: Construct, name: string, { objects, others }: Permissions): FunctionIdentity {
  const logGroup = createLogGroup(scope, 'Logs');
  const role = createFunctionRole(scope, `Permissions of ${name} in ${Stack.of(scope).stackName}`, {
    objects,
    others: [...others, mayWriteLogs(logGroup)],
  });
  return { logGroup, role: role.withoutPolicyUpdates() };
}

/** Creates a log group. Logs contain no names (functions/runtime/log.ts). One month is enough to investigate a problem. */
export function createLogGroup(scope: Construct, id: string): LogGroup {
  return new LogGroup(scope, id, { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
}
