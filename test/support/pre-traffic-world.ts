/** The world of a pre-traffic check: buckets on the object server, CodeDeploy's part of the talk, functions in a host. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { modelsFileName } from '../../core/model-card.ts';
import { type Config, configToEnv } from '../../functions/runtime/config.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { type FunctionHost, type InvocationReport, startFunctionHost } from '../../local/lambda/host.ts';
import { startObjectServer } from '../../local/s3/server.ts';

const uploadsBucket = 'golden-uploads';
const resultsBucket = 'golden-results';
const credentials = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };

/** No test is about time. On a busy machine these limits are reached by nothing but a process that hangs. */
export const patienceMs = { function: 300_000, test: 900_000 } as const;

interface WorldFunction {
  readonly name: string;
  readonly entry: string;
  readonly memoryMb: number;
  readonly cpuShare: number;
  readonly settings?: Partial<Config>;
}

export interface PreTrafficWorld {
  readonly dataDir: string;
  /** What CodeDeploy was told, in order. */
  readonly answers: readonly unknown[];
  /** Events of objects below uploads/, which would start the version in use. */
  readonly uploadEvents: readonly unknown[];
  /** What the functions wrote since {@link startHost}. */
  readonly logs: readonly string[];
  readonly reports: readonly InvocationReport[];
  /** Only one host at a time. */
  startHost(functions: readonly WorldFunction[]): Promise<FunctionHost>;
  /** The keys of all objects in both buckets. */
  keysLeft(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openPreTrafficWorld(): Promise<PreTrafficWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-golden-'));
  const codeDeploy = await startCodeDeploy();
  const uploadEvents: unknown[] = [];
  const logs: string[] = [];
  const reports: InvocationReport[] = [];
  const objects = await startObjectServer({
    ...{ dataDir: join(dataDir, 'objects'), credentials },
    buckets: [{ name: uploadsBucket }, { name: resultsBucket }],
    onEvent: (event, bucket) => {
      const { key } = event.Records[0].s3.object;
      if (bucket === uploadsBucket && key.startsWith('uploads')) uploadEvents.push(event);
    },
  });
  const s3 = new S3Client({ endpoint: objects.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  const { storeDir } = await ensureModels();

  const specOf = ({ settings = {}, ...given }: WorldFunction) => {
    const { modelDir = storeDir } = settings;
    const photoWaitMs = patienceMs.function;
    return {
      ...given,
      env: {
        AWS_ENDPOINT_URL_S3: objects.endpoint,
        AWS_ENDPOINT_URL_CODEDEPLOY: codeDeploy.endpoint,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        ...configToEnv({ uploadsBucket, resultsBucket, photoWaitMs, ...settings, modelDir }),
      },
      readPaths: [join(modelDir, modelsFileName)].filter(existsSync),
      timeoutMs: patienceMs.function,
      maxConcurrency: 1,
    };
  };

  return {
    ...{ dataDir, answers: codeDeploy.answers, uploadEvents, logs, reports },
    startHost: (functions) => {
      logs.length = 0;
      reports.length = 0;
      return startFunctionHost({
        stateDir: join(dataDir, 'functions'),
        functions: functions.map(specOf),
        initLimitMs: patienceMs.function,
        onReport: (report) => reports.push(report),
        onLog: (_, line) => logs.push(line),
      });
    },
    keysLeft: async () => {
      const lists = [uploadsBucket, resultsBucket].map((Bucket) => s3.send(new ListObjectsV2Command({ Bucket })));
      return (await Promise.all(lists)).flatMap(({ Contents = [] }) => Contents.map(({ Key = '' }) => Key));
    },
    close: async () => {
      s3.destroy();
      await objects.close();
      codeDeploy.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The event that CodeDeploy sends to a hook. */
export const hookEvent = (deploymentId: string) => ({
  DeploymentId: deploymentId,
  LifecycleEventHookExecutionId: `hook-of-${deploymentId}`,
});

/** What CodeDeploy must be told. */
export const answer = (deploymentId: string, status: 'Succeeded' | 'Failed') => ({
  call: 'CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus',
  deploymentId,
  lifecycleEventHookExecutionId: `hook-of-${deploymentId}`,
  status,
});

/** As much of CodeDeploy as hooks speak to: JSON 1.1 over one path. */
async function startCodeDeploy() {
  const answers: unknown[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    answers.push({ call: request.headers['x-amz-target'], ...body });
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, answers, close };
}
