/**
 * Serves the parts of SQS and CloudWatch Logs that `npm run ops` uses, over the local dead letters and logs. So the
 * command uses the same SDK clients here and on AWS (docs/decisions/0015-operations.md). Every request must be signed,
 * because dead letters contain file names.
 */
import type { DeadLetters } from '../lambda/dead-letters.ts';
import { filterLogEvents } from './cloudwatch-logs.ts';
import type { KeyPair } from './json-protocol.ts';
import { type JsonServer, openJsonServer } from './json-server.ts';
import type { FunctionLogs } from './log-files.ts';
import { DeadLetterQueue } from './sqs.ts';

/** The dead letters and logs that are served. */
export interface OperationsSource {
  readonly deadLetters: DeadLetters;
  readonly logs: FunctionLogs;
}

/** Starts the server for clients of SQS and of CloudWatch Logs. @param keys the only accepted key pair. */
export function openOperationsApi({ deadLetters, logs }: OperationsSource, keys: KeyPair): Promise<JsonServer> {
  const queue = new DeadLetterQueue(deadLetters);
  return openJsonServer((target) => {
    const [service, name = ''] = target.split('.');
    if (service === 'AmazonSQS') return queue.operation(name);
    return target === 'Logs_20140328.FilterLogEvents' ? (input) => filterLogEvents(logs, input) : undefined;
  }, keys);
}
