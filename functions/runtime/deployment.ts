/** Answers CodeDeploy, which waits for the word of a hook before it lets a deployment go on. */
import { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy';
import { Transient } from '../../core/errors.ts';

export interface CheckResult {
  readonly deploymentId: string;
  /** Of this one call of the hook. */
  readonly executionId: string;
  readonly passed: boolean;
}

/** @throws Transient `deployment-unavailable` when CodeDeploy did not take it. */
export async function reportCheck({ deploymentId, executionId, passed }: CheckResult): Promise<void> {
  const command = new PutLifecycleEventHookExecutionStatusCommand({
    deploymentId,
    lifecycleEventHookExecutionId: executionId,
    status: passed ? 'Succeeded' : 'Failed',
  });
  await new CodeDeployClient({ maxAttempts: 5 }).send(command).catch((cause: unknown) => {
    throw new Transient('deployment-unavailable', 'CodeDeploy did not take the answer', { cause });
  });
}
