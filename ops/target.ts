/**
 * The studio that a command of `npm run ops` works on. stack-target.ts opens one on AWS, local-target.ts one on this
 * machine; all other code is the same for both.
 */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';

/** The log group of one function. */
export interface LogGroup {
  /** The present name of the function (function-names.ts). */
  readonly functionName: string;
  readonly logGroupName: string;
}

/**
 * The alias that callers invoke on AWS (infra/image-function.ts). Retries and dead letters are configured only for it.
 */
export const liveAlias = 'live';

/** SDK clients of one studio, and the names of its bucket, queue and log groups. */
export interface OpsTarget {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly logs: CloudWatchLogsClient;
  /** Undefined while the functions are not running. */
  readonly lambda: LambdaClient | undefined;
  readonly resultsBucket: string;
  readonly deadLetterQueueUrl: string;
  readonly logGroups: readonly LogGroup[];
  /**
   * The functions that are deployed step by step: their names on AWS by the present name, as far as the stack names them.
   * Undefined for a local studio.
   */
  readonly deployed?: Readonly<Record<string, string>>;
  /** Closes the clients and the servers that were started for this target. */
  close(): Promise<void>;
}
