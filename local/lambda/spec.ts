/** The description of a function (its bundle, size and limits), and the names and environment that Lambda gives it. */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { basename, dirname, extname } from 'node:path';
import { memoryMbPerCpu } from './billing.ts';
import { HostError } from './host-error.ts';

/** One function of the host. */
export interface FunctionSpec {
  /** 1 to 64 letters, digits, `-` and `_`. */
  readonly name: string;
  /** Absolute path of the handler module (.mjs, .js or .cjs). Its name has no other dot, because `_HANDLER` is split there. */
  readonly entry: string;
  /** Further files and folders that the function reads, such as models. The user of the instance must be able to read them. */
  readonly readPaths?: readonly string[];
  /** Name of the exported handler. Default `handler`. */
  readonly handlerName?: string;
  /** argv that starts an instance instead of Node with the runtime client, for images with their own entry point. It runs in `/`. */
  readonly command?: readonly string[];
  /** The environment besides the variables that Lambda sets. Only PATH, LANG and TZ are taken from the host. */
  readonly env: Readonly<Record<string, string>>;
  /** Memory size, at least 64. */
  readonly memoryMb: number;
  /** vCPUs of time, at most those of the machine. Default: by memory size, as on Lambda. */
  readonly cpuShare?: number;
  /** Weight of its instances against those of other functions when the CPUs are short. Default 1. */
  readonly cpuWeight?: number;
  readonly timeoutMs: number;
  /** The most instances at the same time. */
  readonly maxConcurrency: number;
  /** Time after which an instance without work is stopped, ms. Default 30,000. */
  readonly idleMs?: number;
}

export const defaultIdleMs = 30_000;
const defaultRegion = 'us-east-1';

/** The example account number of the AWS documentation. */
const accountId = '123456789012';

/**
 * Share of V8's heap in the memory size. Buffers and native memory lie outside the heap. With Node's default limit the
 * heap alone could grow over the memory size before the garbage collector runs.
 */
const heapShare = 0.6;

/** Checks a spec. @throws HostError `bad-config` with the function's name and every mistake in its spec. */
export function checkSpec(spec: FunctionSpec): void {
  const mistakes = [
    /^[\w-]{1,64}$/.test(spec.name) || 'its name must be 1 to 64 letters, digits, - or _',
    /^[^.]+\.(mjs|js|cjs)$/.test(basename(spec.entry)) || `its entry must be a .mjs, .js or .cjs with no other dot`,
    spec.memoryMb >= 64 || 'memoryMb must be at least 64',
    spec.timeoutMs > 0 || 'timeoutMs must be positive',
    (Number.isInteger(spec.maxConcurrency) && spec.maxConcurrency > 0) || 'maxConcurrency must be a positive integer',
    spec.cpuShare === undefined || spec.cpuShare > 0 || 'cpuShare must be positive',
  ].filter((result) => result !== true);
  if (mistakes.length > 0) throw new HostError('bad-config', `function ${spec.name}: ${mistakes.join('; ')}`);
}

/** Returns the vCPUs of time that an instance gets, at most those of the machine. */
export function cpuShareOf(spec: FunctionSpec): number {
  return Math.min(spec.cpuShare ?? spec.memoryMb / memoryMbPerCpu, availableParallelism());
}

/** Returns the ARN of a function on this machine, with its alias or version if the caller named one. */
export function functionArn(spec: FunctionSpec, qualifier?: string): string {
  const region = spec.env.AWS_REGION ?? defaultRegion;
  return `arn:aws:lambda:${region}:${accountId}:function:${spec.name}${qualifier ? `:${qualifier}` : ''}`;
}

/** The addresses and the folder of one instance. */
export interface InstanceAddresses {
  /** `host:port` of the instance's own Runtime API. */
  readonly runtimeApi: string;
  /** URL of the Invoke API, for a function that invokes another. */
  readonly lambdaEndpoint: string;
  /** The folder of this instance only; it is removed after its end. */
  readonly tmpDir: string;
  readonly instanceId: string;
}

/**
 * Returns the environment of an instance: the variables that Lambda defines (developer guide, «Defined runtime environment
 * variables», read 2026-11-20), those of the spec, and PATH, LANG and TZ of the host.
 */
export function instanceEnv(
  spec: FunctionSpec,
  instance: InstanceAddresses,
  hostEnv = process.env,
): Record<string, string> {
  const region = spec.env.AWS_REGION ?? defaultRegion;
  const inherited = Object.entries(hostEnv).filter(([name]) => ['PATH', 'LANG', 'TZ'].includes(name));
  const heapMb = Math.floor(spec.memoryMb * heapShare);
  const stem = basename(spec.entry, extname(spec.entry));
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL_LAMBDA: instance.lambdaEndpoint,
    ...spec.env,
    // If the option stands twice, V8 takes the last; so a spec can set another size.
    NODE_OPTIONS: `--max-old-space-size=${heapMb} ${spec.env.NODE_OPTIONS ?? ''}`.trim(),
    TMPDIR: instance.tmpDir,
    HOME: instance.tmpDir,
    AWS_LAMBDA_RUNTIME_API: instance.runtimeApi,
    _HANDLER: `${stem}.${spec.handlerName ?? 'handler'}`,
    LAMBDA_TASK_ROOT: dirname(spec.entry),
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `${day}/[$LATEST]${instance.instanceId.replaceAll('-', '')}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  };
}

/** Returns a new trace header in the format of X-Ray, not sampled. Functions pass it on; the host records no traces. */
export function newTraceId(): string {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${hex(12)};Parent=${hex(8)};Sampled=0`;
}
