/**
 * What runs inside an instance: loads the bundled handler, asks the host's Runtime API for one event after the other,
 * calls the handler, and posts what it gave. Behaves as the official Node.js client of Lambda (aws-lambda-ric) does.
 * It imports nothing but Node, because the host turns this one file into JavaScript and starts it by itself.
 */
import { existsSync } from 'node:fs';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Handler = (event: unknown, context: object) => unknown;

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An error that the runtime raises itself; `name` is the type that Lambda reports. */
class RuntimeError extends Error {
  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

const [host, port] = environment('AWS_LAMBDA_RUNTIME_API').split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
/** The request in the works: an error that no handler caught is its error. */
let currentRequestId: string | undefined;
let initDone = false;

process.on('uncaughtException', (error) => void giveUp('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason) => {
  const message = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
  const error = new RuntimeError('Runtime.UnhandledPromiseRejection', message, { cause: reason });
  if (reason instanceof Error && reason.stack) error.stack = reason.stack;
  void giveUp('Unhandled Promise Rejection', error, 128);
});

try {
  const handler = await loadHandler();
  initDone = true;
  for (;;) await serveOne(handler);
} catch (error) {
  await giveUp('Init Error', error, 1);
}

async function loadHandler(): Promise<Handler> {
  const [, stem, exportPath] = /^([^.]+)\.(.+)$/.exec(environment('_HANDLER')) ?? [];
  if (!stem || !exportPath) throw new RuntimeError('Runtime.MalformedHandlerName', 'bad handler name');
  const base = join(environment('LAMBDA_TASK_ROOT'), stem);
  const path = ['.mjs', '.js', '.cjs'].map((extension) => base + extension).find(existsSync);
  if (!path) throw new RuntimeError('Runtime.ImportModuleError', `Cannot find module '${stem}'`);
  const module = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  const handler = module[exportPath];
  if (typeof handler !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${environment('_HANDLER')} is undefined or not exported`);
  }
  if (handler.length >= 3) {
    throw new RuntimeError('Runtime.CallbackHandlerDeprecated', 'callback handlers are gone since Node.js 24');
  }
  return handler as Handler;
}

async function serveOne(handler: Handler): Promise<void> {
  const { headers, body } = await call('GET', '/invocation/next');
  const requestId = String(headers['lambda-runtime-aws-request-id']);
  currentRequestId = requestId;
  process.env._X_AMZN_TRACE_ID = String(headers['lambda-runtime-trace-id'] ?? '');
  try {
    const result = await handler(JSON.parse(body), contextOf(headers));
    await call('POST', `/invocation/${requestId}/response`, JSON.stringify(result ?? null));
  } catch (error) {
    log('Invoke Error', error);
    await postError(`/invocation/${requestId}/error`, error);
  }
  currentRequestId = undefined;
}

/** The fields of Lambda's context object that survive in Node.js 24. */
function contextOf(headers: IncomingHttpHeaders): object {
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms']);
  const clientContext = headers['lambda-runtime-client-context'];
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: typeof clientContext === 'string' ? JSON.parse(clientContext) : undefined,
    identity: undefined,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

/** Tells the host what went wrong, then ends the process: after an error that nobody caught its state is unknown. */
async function giveUp(what: string, error: unknown, exitCode: number): Promise<never> {
  log(what, error);
  if (!initDone) await postError('/init/error', error);
  else if (currentRequestId) await postError(`/invocation/${currentRequestId}/error`, error);
  process.exit(exitCode);
}

function postError(path: string, error: unknown): Promise<Answer> {
  const record = errorRecord(error);
  return call('POST', path, JSON.stringify(record), { 'Lambda-Runtime-Function-Error-Type': record.errorType });
}

function errorRecord(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function log(what: string, error: unknown): void {
  const line = [new Date().toISOString(), currentRequestId ?? 'undefined', 'ERROR', what];
  process.stderr.write(`${line.join('\t')}\t${JSON.stringify(errorRecord(error))}\n`);
}

/** One call of the Runtime API. When the host cannot be reached any more the instance has no reason to live. */
function call(method: 'GET' | 'POST', path: string, body = '', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve) => {
    const sizeHeader = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const options = { host, port, agent, method, path: `/2018-06-01/runtime${path}` };
    const call = request({ ...options, headers: { ...headers, ...(method === 'POST' && sizeHeader) } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ headers: response.headers, body: text }));
      response.on('error', leave);
    });
    call.on('error', leave);
    call.end(body);
  });
}

function leave(): never {
  process.exit(1);
}

function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
