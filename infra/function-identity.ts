/** What every function of the stack has, image or zip: a log group that forgets, and a role that may do what it must. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { createFunctionRole, mayWriteLogs, type Permissions } from './permissions.ts';

export const architectures = { x86_64: Architecture.X86_64, arm64: Architecture.ARM_64 } as const;

export interface FunctionIdentity {
  readonly logGroup: LogGroup;
  /** CDK cannot add to what permissions.ts says. */
  readonly role: IRole;
}

/** @param name of the function, as the role's description says it. */
export function createIdentity(scope: Construct, name: string, { objects, others }: Permissions): FunctionIdentity {
  const logGroup = createLogGroup(scope, 'Logs');
  const role = createFunctionRole(scope, `What ${name} of ${Stack.of(scope).stackName} may do`, {
    objects,
    others: [...others, mayWriteLogs(logGroup)],
  });
  return { logGroup, role: role.withoutPolicyUpdates() };
}

/** Logs hold no names (functions/runtime/log.ts); a month is enough to look into what happened. */
export function createLogGroup(scope: Construct, id: string): LogGroup {
  return new LogGroup(scope, id, { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
}
