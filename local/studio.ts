/**
 * The whole studio on this machine: object server and function host wired as the stack wires S3 and Lambda, with the
 * same handlers and SDK clients. Commands in cli/ start one, use it over its protocols, and close it.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { uploadsPrefix } from '../core/keys.ts';
import { modelsFileName } from '../core/model-card.ts';
import { type Config, configToEnv } from '../functions/runtime/config.ts';
import { buildFunctions } from './build.ts';
import {
  type DeadLetter,
  type FunctionHost,
  type FunctionSpec,
  type InvocationReport,
  startFunctionHost,
} from './function-host.ts';
import { type ObjectServer, startObjectServer } from './object-server.ts';

export const uploadsBucket = 'zerobooth-uploads';
export const resultsBucket = 'zerobooth-results';
const region = 'us-east-1';

export interface StudioOptions {
  /** Objects, queue and dead letters live here. */
  readonly dataDir: string;
  /** Folder of prepared models (layers/model). */
  readonly modelDir: string;
  /** 0 (default): any free port. */
  readonly objectPort?: number;
  /** Matting instances at once; compose gets one more. Default: one for each two CPUs. */
  readonly concurrency?: number;
  readonly idleMs?: number;
  /** Settings of the functions beside buckets and models. */
  readonly settings?: Partial<Config>;
  readonly sizes?: Readonly<
    Partial<Record<'matting' | 'compose', { readonly memoryMb: number; readonly cpuShare?: number }>>
  >;
  readonly retryDelaysMs?: readonly number[];
  readonly onReport?: (report: InvocationReport) => void;
  readonly onLog?: (functionName: string, line: string) => void;
  readonly onDeadLetter?: (letter: DeadLetter) => void;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Studio {
  /** S3 endpoint, path style. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly host: FunctionHost;
  close(): Promise<void>;
}

/** Sizes with room to spare; the CPU shares are those of a small server rather than the ones that Lambda ties to memory. */
const defaultSizes = {
  matting: { memoryMb: 2048, cpuShare: 1.5 },
  compose: { memoryMb: 512, cpuShare: 1 },
} as const;

/** Builds the functions, starts both servers on 127.0.0.1 and goes on with whatever an earlier run left queued. */
export async function startStudio(options: StudioOptions): Promise<Studio> {
  const { dataDir } = options;
  const [entries, credentials] = await Promise.all([buildFunctions(), loadCredentials(dataDir)]);
  // Functions need the object server's address, and the object server hands its events to the functions: the events
  // find the host through this variable, which is set before the object server's address is known to anyone.
  let host: FunctionHost | undefined;
  const objects: ObjectServer = await startObjectServer({
    dataDir: join(dataDir, 'objects'),
    credentials,
    region,
    port: options.objectPort ?? 0,
    buckets: [{ name: uploadsBucket }, { name: resultsBucket }],
    onEvent: async (event, bucket) => {
      if (bucket !== uploadsBucket || !isUpload(event)) return;
      if (!host) throw new Error('the studio is still starting');
      await host.enqueue('matting', event);
    },
  });
  host = await startFunctionHost({
    stateDir: join(dataDir, 'functions'),
    functions: functionSpecs(options, entries, objects.endpoint, credentials),
    ...(options.retryDelaysMs && { retryDelaysMs: options.retryDelaysMs }),
    ...(options.onReport && { onReport: options.onReport }),
    ...(options.onLog && { onLog: options.onLog }),
    ...(options.onDeadLetter && { onDeadLetter: options.onDeadLetter }),
  });
  const started = host;
  const close = async () => {
    await objects.close();
    await started.close();
  };
  return { endpoint: objects.endpoint, region, credentials, host, close };
}

function isUpload(event: {
  readonly Records: readonly { readonly s3: { readonly object: { readonly key: string } } }[];
}): boolean {
  return event.Records.some(({ s3 }) =>
    decodeURIComponent(s3.object.key.replaceAll('+', ' ')).startsWith(uploadsPrefix),
  );
}

function functionSpecs(
  options: StudioOptions,
  entries: Readonly<Record<'matting' | 'compose', string>>,
  endpoint: string,
  credentials: Credentials,
): readonly FunctionSpec[] {
  const concurrency = options.concurrency ?? Math.max(1, Math.floor(availableParallelism() / 2));
  const env = {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...configToEnv({
      ...options.settings,
      uploadsBucket,
      resultsBucket,
      composeFunction: 'compose',
      modelDir: options.modelDir,
    }),
  };
  const readPaths = [join(options.modelDir, modelsFileName), createRequire(import.meta.url).resolve('sharp')];
  const common = { handlerName: 'handler', env, readPaths, idleMs: options.idleMs ?? 30_000 };
  const sizeOf = (name: keyof typeof defaultSizes) => ({ ...defaultSizes[name], ...options.sizes?.[name] });
  return [
    {
      ...{ ...common, ...sizeOf('matting'), name: 'matting', entry: entries.matting },
      ...{ timeoutMs: 60_000, maxConcurrency: concurrency },
    },
    {
      ...{ ...common, ...sizeOf('compose'), name: 'compose', entry: entries.compose },
      ...{ timeoutMs: 30_000, maxConcurrency: concurrency + 1 },
    },
  ];
}

const credentialsSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });

/** The data folder's own key pair, made on first use: nobody on this machine gets in with a well-known one. */
async function loadCredentials(dataDir: string): Promise<Credentials> {
  const path = join(dataDir, 'credentials.json');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const fresh = {
    accessKeyId: `ZB${randomBytes(9).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(24).toString('hex'),
  };
  await writeFile(path, JSON.stringify(fresh), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return credentialsSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}
