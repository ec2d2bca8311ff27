/** The specs of the local studio's functions, with the settings that the stack gives them on AWS. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Fault } from '../../core/errors.ts';
import type { FunctionBundles } from '../../core/functions.ts';
import { finderNames, type PictureFunction, pictureFunctions } from '../../core/functions.ts';
import { modelsFileName } from '../../core/model-card.ts';
import { hostedName, type ModelVersion, settingOfTask } from '../../core/model-versions.ts';
import { defaultBus } from '../../core/settled-event.ts';
import { pageDir } from '../../files/built.ts';
import { type Config, configToEnv, decodeMbOf } from '../../functions/runtime/config.ts';
import { defaultIdleMs, type FunctionSpec } from '../lambda/spec.ts';
import type { MachineLimits } from '../sandbox/machine-limits.ts';
import { defaultMemoryBudgetMb } from '../sandbox/quota.ts';
import { keepDays } from './expiry.ts';
import { type Credentials, resultsBucket, studioRegion, uploadsBucket } from './folder.ts';
import { versionsOf } from './model-versions.ts';
import type { AddedFunction, StudioOptions, Webhook } from './options.ts';
import { type FunctionSize, sizesFor } from './sizes.ts';

/** The name of the function that posts the events. */
export const webhookFunction = 'webhook';

/** A browser opens six connections to one server. With four instances none of them waits long. */
export const apiConcurrency = 4;

/** The greatest weight of the CPUs: a person waits for the API, which takes a few ms. */
const apiCpuWeight = 8;

type SpecOptions = Pick<
  StudioOptions,
  'modelDir' | 'concurrency' | 'idleMs' | 'settings' | 'sizes' | 'functions' | 'versions' | 'webhook' | 'network'
>;

/** The addresses that the functions call. */
interface Endpoints {
  readonly objects: string;
  /** Undefined when nothing is announced. */
  readonly eventBus: string | undefined;
}

/**
 * Returns the specs of the functions in core/functions.ts and of their versions, of the API, and of the webhook function if
 * there is a webhook. A function with versions stays, for events that wait for it.
 * @param entries the paths of the bundles. @param limits the memory and CPUs that are shared out among them.
 */
export function functionSpecs(
  options: SpecOptions,
  entries: FunctionBundles,
  endpoints: Endpoints,
  credentials: Credentials,
  limits: MachineLimits,
): readonly FunctionSpec[] {
  const { concurrency, ...sizes } = sizesFor(defaultMemoryBudgetMb(limits), limits.cpus, options.concurrency);
  const sizeOf = ({ name, memoryMb, cpuShare }: PictureFunction): FunctionSize => {
    if (name === 'matting' || name === 'compose') return sizes[name];
    return { memoryMb: Math.min(memoryMb, sizes.matting.memoryMb), cpuShare: Math.min(cpuShare, limits.cpus) };
  };
  const own = pictureFunctions.flatMap((of): HostedFunction[] => {
    const one = { ...of, ...sizeOf(of), entry: entries[of.name], ...options.sizes?.[of.name] };
    return [one, ...versionsOf(of.name, options.versions ?? []).map((version) => ofVersion(one, version))];
  });
  const env = {
    AWS_ENDPOINT_URL_S3: endpoints.objects,
    ...(endpoints.eventBus && { AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.eventBus }),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_REGION: studioRegion,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...configToEnv({
      ...options.settings,
      access: accessOf(options),
      uploadsBucket,
      resultsBucket,
      composeFunction: 'compose',
      ...(endpoints.eventBus && { eventBus: defaultBus }),
      modelDir: options.modelDir,
      pageDir: pageDir(),
      ...{ uploadsDays: keepDays.uploads, cutoutsDays: keepDays.cutouts, resultsDays: keepDays.results },
      ...{ local: true, finders: finderNames },
      isOnNetwork: options.network !== undefined,
    }),
  };
  const readPaths = [join(options.modelDir, modelsFileName), createRequire(import.meta.url).resolve('sharp')];
  const common = { handlerName: 'handler', env, readPaths, idleMs: options.idleMs ?? defaultIdleMs };
  return [
    ...[...own, ...(options.functions ?? [])].map((of: HostedFunction): FunctionSpec => {
      const { name, entry, memoryMb, cpuShare, cpuWeight, timeoutMs, extraInstances = 0, versionSettings } = of;
      // A setting of the studio wins.
      const decodeMb = options.settings?.decodeMb ?? decodeMbOf(memoryMb);
      // More threads than CPUs of time would only wait for each other.
      const threads = options.settings?.threads ?? Math.ceil(cpuShare);
      return {
        ...{ ...common, name, entry, memoryMb, cpuShare, timeoutMs, maxConcurrency: concurrency + extraInstances },
        env: { ...env, ...configToEnv({ decodeMb, threads, ...versionSettings }) },
        ...(cpuWeight !== undefined && { cpuWeight }),
      };
    }),
    {
      ...{ ...common, ...sizes.api, ...options.sizes?.api, name: 'api', entry: entries.api },
      ...{ timeoutMs: 10_000, maxConcurrency: apiConcurrency, cpuWeight: apiCpuWeight },
    },
    ...(options.webhook ? [webhookSpec(options.webhook, entries.webhook, options.idleMs)] : []),
  ];
}

/** A function of the table with the path of its bundle; for a version, with the settings that differ from the function's. */
type HostedFunction = AddedFunction & { readonly versionSettings?: Partial<Config> };

/** @throws Fault `bad-config` for a function whose model cannot be chosen. */
function ofVersion(of: HostedFunction, version: ModelVersion): HostedFunction {
  if (!of.modelChoices?.includes(version.task)) {
    throw new Fault('bad-config', `${of.name} has no versions with different models for ${version.task}.`);
  }
  return {
    ...of,
    ...{ name: hostedName(version), memoryMb: version.memoryMb ?? of.memoryMb },
    versionSettings: { [settingOfTask[version.task]]: version.modelId, modelVersion: version.name },
  };
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
