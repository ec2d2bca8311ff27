/** An HTTP server on the loopback that serves one file, with the faults that a test sets. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServedFile {
  bytes: Uint8Array;
  etag?: string | undefined;
  /** One entry for each of the next answers: the connection is cut after so many bytes of the body. */
  cuts?: number[];
  /** The statuses of the first answers, one for each request. */
  statuses?: number[];
  /** False: ranges are ignored, and each answer is the whole file. */
  ranges?: boolean;
}

export interface ModelServer {
  readonly url: string;
  /** The served file. A test may change it between requests. */
  readonly file: ServedFile;
  /** The requests in order: the Range header, or `whole`. */
  readonly requests: string[];
  close(): Promise<void>;
}

export async function serveModel(file: ServedFile): Promise<ModelServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers.range ?? 'whole');
    answer(file, request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/model.onnx`,
    file,
    requests,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function answer(file: ServedFile, request: IncomingMessage, response: ServerResponse): void {
  const status = file.statuses?.shift();
  if (status !== undefined) {
    response.writeHead(status).end();
    return;
  }
  const from = rangeStart(file, request);
  if (from !== undefined && from >= file.bytes.length) {
    response.writeHead(416).end();
    return;
  }
  const body = file.bytes.subarray(from ?? 0);
  response.writeHead(from === undefined ? 200 : 206, {
    'content-length': body.length,
    ...(file.etag && { etag: file.etag }),
    ...(from !== undefined && { 'content-range': `bytes ${from}-${file.bytes.length - 1}/${file.bytes.length}` }),
  });
  const cut = file.cuts?.shift();
  if (cut === undefined) response.end(body);
  else response.write(body.subarray(0, cut), () => setTimeout(() => response.socket?.end(), arrivalMs));
}

/** Time before a cut in which the client reads the bytes, ms; enough on a busy machine. */
const arrivalMs = 200;

function rangeStart({ ranges = true, etag }: ServedFile, { headers }: IncomingMessage): number | undefined {
  const asked = /^bytes=(\d+)-$/.exec(headers.range ?? '');
  const same = headers['if-range'] === undefined || headers['if-range'] === etag;
  return ranges && same && asked ? Number(asked[1]) : undefined;
}
