/** The functions of a studio on this machine: what the stack sets up on AWS, as specs for the function host. */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type FunctionName, pageDir } from '../../build/functions.ts';
import { modelsFileName } from '../../core/model-card.ts';
import { configToEnv } from '../../functions/runtime/config.ts';
import { defaultIdleMs, type FunctionSpec } from '../lambda/spec.ts';
import { keepDays } from './expiry.ts';
import { type Credentials, resultsBucket, studioRegion, uploadsBucket } from './folder.ts';
import type { StudioOptions } from './options.ts';

/** Sizes with room to spare; the CPU shares are those of a small server rather than the ones that Lambda ties to memory. */
const defaultSizes = {
  matting: { memoryMb: 2048, cpuShare: 1.5 },
  compose: { memoryMb: 512, cpuShare: 1 },
  api: { memoryMb: 256, cpuShare: 1 },
} as const;

/** Browsers open six connections to one place; with these each finds an instance soon. */
export const apiConcurrency = 4;

/**
 * Who goes first where the CPUs do not suffice for all. Somebody waits for the API's answer, which takes a few ms, while
 * matting uses all there is. A pile of photos is done when matting is through it: compose keeps up beside it.
 */
const cpuWeights = { api: 8, matting: 4 } as const;

type SpecOptions = Pick<StudioOptions, 'modelDir' | 'concurrency' | 'idleMs' | 'settings' | 'sizes'>;

/** @param endpoint where the functions find the object server. */
export function functionSpecs(
  options: SpecOptions,
  entries: Readonly<Record<FunctionName, string>>,
  endpoint: string,
  credentials: Credentials,
): readonly FunctionSpec[] {
  const concurrency = options.concurrency ?? Math.max(1, Math.floor(availableParallelism() / 2));
  const env = {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_REGION: studioRegion,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...configToEnv({
      access: 'none',
      ...options.settings,
      uploadsBucket,
      resultsBucket,
      composeFunction: 'compose',
      modelDir: options.modelDir,
      pageDir,
      ...{ uploadsDays: keepDays.uploads, resultsDays: keepDays.results },
      local: true,
    }),
  };
  const readPaths = [join(options.modelDir, modelsFileName), createRequire(import.meta.url).resolve('sharp')];
  const common = { handlerName: 'handler', env, readPaths, idleMs: options.idleMs ?? defaultIdleMs };
  const sizeOf = (name: keyof typeof defaultSizes) => ({ ...defaultSizes[name], ...options.sizes?.[name] });
  return [
    {
      ...{ ...common, ...sizeOf('matting'), name: 'matting', entry: entries.matting },
      ...{ timeoutMs: 60_000, maxConcurrency: concurrency, cpuWeight: cpuWeights.matting },
    },
    {
      ...{ ...common, ...sizeOf('compose'), name: 'compose', entry: entries.compose },
      ...{ timeoutMs: 30_000, maxConcurrency: concurrency + 1 },
    },
    {
      ...{ ...common, ...sizeOf('api'), name: 'api', entry: entries.api },
      ...{ timeoutMs: 10_000, maxConcurrency: apiConcurrency, cpuWeight: cpuWeights.api },
    },
  ];
}
