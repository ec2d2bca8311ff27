/**
 * A studio as its operator sees it: four SDK clients and the names of what they look at. stack-site.ts finds one on AWS,
 * local-site.ts one on this machine; everything after that is the same code for both.
 */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';

export interface LogGroup {
  readonly functionName: string;
  readonly logGroupName: string;
}

export interface OpsTarget {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly logs: CloudWatchLogsClient;
  /** Undefined where nobody runs the functions at the moment. */
  readonly lambda: LambdaClient | undefined;
  readonly resultsBucket: string;
  readonly deadLetterQueueUrl: string;
  readonly logGroups: readonly LogGroup[];
  /** Frees what finding it took. */
  close(): Promise<void>;
}
