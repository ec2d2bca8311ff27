/** The pre-traffic check on the real local runtime: CodeDeploy's event in, the report to CodeDeploy out. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildFunctions } from '../../../build/functions.ts';
import { modelsFileName } from '../../../core/model-card.ts';
import { type Config, configToEnv } from '../../../functions/runtime/config.ts';
import { ensureModels } from '../../../layers/model/ensure.ts';
import { type FunctionHost, type InvocationReport, startFunctionHost } from '../../../local/lambda/host.ts';
import { type ObjectServer, startObjectServer } from '../../../local/s3/server.ts';
import { prepareToyStore } from '../../support/toy-store.ts';

// Each starts three functions, one of them with all networks, on a machine that may be busy.
vi.setConfig({ testTimeout: 240_000 });

const uploadsBucket = 'golden-uploads';
const resultsBucket = 'golden-results';
const credentials = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };

let dataDir: string;
let objects: ObjectServer;
let codeDeploy: Awaited<ReturnType<typeof startCodeDeploy>>;
let s3: S3Client;
const uploadEvents: unknown[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-golden-'));
  codeDeploy = await startCodeDeploy();
  objects = await startObjectServer({
    ...{ dataDir: join(dataDir, 'objects'), credentials },
    buckets: [{ name: uploadsBucket }, { name: resultsBucket }],
    onEvent: (event, bucket) => {
      const { key } = event.Records[0].s3.object;
      if (bucket === uploadsBucket && key.startsWith('uploads')) uploadEvents.push(event);
    },
  });
  s3 = new S3Client({ endpoint: objects.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
});
afterAll(async () => {
  s3.destroy();
  await objects.close();
  codeDeploy.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Runs the hook for a version of matting with these settings. */
async function deploy(deploymentId: string, settings: Partial<Config> = {}) {
  const reports: InvocationReport[] = [];
  const logs: string[] = [];
  const host = await startHost(settings, reports, logs);
  try {
    const { functionError } = await host.invoke('pre-traffic', {
      DeploymentId: deploymentId,
      LifecycleEventHookExecutionId: `hook-of-${deploymentId}`,
    });
    return { functionError, reports, logs };
  } finally {
    await host.close();
  }
}

async function startHost(
  settings: Partial<Config>,
  reports: InvocationReport[],
  logs: string[],
): Promise<FunctionHost> {
  const entries = await buildFunctions();
  const { storeDir } = await ensureModels();
  const names = { uploadsBucket, resultsBucket, composeFunction: 'compose', mattingFunction: 'matting:7' };
  const env = {
    AWS_ENDPOINT_URL_S3: objects.endpoint,
    AWS_ENDPOINT_URL_CODEDEPLOY: codeDeploy.endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...configToEnv({ ...names, modelDir: storeDir, ...settings }),
  };
  const readPaths = [join(settings.modelDir ?? storeDir, modelsFileName)].filter(existsSync);
  const common = { env, readPaths, timeoutMs: 120_000, maxConcurrency: 1 };
  return startFunctionHost({
    stateDir: join(dataDir, 'functions'),
    functions: [
      { ...common, name: 'matting', entry: entries.matting, memoryMb: 2048, cpuShare: 2 },
      { ...common, name: 'compose', entry: entries.compose, memoryMb: 512, cpuShare: 1 },
      { ...common, name: 'pre-traffic', entry: entries['pre-traffic'], memoryMb: 256, cpuShare: 1 },
    ],
    onReport: (report) => reports.push(report),
    onLog: (_, line) => logs.push(line),
  });
}

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

async function keysLeft(): Promise<readonly string[]> {
  const lists = [uploadsBucket, resultsBucket].map((Bucket) => s3.send(new ListObjectsV2Command({ Bucket })));
  return (await Promise.all(lists)).flatMap(({ Contents = [] }) => Contents.map(({ Key = '' }) => Key));
}

const answer = (deploymentId: string, status: 'Succeeded' | 'Failed') => ({
  call: 'CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus',
  deploymentId,
  lifecycleEventHookExecutionId: `hook-of-${deploymentId}`,
  status,
});

test('a good version passes, by networks that really ran, and the check leaves nothing behind', async () => {
  for (const deploymentId of ['d-GOOD1', 'd-GOOD2']) {
    const { functionError, reports, logs } = await deploy(deploymentId);
    expect(functionError, logs.join('\n')).toBeUndefined();
    expect(codeDeploy.answers.at(-1), logs.join('\n')).toEqual(answer(deploymentId, 'Succeeded'));
    const ran = reports.map(({ functionName, status }) => `${functionName} ${status}`);
    // Compose once more, because matting woke it.
    expect([...ran].sort()).toEqual(['compose success', 'compose success', 'matting success', 'pre-traffic success']);
    expect(await keysLeft()).toEqual([]);
  }
  // No event started the version in use meanwhile.
  expect(uploadEvents).toEqual([]);
});

test('a version whose cutouts are off fails the deployment, and says by how much', async () => {
  const { logs } = await deploy('d-OFF', await prepareToyStore(dataDir));
  expect(codeDeploy.answers.at(-1)).toEqual(answer('d-OFF', 'Failed'));
  expect(logs.some((line) => /"complaint":"[a-z ]+ off by [\d.]+/.test(line))).toBe(true);
  expect(await keysLeft()).toEqual([]);
});

test('a version that cannot start fails the deployment at once', async () => {
  const { functionError, logs } = await deploy('d-BROKEN', { modelDir: '/no/such/folder' });
  expect(functionError).toBeUndefined();
  expect(codeDeploy.answers.at(-1)).toEqual(answer('d-BROKEN', 'Failed'));
  expect(logs.some((line) => line.includes('"complaint":"matting failed: '))).toBe(true);
  expect(await keysLeft()).toEqual([]);
});

test('what is not from CodeDeploy is refused, with no answer to anybody', async () => {
  const before = codeDeploy.answers.length;
  const host = await startHost({}, [], []);
  const { functionError } = await host.invoke('pre-traffic', { DeploymentId: 'd-HALF' });
  await host.close();
  expect(functionError).toBe('Unhandled');
  expect(codeDeploy.answers).toHaveLength(before);
});
