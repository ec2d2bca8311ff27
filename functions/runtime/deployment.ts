/** Reports the result of a lifecycle hook to CodeDeploy, which waits for it before the deployment continues. */
import { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy';
import { Transient } from '../../core/errors.ts';

export interface CheckResult {
  readonly deploymentId: string;
  /** The id of this call of the hook. */
  readonly executionId: string;
  readonly passed: boolean;
}

/** Reports the result. @throws Transient `deployment-unavailable` when CodeDeploy did not accept it. */
export async function reportCheck({ deploymentId, executionId, passed }: CheckResult): Promise<void> {
  const command = new PutLifecycleEventHookExecutionStatusCommand({
    deploymentId,
    lifecycleEventHookExecutionId: executionId,
    status: passed ? 'Succeeded' : 'Failed',
  });
  await new CodeDeployClient({ maxAttempts: 5 }).send(command).catch((cause: unknown) => {
    throw new Transient('deployment-unavailable', 'CodeDeploy did not accept the result of the check', { cause });
  });
}
