/** An HTTP server on the loopback for operations of AWS's JSON services. json-protocol.ts reads the requests. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BodyTooLarge } from '../lambda/read-body.ts';
import { JsonRefused, type KeyPair, readJsonRequest } from './json-protocol.ts';

/** A running server. */
export interface JsonServer {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Runs one operation and returns its output. @throws JsonRefused. */
export type JsonOperation = (input: unknown) => Promise<unknown>;

/**
 * Starts the server on a free port of 127.0.0.1.
 * @param find returns the operation of a target such as `AmazonSQS.ReceiveMessage`; undefined for an unknown one.
 * @param keys the only accepted key pair.
 */
export async function openJsonServer(
  find: (target: string) => JsonOperation | undefined,
  keys: KeyPair,
): Promise<JsonServer> {
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

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  find: (target: string) => JsonOperation | undefined,
  keys: KeyPair,
): Promise<void> {
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
