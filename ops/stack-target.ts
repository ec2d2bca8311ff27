/**
 * Opens a studio on AWS by the outputs of its CloudFormation stack, with the usual region and credentials of the SDK.
 */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Fault } from '../core/errors.ts';
import { nameOfOutput } from './function-names.ts';
import type { LogGroup, OpsTarget } from './target.ts';

/** Every output of infra/photo-studio.ts that ends with this word is the log group of a function: `MattingLogs`. */
const logsSuffix = 'Logs';

/** Every output that ends with this word is the name of a function that is deployed step by step: `MattingFunction`. */
const functionSuffix = 'Function';

/**
 * Opens a deployed studio.
 * @throws Fault `not-allowed` when the stack is not a studio; the SDK's error when there is no such stack.
 */
export async function openStackTarget(stackName: string): Promise<OpsTarget> {
  const outputs = await readOutputs(stackName);
  const output = (name: string) => {
    const value = outputs.get(name);
    if (value === undefined) {
      throw new Fault('not-allowed', `the stack ${stackName} is not a Zerobooth studio: it has no output ${name}`);
    }
    return value;
  };
  const names = { resultsBucket: output('ResultsBucket'), deadLetterQueueUrl: output('DeadLetterQueue') };
  const clients = {
    ...{ s3: new S3Client({ forcePathStyle: true }), sqs: new SQSClient() },
    ...{ logs: new CloudWatchLogsClient(), lambda: new LambdaClient() },
  };
  const close = async () => {
    for (const client of Object.values(clients)) client.destroy();
  };
  return { ...clients, ...names, deployed: deployedFunctionsOf(outputs), logGroups: logGroupsOf(outputs), close };
}

/** Returns the log groups that the outputs of a stack name, each with the present name of its function. */
export function logGroupsOf(outputs: ReadonlyMap<string, string>): readonly LogGroup[] {
  return [...outputs]
    .filter(([name]) => name.endsWith(logsSuffix))
    .map(([name, logGroupName]) => ({ functionName: nameOfOutput(name, logsSuffix), logGroupName }));
}

/** Returns the names of functions on AWS that the outputs of a stack name, by the present name. */
export function deployedFunctionsOf(outputs: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const found = [...outputs].filter(([name]) => name.endsWith(functionSuffix));
  return Object.fromEntries(found.map(([name, functionName]) => [nameOfOutput(name, functionSuffix), functionName]));
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
