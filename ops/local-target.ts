/** Opens the studio of a data folder on this machine, running or stopped, for the commands of `npm run ops`. */
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Fault } from '../core/errors.ts';
import { logGroupOf } from '../local/operations/cloudwatch-logs.ts';
import { deadLetterQueueName } from '../local/operations/sqs.ts';
import { findAddress, type StudioAddress } from '../local/studio/address.ts';
import { type Credentials, hasStudio, loadCredentials, operationsOf, resultsBucket } from '../local/studio/folder.ts';
import { openStoppedStudio } from '../local/studio/stopped-studio.ts';
import { presentName } from './function-names.ts';
import type { OpsTarget } from './target.ts';

/**
 * Opens the running studio of the folder, or the folder alone when no studio runs in it.
 * @throws Fault `not-allowed` when the folder has never been used by a studio.
 */
export async function openLocalTarget(dataDir: string): Promise<OpsTarget> {
  if (!(await hasStudio(dataDir))) {
    throw new Fault(
      'not-allowed',
      `there is no studio in ${dataDir}; set ZEROBOOTH_DATA_DIR to the data folder of the studio`,
    );
  }
  const { logs } = operationsOf(dataDir);
  const logGroups = (await logs.functionNames()).map((name) => ({
    functionName: presentName(name),
    logGroupName: logGroupOf(name),
  }));
  const running = await findAddress(dataDir);
  if (running) {
    return targetAt(running, await loadCredentials(dataDir), logGroups, running.functions);
  }
  const { address, credentials, close } = await openStoppedStudio(dataDir);
  const target = targetAt(address, credentials, logGroups);
  return { ...target, close: async () => void (await Promise.all([target.close(), close()])) };
}

/** @param functions endpoint of the function host; undefined when no studio runs. */
function targetAt(
  { region, objects, operations }: Omit<StudioAddress, 'functions'>,
  credentials: Credentials,
  logGroups: OpsTarget['logGroups'],
  functions?: string,
): OpsTarget {
  const at = (endpoint: string) => ({ endpoint, region, credentials });
  const clients = {
    s3: new S3Client({ ...at(objects), forcePathStyle: true }),
    sqs: new SQSClient(at(operations)),
    logs: new CloudWatchLogsClient(at(operations)),
    lambda: functions === undefined ? undefined : new LambdaClient(at(functions)),
  };
  const close = async () => {
    for (const client of Object.values(clients)) client?.destroy();
  };
  const deadLetterQueueUrl = `${operations}/000000000000/${deadLetterQueueName}`;
  return { ...clients, resultsBucket, deadLetterQueueUrl, logGroups, close };
}
