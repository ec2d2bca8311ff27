/**
 * The whole studio on this machine: object server, function host and function URL server, connected as the stack
 * connects S3, Lambda and the Function URL of the API. Handlers and SDK clients are the same as on AWS.
 */
import { rm } from 'node:fs/promises';
import { Transient } from '../../core/errors.ts';
import { functionOfUpload, type PictureFunction, pictureFunctions } from '../../core/functions.ts';
import { accessCodeKey } from '../../core/keys.ts';
import type { ModelVersion } from '../../core/model-versions.ts';
import { startEventBus } from '../event-bus/server.ts';
import type { OnePhotoHandler } from '../function-url/one-photo.ts';
import { type FunctionUrlServer, startFunctionUrl } from '../function-url/server.ts';
import { type FunctionHost, type FunctionSpec, queueIn, startFunctionHost } from '../lambda/host.ts';
import { formatReport } from '../lambda/report.ts';
import { openHealth } from '../monitoring/health.ts';
import { type Monitoring, openMonitoring } from '../monitoring/monitoring.ts';
import type { JsonServer } from '../operations/json-server.ts';
import type { OperationsSource } from '../operations/server.ts';
import type { ObjectServer } from '../s3/server.ts';
import { type MachineLimits, machineLimits } from '../sandbox/machine-limits.ts';
import { firstCodeOf, openAccessCheck } from './access.ts';
import { Activity } from './activity.ts';
import { withCodeVersion } from './code-version.ts';
import {
  type Credentials,
  functionsDir,
  loadCredentials,
  operationsOf,
  studioRegion as region,
  resultsBucket,
  uploadsBucket,
} from './folder.ts';
import { accessOf, apiConcurrency, functionSpecs, webhookFunction } from './functions.ts';
import { adoptEvents, hostedFor } from './model-versions.ts';
import { openStudioBuckets, type StudioBuckets, startStudioObjects } from './object-server.ts';
import { openOneCall } from './one-call.ts';
import { openOperations } from './operations.ts';
import type { StudioOptions } from './options.ts';
import { readyParts } from './parts.ts';
import { purgePhoto } from './purge-photo.ts';

/** A running studio. */
export interface Studio {
  /** S3 endpoint, path style. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly host: FunctionHost;
  readonly functions: readonly FunctionSpec[];
  /** The memory and CPUs that the functions share. */
  readonly limits: MachineLimits;
  /** `http://127.0.0.1:PORT` of the function URL server, or its first origin on a network; undefined when the studio has no page. */
  readonly pageUrl: string | undefined;
  /** The origins at which the page can be opened, the best one first; empty when the studio has no page. */
  readonly origins: readonly string[];
  /** The first access code; null when none is needed. */
  readonly accessCode: string | null;
  close(): Promise<void>;
}

/**
 * Makes functions and page ready and starts the servers, on 127.0.0.1 unless the options open a network. Events that an
 * earlier run left queued are processed.
 */
