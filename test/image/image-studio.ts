/**
 * A local studio that runs the functions' images instead of the bundles. Object server, event bus and function host are
 * the usual ones; memory sizes, time limits and environment come from the stack. photo-run.ts uploads photos to it.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { functionOfUpload } from '../../core/functions.ts';
import { configToEnv } from '../../functions/runtime/config.ts';
import { uploadsOf } from '../../functions/runtime/s3-events.ts';
import { constructIdOf } from '../../infra/studio-names.ts';
import { type BusEvent, startEventBus } from '../../local/event-bus/server.ts';
import { type FunctionSpec, type InvocationReport, startFunctionHost } from '../../local/lambda/host.ts';
import { startObjectServer } from '../../local/s3/server.ts';
import { resultsBucket, uploadsBucket } from '../../local/studio/folder.ts';
import { type Synthesised, synthesise } from '../infra/synthesised.ts';
import type { ImageConfig } from './buildah.ts';

export const imageNames = ['matting', 'compose', 'objects'] as const;
export type ImageName = (typeof imageNames)[number];

/** An image that is mounted in a folder of this machine. */
export interface MountedImage {
  /** The folder with the files of the image. */
  readonly root: string;
  readonly config: ImageConfig;
}

export type MountedImages = Readonly<Record<ImageName, MountedImage>>;

/** The options of the stack whose images are tested. */
export const stackOptions = { also: 'objects' } as const;

const region = 'us-east-1';

export async function startImageStudio(
  images: MountedImages,
  dataDir: string,
  callbacks: {
    readonly onReport: (report: InvocationReport) => void;
    readonly onLog: (name: string, line: string) => void;
    readonly onDeath: (reason: string) => void;
  },
) {
  const credentials = {
    accessKeyId: `ZB${randomBytes(9).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(24).toString('hex'),
  };
  let enqueue: ((name: string, event: unknown) => Promise<unknown>) | undefined;
  const objects = await startObjectServer({
    ...{ dataDir: join(dataDir, 'objects'), credentials, region },
    buckets: [{ name: uploadsBucket }, { name: resultsBucket }],
    onEvent: async (event, bucket) => {
      if (bucket !== uploadsBucket) return;
      for (const { key } of uploadsOf(event)) await enqueue?.(functionOfUpload(key) ?? 'none', event);
    },
  });
  const events: BusEvent[] = [];
  const eventBus = await startEventBus(credentials, region, async (event) => {
    events.push(event);
  });
  const stack = synthesise(stackOptions);
  const own = {
    AWS_ENDPOINT_URL_S3: objects.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: eventBus.endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
  };
  const host = await startFunctionHost({
    stateDir: join(dataDir, 'functions'),
    functions: imageNames.map((name) => imageSpec(name, images[name], stack, own)),
    // cage.sh isolates the instances of an image more strictly, and needs root for it.
    isolation: 'none',
    retryDelaysMs: [50, 50],
    onReport: callbacks.onReport,
    onLog: callbacks.onLog,
    onDeadLetter: ({ responsePayload }) => callbacks.onDeath(JSON.stringify(responsePayload)),
  });
  enqueue = (name, event) => host.enqueue(name, event);
  const close = async () => {
    await objects.close();
    await host.close();
    await eventBus.close();
  };
  return { endpoint: objects.endpoint, region, credentials, host, events, close };
}

export type ImageStudio = Awaited<ReturnType<typeof startImageStudio>>;

/** Returns the spec of a function with the settings of the template, started by the entry point of its image. */
function imageSpec(
  name: ImageName,
  { root, config }: MountedImage,
  stack: Synthesised,
  own: Readonly<Record<string, string>>,
): FunctionSpec {
  const { MemorySize, Timeout, Environment } = stack.find('AWS::Lambda::Function', constructIdOf(name)).properties;
  const { Variables } = Environment as { Variables: Record<string, string> };
  const settings = configToEnv({ uploadsBucket, resultsBucket, composeFunction: 'compose' });
  return {
    name,
    entry: join(config.workDir, 'handler.mjs'),
    command: [join(import.meta.dirname, 'cage.sh'), root, config.workDir, ...config.entrypoint, ...config.cmd],
    env: { ...config.env, ...Variables, ...settings, ...own },
    memoryMb: Number(MemorySize),
    timeoutMs: Number(Timeout) * 1000,
    maxConcurrency: 1,
  };
}
