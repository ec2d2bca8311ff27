/** Finds a studio on AWS by the outputs of its CloudFormation stack; region and credentials are the SDK's usual ones. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Fault } from '../core/errors.ts';
import type { OpsTarget } from './target.ts';

/** Outputs of infra/studio-stack.ts; every function's log group is one that ends like this, `MattingLogs`. */
const logsSuffix = 'Logs';

/** @param stackName as deployed. @throws Fault `not-allowed` when there is no such stack, or it is no studio. */
export async function openStackTarget(stackName: string): Promise<OpsTarget> {
  const outputs = await readOutputs(stackName);
  const output = (name: string) => {
    const value = outputs.get(name);
    if (value === undefined) throw new Fault('not-allowed', `the stack ${stackName} is no studio: it has no ${name}`);
    return value;
  };
  const names = { resultsBucket: output('ResultsBucket'), deadLetterQueueUrl: output('DeadLetterQueue') };
  const logGroups = [...outputs]
    .filter(([name]) => name.endsWith(logsSuffix))
    .map(([name, logGroupName]) => ({ functionName: name.slice(0, -logsSuffix.length).toLowerCase(), logGroupName }));
  const clients = {
    ...{ s3: new S3Client({ forcePathStyle: true }), sqs: new SQSClient() },
    ...{ logs: new CloudWatchLogsClient(), lambda: new LambdaClient() },
  };
  const close = async () => {
    for (const client of Object.values(clients)) client.destroy();
  };
  return { ...clients, ...names, logGroups, close };
}

async function readOutputs(stackName: string): Promise<ReadonlyMap<string, string>> {
  const client = new CloudFormationClient();
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } finally {
    client.destroy();
  }
}
