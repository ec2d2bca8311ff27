/**
 * What a function is to the local host: its bundle, its size, its limits, and the names and environment that Lambda
 * would give it. The host reads specs at its start; instances are started from them.
 */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { basename, dirname, extname } from 'node:path';
import { Fault } from '../../core/errors.ts';
import { memoryMbPerCpu } from '../../core/lambda-price.ts';

/** One function of the host. */
export interface FunctionSpec {
  /** `matting`, `compose`: at most 64 letters, digits, `-` and `_`. */
  readonly name: string;
  /** Absolute path of the bundled handler module; its stem holds no dot, because `_HANDLER` splits there. */
  readonly entry: string;
  /** What it reads besides its bundle, models and packages: whatever user it runs as must be able to. */
  readonly readPaths?: readonly string[];
  /** The export that is called. Default `handler`. */
  readonly handlerName?: string;
  /** argv that starts an instance instead of Node and the runtime client, for images with their own entry point. It begins in `/`. */
  readonly command?: readonly string[];
  /** The whole environment besides what Lambda sets; of the host's own only PATH, LANG and TZ pass through. */
  readonly env: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** vCPUs of time; default by memory as on Lambda, never more than the machine has. */
  readonly cpuShare?: number;
  /** Of its instances beside those of other functions where the CPUs do not suffice for all. Default 1. */
  readonly cpuWeight?: number;
  readonly timeoutMs: number;
  /** Instances at once. */
  readonly maxConcurrency: number;
  /** How long an instance is kept warm without work. Default 30,000. */
  readonly idleMs?: number;
}

export const defaultIdleMs = 30_000;
export const defaultRegion = 'us-east-1';

/** The account number that AWS's own documents use; nothing here belongs to a real account. */
const accountId = '123456789012';

/**
 * Share of V8's heap in the memory size. Pixels and tensors live outside V8; with Node's default limit the heap alone
 * could pass the function's size before the collector feels any need.
 */
const heapShare = 0.6;

/** @throws Fault `bad-config` naming the function and what is wrong with it. */
export function checkSpec(spec: FunctionSpec): void {
  const complaints = [
    /^[\w-]{1,64}$/.test(spec.name) || 'its name must be 1 to 64 letters, digits, - or _',
    /^[^.]+\.(mjs|js|cjs)$/.test(basename(spec.entry)) || `its entry must be a .mjs, .js or .cjs with no other dot`,
    spec.memoryMb >= 64 || 'memoryMb must be at least 64',
    spec.timeoutMs > 0 || 'timeoutMs must be positive',
    (Number.isInteger(spec.maxConcurrency) && spec.maxConcurrency > 0) || 'maxConcurrency must be a positive integer',
    spec.cpuShare === undefined || spec.cpuShare > 0 || 'cpuShare must be positive',
  ].filter((verdict) => verdict !== true);
  if (complaints.length > 0) throw new Fault('bad-config', `function ${spec.name}: ${complaints.join('; ')}`);
}

/** vCPUs of time that an instance gets, never more than the machine has. */
export function cpuShareOf(spec: FunctionSpec): number {
  return Math.min(spec.cpuShare ?? spec.memoryMb / memoryMbPerCpu, availableParallelism());
}

/** The ARN of a function on this machine, with its alias or version where the caller named one. */
export function functionArn(spec: FunctionSpec, qualifier?: string): string {
  const region = spec.env.AWS_REGION ?? defaultRegion;
  return `arn:aws:lambda:${region}:${accountId}:function:${spec.name}${qualifier ? `:${qualifier}` : ''}`;
}

export interface InstancePlace {
  /** `host:port` of the instance's own Runtime API. */
  readonly runtimeApi: string;
  /** The Lambda API, for a function that invokes another. */
  readonly lambdaEndpoint: string;
  /** The one folder that is the instance's own; gone with it. */
  readonly tmpDir: string;
  readonly instanceId: string;
}

/**
 * The environment of an instance: reserved names as in the developer guide ("defined runtime environment variables",
 * read 2026-11-20), then the spec's own, and nothing else of the host's.
 */
export function instanceEnv(spec: FunctionSpec, place: InstancePlace, hostEnv = process.env): Record<string, string> {
  const region = spec.env.AWS_REGION ?? defaultRegion;
  const passed = Object.entries(hostEnv).filter(([name]) => ['PATH', 'LANG', 'TZ'].includes(name));
  const heapMb = Math.floor(spec.memoryMb * heapShare);
  const stem = basename(spec.entry, extname(spec.entry));
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    ...(Object.fromEntries(passed) as Record<string, string>),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL_LAMBDA: place.lambdaEndpoint,
    ...spec.env,
    // V8 takes the last of two, so a spec may still ask for another size.
    NODE_OPTIONS: `--max-old-space-size=${heapMb} ${spec.env.NODE_OPTIONS ?? ''}`.trim(),
    TMPDIR: place.tmpDir,
    HOME: place.tmpDir,
    AWS_LAMBDA_RUNTIME_API: place.runtimeApi,
    _HANDLER: `${stem}.${spec.handlerName ?? 'handler'}`,
    LAMBDA_TASK_ROOT: dirname(spec.entry),
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `${day}/[$LATEST]${place.instanceId.replaceAll('-', '')}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  };
}

/** A trace header as X-Ray writes it, not sampled: functions hand it on, and nothing here records it. */
export function newTraceId(): string {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${hex(12)};Parent=${hex(8)};Sampled=0`;
}