export async function startStudio(options: StudioOptions): Promise<Studio> {
  const { dataDir } = options;
  const [entries, credentials] = await Promise.all([
    readyParts(options.pagePort !== undefined),
    loadCredentials(dataDir),
  ]);
  const activity = new Activity();
  const monitoring = openMonitoring(options.traces ?? null, (reason) => {
    process.stderr.write(`traces are not sent: ${reason}\n`);
  });
  const operations = operationsOf(dataDir);
  // The servers start one after the other: the buckets need the page's origin, the functions need the buckets'
  // endpoint. The first servers get requests before the function host has started; until then they answer that it is
  // not available.
  let running: RunningFunctions | undefined;
  const getFunctions: GetFunctions = () => {
    if (!running) throw starting();
    return running;
  };
  const started: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (const server of started) await server.close();
    await monitoring.close();
  };
  try {
    let buckets: StudioBuckets | undefined;
    const getBuckets = () => {
      if (!buckets) throw starting();
      return buckets;
    };
    // A photo that is stored before the functions have started would never be worked on.
    const onePhoto = openOneCall(options, credentials, () => getFunctions() && getBuckets());
    const parts = { getFunctions, getBuckets, onePhoto, monitoring };
    const functionUrl = await openFunctionUrl(options, parts, activity);
    if (functionUrl) started.push(functionUrl);
    const objects = await openObjects(options, credentials, getFunctions, functionUrl?.origins ?? []);
    started.push(objects);
    buckets = openStudioBuckets(objects, credentials);
    started.push(buckets);
    const eventBus = await openEventBus(options, credentials, getFunctions);
    if (eventBus) started.push(eventBus);
    const called = { objects: options.storageEndpoint ?? objects.endpoint, eventBus: eventBus?.endpoint };
    const limits = machineLimits();
    const specs = await Promise.all(functionSpecs(options, entries, called, credentials, limits).map(withCodeVersion));
    await adoptEvents(
      functionsDir(dataDir),
      specs.map(({ name }) => name),
    );
    const host = await openHost(options, specs, [activity, monitoring], operations);
    started.push(host);
    const endpoints = { region, objects: objects.endpoint, functions: host.endpoint };
    started.push(await openOperations(dataDir, credentials, operations, endpoints));
    running = { host, specs };
    const accessCode = accessOf(options) === 'code' ? await firstCodeOf(buckets.results) : null;
    const origins = functionUrl?.origins ?? [];
    return {
      ...{ endpoint: objects.endpoint, region, credentials, host, functions: specs, limits },
      ...{ pageUrl: origins[0], origins, accessCode, close },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The function host and the specs of its functions. */
interface RunningFunctions {
  readonly host: FunctionHost;
  readonly specs: readonly FunctionSpec[];
}

/** @throws Transient `invoke-unavailable` while the studio starts. */
type GetFunctions = () => RunningFunctions;

const starting = () => new Transient('invoke-unavailable', 'the studio is still starting');

/** The parts that the function URL server uses, once they have started. */
interface StartedParts {
  readonly getFunctions: GetFunctions;
  /** @throws Transient `invoke-unavailable` while the studio starts. */
  readonly getBuckets: () => StudioBuckets;
  readonly onePhoto: OnePhotoHandler;
  readonly monitoring: Monitoring;
}

function openFunctionUrl(
  options: StudioOptions,
  { getFunctions, getBuckets, onePhoto, monitoring }: StartedParts,
  activity: Activity,
): Promise<FunctionUrlServer> | undefined {
  const { dataDir, modelDir, pagePort, network } = options;
  if (pagePort === undefined) return undefined;
  return startFunctionUrl({
    ...{ port: pagePort, network, onePhoto },
    ...(accessOf(options) === 'code' && { checkAccess: openAccessCheck(() => getBuckets().results) }),
    buckets: [uploadsBucket, resultsBucket],
    objects: (request, response) => getBuckets().server.handle(request, response),
    concurrency: apiConcurrency,
    health: openHealth({
      ...{ dataDir, modelDir, isStarted: () => isReady(getFunctions) },
      askStorage: async () => getBuckets().results.exists(accessCodeKey),
    }),
    figures: async () => {
      const { host, specs } = getFunctions();
      return monitoring.figures(host, specs);
    },
    invoke: async (event) => getFunctions().host.invoke('api', event),
    instances: () => {
      const { host, specs } = getFunctions();
      return activity.view(host, specs);
    },
  });
}

/** Returns whether the functions have started. */
function isReady(getFunctions: GetFunctions): boolean {
  try {
    return getFunctions().specs.length > 0;
  } catch {
    return false;
  }
}

const notAnUpload =
  'An object was stored that starts no function. Photos go under uploads/, as in uploads/us-passport/jane.jpg; pictures whose things are to be found go under objects/, pictures for tags under tags/.';

function openObjects(
  { dataDir, objectPort = 0, onLog, functions: added = [], versions = [] }: StudioOptions,
  credentials: Credentials,
  getFunctions: GetFunctions,
  corsOrigins: readonly string[],
): Promise<ObjectServer> {
  const functions = [...pictureFunctions, ...added];
  return startStudioObjects({
    ...{ dataDir, credentials, corsOrigins, port: objectPort },
    onEvent: async (event, bucket) => {
      if (bucket !== uploadsBucket) return;
      const name = functionOfEvent(event, functions, versions);
      if (name !== null) await getFunctions().host.enqueue(name, event);
      else onLog?.('s3', notAnUpload);
    },
    onRemoved: async (removal) => {
      const buckets = { uploads: uploadsBucket, results: resultsBucket };
      await purgePhoto(getFunctions().host, buckets, removal, { functions, versions });
    },
  });
}

/** Starts the event bus for the webhook. Without one, waiting posts of an earlier run are dropped. */
async function openEventBus(
  { dataDir, webhook }: StudioOptions,
  credentials: Credentials,
  getFunctions: GetFunctions,
): Promise<JsonServer | undefined> {
  if (!webhook) {
    await rm(queueIn(functionsDir(dataDir), webhookFunction), { recursive: true, force: true });
    return undefined;
  }
  return startEventBus(credentials, region, async (event) => {
    await getFunctions().host.enqueue(webhookFunction, event);
  });
}

function openHost(
  options: StudioOptions,
  specs: readonly FunctionSpec[],
  [activity, monitoring]: readonly [Activity, Monitoring],
  { logs }: OperationsSource,
): Promise<FunctionHost> {
  return startFunctionHost({
    stateDir: functionsDir(options.dataDir),
    functions: specs,
    ...(options.retryDelaysMs && { retryDelaysMs: options.retryDelaysMs }),
    onReport: (report) => {
      activity.addReport(report);
      monitoring.addReport(report);
      logs.add(report.functionName, formatReport(report));
      options.onReport?.(report);
    },
    onLog: (functionName, line) => {
      activity.addLine(line);
      monitoring.addLine(functionName, line);
      logs.add(functionName, line);
      options.onLog?.(functionName, line);
    },
    onDeadLetter: (deadLetter) => {
      monitoring.addDeadLetter(deadLetter);
      options.onDeadLetter?.(deadLetter);
    },
  });
}

/** Returns the name in the function host of the function or version that the event starts; null for none. */
function functionOfEvent(
  { Records }: ObjectEvent,
  functions: readonly PictureFunction[],
  versions: readonly ModelVersion[],
): string | null {
  for (const { s3 } of Records) {
    const key = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
    const name = functionOfUpload(key, functions);
    if (name !== null) return hostedFor(name, key, versions);
  }
  return null;
}

interface ObjectEvent {
  readonly Records: readonly { readonly s3: { readonly object: { readonly key: string } } }[];
}
