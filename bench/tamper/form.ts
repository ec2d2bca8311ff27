/** Forms as an attacker sends them: every byte of the body is ours to choose. run.ts makes them, tamper.ts counts. */
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

export type Field = readonly [name: string, value: string | Buffer];

/** The parts of a form in the order in which a browser sends them. */
export interface Form {
  readonly fields: readonly Field[];
  readonly file: Buffer;
  readonly fileName: string;
  /** Parts behind the file. */
  readonly behind?: readonly Field[];
}

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  /** S3's code of a refusal, or the API's. */
  readonly code: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export const boundary = 'tampered-7f3a9c';

/** `multipart/form-data` with nothing escaped: what stands in a name goes out as it is. */
export function encodeForm({ fields, file, fileName, behind = [] }: Form): Buffer {
  const part = ([name, value]: Field) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ];
  const disposition = `Content-Disposition: form-data; name="file"; filename="${fileName}"`;
  const head = `--${boundary}\r\n${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return Buffer.concat([
    ...fields.flatMap(part),
    ...[Buffer.from(head), file, Buffer.from('\r\n')],
    ...behind.flatMap(part),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
}

/** The request that sends a form to a bucket. */
export const formRequest = (bucket: string, form: Form): RawRequest => rawForm(bucket, encodeForm(form));

/** The same with a body that no browser would make. */
export const rawForm = (bucket: string, body: Buffer, headers: OutgoingHttpHeaders = {}): RawRequest => ({
  ...{ method: 'POST', path: `/${bucket}`, body },
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...headers },
});

/** Sends requests to one server of this machine over few connections. */
export class Attacker {
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });

  constructor(port: number) {
    this.#port = port;
  }

  /** A connection that the server cuts without a word is status 0. */
  send({ method, path, headers, body }: RawRequest): Promise<Reply> {
    return new Promise((resolve) => {
      const options = { host: '127.0.0.1', port: this.#port, agent: this.#agent, method, path };
      const cut = () => resolve({ status: 0, code: 'cut', headers: {}, text: '' });
      const sent = request(
        { ...options, headers: { 'content-length': String(body.length), ...headers } },
        (response) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece: Buffer) => pieces.push(piece));
          response.on('error', cut);
          response.on('end', () => {
            const text = Buffer.concat(pieces).toString();
            const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? /"code":\s*"([\w-]+)"/.exec(text)?.[1] ?? '';
            resolve({ status: response.statusCode ?? 0, code, headers: response.headers, text });
          });
        },
      );
      sent.on('error', cut);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
