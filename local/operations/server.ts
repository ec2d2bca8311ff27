/**
 * Serves the parts of SQS and CloudWatch Logs that `npm run ops` uses, over the local dead letters and logs. So the
 * command uses the same SDK clients here and on AWS (docs/decisions/0015-operations.md). Every request must be signed,
 * because dead letters contain file names.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeadLetters } from '../lambda/dead-letters.ts';
import { BodyTooLarge } from '../lambda/read-body.ts';
import { filterLogEvents } from './cloudwatch-logs.ts';
import { JsonRefused, type KeyPair, readJsonRequest } from './json-protocol.ts';
import type { FunctionLogs } from './log-files.ts';
import { DeadLetterQueue } from './sqs.ts';

/** The dead letters and logs that are served. */
export interface OperationsSource {
  readonly deadLetters: DeadLetters;
  readonly logs: FunctionLogs;
}

/** A running server. */
export interface OperationsApi {
  /** `http://127.0.0.1:PORT`, for clients of SQS and of CloudWatch Logs. */
  readonly endpoint: string;
  close(): Promise<void>;
}

type Operation = (input: unknown) => Promise<unknown>;
type Lookup = (target: string) => Operation | undefined;

/** Starts the server on a free port of 127.0.0.1. @param keys the only accepted key pair. */
export async function openOperationsApi(
  { deadLetters, logs }: OperationsSource,
  keys: KeyPair,
): Promise<OperationsApi> {
  const queue = new DeadLetterQueue(deadLetters);
  const find: Lookup = (target) => {
    const [service, name = ''] = target.split('.');
    if (service === 'AmazonSQS') return queue.operation(name);
    return target === 'Logs_20140328.FilterLogEvents' ? (input) => filterLogEvents(logs, input) : undefined;
  };
  const server = createServer((request, response) => {
    void answer(request, response, find, keys);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, find: Lookup, keys: KeyPair): Promise<void> {
  let contentType = 'application/x-amz-json-1.0';
  const send = (status: number, body: unknown, extra: Readonly<Record<string, string>> = {}) =>
    response
      .writeHead(status, { 'content-type': contentType, 'x-amzn-requestid': randomUUID(), ...extra })
      .end(JSON.stringify(body));
  try {
    const { target, input, ...read } = await readJsonRequest(request, keys);
    contentType = read.contentType;
    const operation = find(target);
    if (!operation)
      throw new JsonRefused(400, 'UnknownOperationException', `The operation ${target} is not supported.`);
    send(200, await operation(input));
  } catch (error) {
    const { status, exception, message } = refusalOf(error);
    // The unread rest of a refused body would be parsed as the next request, so the connection is closed.
    send(status, { __type: exception, message }, { connection: 'close' });
  }
}

function refusalOf(error: unknown): { readonly status: number; readonly exception: string; readonly message: string } {
  if (error instanceof JsonRefused) return error;
  if (error instanceof BodyTooLarge) return { status: 413, exception: 'RequestEntityTooLarge', message: error.message };
  return { status: 500, exception: 'InternalFailure', message: 'The local runtime failed.' };
}
