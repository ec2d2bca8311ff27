/**
 * Creates the queue of dead letters. They contain object keys, which contain file names, so they expire together with the
 * results of the same day.
 */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { StackOptions } from './options.ts';

/** The longest retention time of SQS, days. */
const longestQueueDays = 14;

/** Returns for how many days a dead letter is kept. */
export const deadLetterDays = ({ resultsDays }: Pick<StackOptions, 'resultsDays'>): number =>
  Math.min(resultsDays, longestQueueDays);

/** @param key the key that encrypts them; undefined for SQS's own. */
export function createDeadLetters(scope: Construct, options: StackOptions, key: IKey | undefined): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    ...(key
      ? { encryption: QueueEncryption.KMS, encryptionMasterKey: key, dataKeyReuse: Duration.days(1) }
      : { encryption: QueueEncryption.SQS_MANAGED }),
    enforceSSL: true,
    retentionPeriod: Duration.days(deadLetterDays(options)),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  acknowledge(queue, { 'AwsSolutions-SQS3': 'It is the dead-letter queue itself.' });
  return queue;
}
