/**
 * The whole studio on this machine: object server, function host and front door wired as the stack wires S3, Lambda and the
 * desk's Function URL, with the same handlers and SDK clients. Commands in cli/ start one, use it over its protocols, and close it.
 */
import { Transient } from '../core/errors.ts';
import { uploadsPrefix } from '../core/keys.ts';
import type { Config } from '../functions/runtime/config.ts';
import { Activity } from './activity.ts';
import { buildFunctions, type FunctionName } from './build.ts';
import { buildPage } from './build-page.ts';
import { withCodeVersion } from './code-version.ts';
import { type FrontDoor, startFrontDoor } from './front-door.ts';
import {
  type DeadLetter,
  type FunctionHost,
  type FunctionSpec,
  type InvocationReport,
  startFunctionHost,
} from './function-host.ts';
import { formatReport } from './invocation-report.ts';
import { type ObjectServer, startObjectServer } from './object-server.ts';
import type { OperationsSource } from './operations-api.ts';
import { forgetTraces } from './photo-traces.ts';
import {
  type Credentials,
  functionsDir,
  loadCredentials,
  objectsDir,
  operationsOf,
  studioRegion as region,
  resultsBucket,
  uploadsBucket,
} from './studio-folder.ts';
import { deskConcurrency, functionSpecs } from './studio-functions.ts';
import { openOperations } from './studio-operations.ts';

export interface StudioOptions {
  /** Objects, queue and dead letters live here. */
  readonly dataDir: string;
  /** Folder of prepared models (layers/model). */
  readonly modelDir: string;
  /** 0 (default): any free port. */
  readonly objectPort?: number;
  /** Where the functions find the object server; left out: at its own address. For whoever puts something in between. */
  readonly storageEndpoint?: string;
  /** Port of the front door, 0 for any free one. Left out: there is none, and the desk is never asked. */
  readonly pagePort?: number;
  /** Matting instances at once; compose gets one more. Default: one for each two CPUs. */
  readonly concurrency?: number;
  readonly idleMs?: number;
  /** Settings of the functions beside buckets and models. */
  readonly settings?: Partial<Config>;
  readonly sizes?: Readonly<Partial<Record<FunctionName, { readonly memoryMb: number; readonly cpuShare?: number }>>>;
  readonly retryDelaysMs?: readonly number[];
  readonly onReport?: (report: InvocationReport) => void;
  readonly onLog?: (functionName: string, line: string) => void;
  readonly onDeadLetter?: (letter: DeadLetter) => void;
}

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
    const front = await openFrontDoor(options, whenHosted, activity);
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

function openFrontDoor(
  { pagePort }: StudioOptions,
  whenHosted: WhenHosted,
  activity: Activity,
): Promise<FrontDoor> | undefined {
  if (pagePort === undefined) return undefined;
  return startFrontDoor({
    port: pagePort,
    concurrency: deskConcurrency,
    invoke: async (event) => whenHosted().host.invoke('desk', event),
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
  return startObjectServer({
    ...{ dataDir: objectsDir(dataDir), credentials, region, port: objectPort },
    buckets: [uploadsBucket, resultsBucket].map((name) => ({ name, corsOrigins })),
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
