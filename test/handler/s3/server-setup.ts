/** Starts object servers for tests, and sends them requests by the real SDK or byte by byte. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import {
  type ObjectServer,
  type ObjectServerOptions,
  type S3Event,
  startObjectServer,
} from '../../../local/s3/server.ts';
import {
  canonicalRequest,
  deriveSigningKey,
  sha256Hex,
  signText,
  stringToSign,
} from '../../../local/s3/sigv4-signing.ts';

export const credentials = { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'local secret +/=' };
export const region = 'us-east-1';

export interface TestServer {
  readonly server: ObjectServer;
  readonly dataDir: string;
  readonly client: S3Client;
  /** Events in the order of arrival. */
  readonly events: S3Event[];
  readonly internalErrors: unknown[];
  readonly clientWith: (config: Partial<S3ClientConfig>) => S3Client;
  /** Closes the server and starts it again on the same folder; endpoint and client are new. */
  readonly restart: (options?: Partial<ObjectServerOptions>) => Promise<TestServer>;
}

/**
 * Starts a server with the buckets `photos` (CORS for http://studio.test) and `results` (no CORS). It is closed after
 * the test.
 */
export async function startTestServer(options: Partial<ObjectServerOptions> = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? (await newDataDir());
  const events: S3Event[] = [];
  const internalErrors: unknown[] = [];
  const server = await startObjectServer({
    dataDir,
    credentials,
    buckets: [{ name: 'photos', corsOrigins: ['http://studio.test'] }, { name: 'results' }],
    onEvent: (event) => {
      events.push(event);
    },
    onInternalError: (error) => internalErrors.push(error),
    ...options,
  });
  const clients: S3Client[] = [];
  const close = async () => {
    for (const client of clients) client.destroy();
    await server.close();
  };
  onTestFinished(close);
  const clientWith = (config: Partial<S3ClientConfig>): S3Client => {
    const client = new S3Client({
      endpoint: server.endpoint,
      region,
      credentials,
      forcePathStyle: true,
      maxAttempts: 1,
      ...config,
    });
    clients.push(client);
    return client;
  };
  const restart = async (changed: Partial<ObjectServerOptions> = {}): Promise<TestServer> => {
    await close();
    return startTestServer({ ...options, dataDir, ...changed });
  };
  return { server, dataDir, client: clientWith({}), events, internalErrors, clientWith, restart };
}

/** Creates a folder, which is removed after the test. */
export async function newDataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'object-server-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Returns the sorted paths of all files of the buckets, relative to the data folder, without the server's state. */
export async function filesIn(dataDir: string): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dataDir.length + 1));
  return files.filter((file) => !file.startsWith('.server')).sort();
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface RawRequest {
  readonly method?: string;
  /** Sent as it is; `fetch` would normalise it. */
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** Sends a request without changing it. */
export function send(server: ObjectServer, raw: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', path, headers = {}, body } = raw;
    const request = httpRequest(
      { host: '127.0.0.1', port: server.port, method, path, headers, agent: false },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(pieces).toString(),
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

export interface SigningOptions {
  readonly date?: Date;
  readonly region?: string;
  readonly secretAccessKey?: string;
  readonly accessKeyId?: string;
  readonly payloadHash?: string;
  readonly query?: readonly (readonly [string, string])[];
  /** Headers that are left out. */
  readonly unsigned?: readonly string[];
}

/** Returns the headers of a signed request, whose path must have no escapes. */
export function signHeaders(
  server: ObjectServer,
  raw: RawRequest,
  options: SigningOptions = {},
): Record<string, string> {
  const { date = new Date(), query = [] } = options;
  const amzDate = date.toISOString().replace(/[-:]|\.\d+/g, '');
  const accessKeyId = options.accessKeyId ?? credentials.accessKeyId;
  const scope = { accessKeyId, day: amzDate.slice(0, 8), region: options.region ?? region };
  const payloadHash = options.payloadHash ?? sha256Hex(raw.body ?? '');
  const headers: Record<string, string> = {
    ...raw.headers,
    host: `127.0.0.1:${server.port}`,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': amzDate,
  };
  for (const name of options.unsigned ?? []) delete headers[name];
  const signedHeaders = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const path = raw.path.split('?', 1)[0] ?? '';
  const canonical = canonicalRequest({ method: raw.method ?? 'GET', path, query, signedHeaders, payloadHash });
  const key = deriveSigningKey(options.secretAccessKey ?? credentials.secretAccessKey, scope);
  const signature = signText(key, stringToSign(amzDate, scope, canonical));
  const names = signedHeaders.map(([name]) => name).join(';');
  const credential = `${accessKeyId}/${scope.day}/${scope.region}/s3/aws4_request`;
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
  return headers;
}

/** Signs a request and sends it. */
export const sendSigned = (server: ObjectServer, raw: RawRequest, options: SigningOptions = {}): Promise<RawAnswer> =>
  send(server, { ...raw, headers: signHeaders(server, raw, options) });

/** Returns the code of an XML error. */
export const codeOf = (answer: RawAnswer): string => /<Code>(\w+)<\/Code>/.exec(answer.text)?.[1] ?? '';

/** Returns the name of the SDK's error, which is S3's code; `accepted` when there is no error. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

/** The bucket of {@link put} and {@link read}. */
export const Bucket = 'photos';

/** Stores an object with the SDK. */
export async function put(
  test: TestServer,
  Key: string,
  Body: Exclude<PutObjectCommandInput['Body'], undefined>,
  more: object = {},
) {
  return test.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
}

/** Reads an object with the SDK. */
export async function read(test: TestServer, Key: string, more: Record<string, unknown> = {}): Promise<Buffer> {
  const answer = await test.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
}
