/**
 * The whole studio on this machine: object server, function host and front door wired as the stack wires S3, Lambda and the
 * API's Function URL, with the same handlers and SDK clients. Commands in cli/ start one, use it over its protocols, and close it.
 */

import { buildFunctions } from '../../build/functions.ts';
import { buildPage } from '../../build/page.ts';
import { Transient } from '../../core/errors.ts';
import { uploadsPrefix } from '../../core/keys.ts';
import { type FunctionUrlServer, startFunctionUrl } from '../function-url/server.ts';
import { type FunctionHost, type FunctionSpec, startFunctionHost } from '../lambda/host.ts';
import { formatReport } from '../lambda/report.ts';
import type { OperationsSource } from '../operations/server.ts';
import type { ObjectServer } from '../s3/server.ts';
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
import { apiConcurrency, functionSpecs } from './functions.ts';
import { startStudioObjects } from './object-server.ts';
import { openOperations } from './operations.ts';
import type { StudioOptions } from './options.ts';
import { forgetTraces } from './purge-photo.ts';

export interface Studio {
  /** S3 endpoint, path style. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly host: FunctionHost;
  /** `http://127.0.0.1:PORT` of the front door, where there is one. */
  readonly pageUrl: string | undefined;
  close(): Promise<void>;
}

/** Builds the functions, starts the servers on 127.0.0.1 and goes on with whatever an earlier run left queued. */
export async function startStudio(options: StudioOptions): Promise<Studio> {
  const { dataDir } = options;
  const [entries, credentials] = await Promise.all([
    buildFunctions(),
    loadCredentials(dataDir),
    options.pagePort === undefined ? undefined : buildPage(),
  ]);
  const activity = new Activity();
  const operations = operationsOf(dataDir);
  // Each server needs an address of the next (the buckets the page's origin, the functions the buckets' endpoint) and work
  // for the last one comes in through the first: until it is there, they say so.
  let hosted: Hosted | undefined;
  const whenHosted: WhenHosted = () => {
    if (!hosted) throw new Transient('invoke-unavailable', 'the studio is still starting');
    return hosted;
  };
  const started: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (const each of started) await each.close();
  };
  try {
    const front = await openFunctionUrl(options, whenHosted, activity);
    if (front) started.push(front);
    const objects = await openObjects(options, credentials, whenHosted, front?.origins ?? []);
    started.push(objects);
    const storage = options.storageEndpoint ?? objects.endpoint;
    const specs = await Promise.all(functionSpecs(options, entries, storage, credentials).map(withCodeVersion));
    const host = await openHost(options, specs, activity, operations);
    started.push(host);
    const places = { region, objects: objects.endpoint, functions: host.endpoint };
    started.push(await openOperations(dataDir, credentials, operations, places));
    hosted = { host, specs };
    return { endpoint: objects.endpoint, region, credentials, host, pageUrl: front?.origins[0], close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Hosted {
  readonly host: FunctionHost;
  readonly specs: readonly FunctionSpec[];
}

/** @throws Transient `invoke-unavailable` while the studio starts. */
type WhenHosted = () => Hosted;

function openFunctionUrl(
  { pagePort }: StudioOptions,
  whenHosted: WhenHosted,
  activity: Activity,
): Promise<FunctionUrlServer> | undefined {
  if (pagePort === undefined) return undefined;
  return startFunctionUrl({
    port: pagePort,
    concurrency: apiConcurrency,
    invoke: async (event) => whenHosted().host.invoke('api', event),
    instances: () => {
      const { host, specs } = whenHosted();
      return activity.view(host, specs);
    },
  });
}

function openObjects(
  { dataDir, objectPort = 0 }: StudioOptions,
  credentials: Credentials,
  whenHosted: WhenHosted,
  corsOrigins: readonly string[],
): Promise<ObjectServer> {
  return startStudioObjects({
    ...{ dataDir, credentials, corsOrigins, port: objectPort },
    onEvent: async (event, bucket) => {
      if (bucket === uploadsBucket && isUpload(event)) await whenHosted().host.enqueue('matting', event);
    },
    onRemoved: async (removal) => {
      await forgetTraces(whenHosted().host, { uploads: uploadsBucket, results: resultsBucket }, removal);
    },
  });
}

function openHost(
  options: StudioOptions,
  specs: readonly FunctionSpec[],
  activity: Activity,
  { logs }: OperationsSource,
): Promise<FunctionHost> {
  return startFunctionHost({
    stateDir: functionsDir(options.dataDir),
    functions: specs,
    ...(options.retryDelaysMs && { retryDelaysMs: options.retryDelaysMs }),
    onReport: (report) => {
      activity.addReport(report);
      logs.add(report.functionName, formatReport(report));
      options.onReport?.(report);
    },
    onLog: (functionName, line) => {
      activity.addLine(line);
      logs.add(functionName, line);
      options.onLog?.(functionName, line);
    },
    ...(options.onDeadLetter && { onDeadLetter: options.onDeadLetter }),
  });
}

function isUpload(event: {
  readonly Records: readonly { readonly s3: { readonly object: { readonly key: string } } }[];
}): boolean {
  return event.Records.some(({ s3 }) =>
    decodeURIComponent(s3.object.key.replaceAll('+', ' ')).startsWith(uploadsPrefix),
  );
}
