/** The specs of the local studio's functions, with the settings that the stack gives them on AWS. */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { modelsFileName } from '../../core/model-card.ts';
import { defaultBus } from '../../core/settled-event.ts';
import { type FunctionBundles, pageDir } from '../../files/built.ts';
import { type Config, configToEnv, decodeMbOf } from '../../functions/runtime/config.ts';
import { defaultIdleMs, type FunctionSpec } from '../lambda/spec.ts';
import { keepDays } from './expiry.ts';
import { type Credentials, resultsBucket, studioRegion, uploadsBucket } from './folder.ts';
import type { StudioOptions, Webhook } from './options.ts';

/** Memory sizes with a reserve. The CPU shares suit a small server; Lambda would derive them from the memory size. */
const defaultSizes = {
  matting: { memoryMb: 2048, cpuShare: 1.5 },
  compose: { memoryMb: 512, cpuShare: 1 },
  api: { memoryMb: 256, cpuShare: 1 },
} as const;

/** The name of the function that posts the events. */
export const webhookFunction = 'webhook';

/** A browser opens six connections to one server. With four instances none of them waits long. */
export const apiConcurrency = 4;

/**
 * CPU weights for a machine with too few CPUs. The API is first, because a person waits for its answer, which takes a
 * few ms. Matting is second, because it takes most of the time of a batch; compose is fast enough with the rest.
 */
const cpuWeights = { api: 8, matting: 4 } as const;

type SpecOptions = Pick<
  StudioOptions,
  'modelDir' | 'concurrency' | 'idleMs' | 'settings' | 'sizes' | 'webhook' | 'network'
>;

/** The addresses that the functions call. */
interface Endpoints {
  readonly objects: string;
  /** Undefined when nothing is announced. */
  readonly eventBus: string | undefined;
}

/**
 * Returns the specs of matting, compose and the API, and of the webhook function if there is a webhook.
 * @param entries the paths of the bundles.
 */
export function functionSpecs(
  options: SpecOptions,
  entries: FunctionBundles,
  endpoints: Endpoints,
  credentials: Credentials,
): readonly FunctionSpec[] {
  const concurrency = options.concurrency ?? Math.max(1, Math.floor(availableParallelism() / 2));
  const sizeOf = (name: keyof typeof defaultSizes) => ({ ...defaultSizes[name], ...options.sizes?.[name] });
  const env = {
    AWS_ENDPOINT_URL_S3: endpoints.objects,
    ...(endpoints.eventBus && { AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.eventBus }),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_REGION: studioRegion,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...configToEnv({
      decodeMb: decodeMbOf(sizeOf('matting').memoryMb),
      ...options.settings,
      access: accessOf(options),
      uploadsBucket,
      resultsBucket,
      composeFunction: 'compose',
      ...(endpoints.eventBus && { eventBus: defaultBus }),
      modelDir: options.modelDir,
      pageDir: pageDir(),
      ...{ uploadsDays: keepDays.uploads, cutoutsDays: keepDays.cutouts, resultsDays: keepDays.results },
      local: true,
      isOnNetwork: options.network !== undefined,
    }),
  };
  const readPaths = [join(options.modelDir, modelsFileName), createRequire(import.meta.url).resolve('sharp')];
  const common = { handlerName: 'handler', env, readPaths, idleMs: options.idleMs ?? defaultIdleMs };
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
    ...(options.webhook ? [webhookSpec(options.webhook, entries.webhook, options.idleMs)] : []),
  ];
}

/** Returns whether callers need an access code. A network needs one, unless the settings say otherwise. */
export function accessOf({ settings, network }: Pick<StudioOptions, 'settings' | 'network'>): Config['access'] {
  return settings?.access ?? (network ? 'code' : 'none');
}

/** It has no key pair, because it calls nothing but the webhook. Its time limit is above its wait for an answer. */
function webhookSpec({ url, secret }: Webhook, entry: string, idleMs = defaultIdleMs): FunctionSpec {
  const env = configToEnv({ webhookUrl: url, webhookSecret: secret });
  return {
    ...{ name: webhookFunction, entry, handlerName: 'handler', env, idleMs },
    ...{ memoryMb: 128, cpuShare: 0.5, timeoutMs: 15_000, maxConcurrency: 2 },
  };
}
