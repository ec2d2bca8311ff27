/** A webhook of an operator: an HTTP server on 127.0.0.1 that keeps what is posted. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Post {
  readonly headers: IncomingHttpHeaders;
  /** The body as it was sent. */
  readonly body: string;
}

export interface WebhookReceiver {
  readonly url: string;
  readonly posts: Post[];
  /** The statuses of the next answers; 204 when none is left. */
  readonly answers: number[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<WebhookReceiver> {
  const posts: Post[] = [];
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    posts.push({ headers: request.headers, body: await text(request) });
    const status = answers.shift() ?? 204;
    // A redirect leads back here, where it would be accepted.
    response.writeHead(status, status === 307 ? { location: '/elsewhere' } : {}).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/photos`, posts, answers, close };
}
