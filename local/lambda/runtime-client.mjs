// @ts-check
/**
 * The program inside an instance. It loads the handler, gets one event after the other from the host's Runtime API, calls
 * the handler, and posts the result. It behaves as the official Node.js client of Lambda (aws-lambda-ric) does.
 *
 * It is plain JavaScript for Node 20.19 or newer and imports only Node modules: the host copies this one file to a folder
 * that every instance can read.
 */
import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @typedef {(event: unknown, context: object) => unknown} Handler */
/** @typedef {{ readonly headers: import('node:http').IncomingHttpHeaders, readonly body: string }} ApiResponse */
/** @typedef {{ errorType: string, errorMessage: string, trace: string[] }} ErrorRecord */

/** An error that the runtime itself raises; `name` is the error type that Lambda reports. */
class RuntimeError extends Error {
  /**
   * @param {string} name
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(name, message, options) {
    super(message, options);
    this.name = name;
  }
}

const [host, port] = environment('AWS_LAMBDA_RUNTIME_API').split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
/**
 * The request that the handler is working on; an uncaught error is reported for it.
 * @type {string | undefined}
 */
let currentRequestId;
let initDone = false;

process.on('uncaughtException', (error) => void exitWithError('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason) => {
  const message = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
  const error = new RuntimeError('Runtime.UnhandledPromiseRejection', message, { cause: reason });
  if (reason instanceof Error && reason.stack) error.stack = reason.stack;
  void exitWithError('Unhandled Promise Rejection', error, 128);
});

try {
  const handler = await loadHandler();
  initDone = true;
  for (;;) await serveOne(handler);
} catch (error) {
  await exitWithError('Init Error', error, 1);
}

/**
 * Imports the module that `_HANDLER` names and returns its handler function.
 * @returns {Promise<Handler>}
 */
async function loadHandler() {
  const [, stem, exportName] = /^([^.]+)\.(.+)$/.exec(environment('_HANDLER')) ?? [];
  if (!stem || !exportName) throw new RuntimeError('Runtime.MalformedHandlerName', 'bad handler name');
  const base = join(environment('LAMBDA_TASK_ROOT'), stem);
  const path = ['.mjs', '.js', '.cjs'].map((extension) => base + extension).find(existsSync);
  if (!path) throw new RuntimeError('Runtime.ImportModuleError', `Cannot find module '${stem}'`);
  const module = /** @type {Record<string, unknown>} */ (await import(pathToFileURL(path).href));
  const handler = module[exportName];
  if (typeof handler !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${environment('_HANDLER')} is undefined or not exported`);
  }
  if (handler.length >= 3) {
    throw new RuntimeError('Runtime.CallbackHandlerDeprecated', 'callback handlers are gone since Node.js 24');
  }
  return /** @type {Handler} */ (handler);
}

/**
 * Waits for one event, runs the handler on it, and posts its result or error.
 * @param {Handler} handler
 */
async function serveOne(handler) {
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

/**
 * Returns Lambda's context object, with the fields that Node.js 24 still has.
 * @param {import('node:http').IncomingHttpHeaders} headers of the invocation.
 */
function contextOf(headers) {
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

/**
 * Reports the error to the host and ends the process: after an uncaught error the state of the process is unknown.
 * @param {string} label kind of error, for the log line.
 * @param {unknown} error
 * @param {number} exitCode
 * @returns {Promise<never>}
 */
async function exitWithError(label, error, exitCode) {
  log(label, error);
  if (!initDone) await postError('/init/error', error);
  else if (currentRequestId) await postError(`/invocation/${currentRequestId}/error`, error);
  process.exit(exitCode);
}

/**
 * @param {string} path below the Runtime API's base.
 * @param {unknown} error
 */
function postError(path, error) {
  const record = errorRecord(error);
  return call('POST', path, JSON.stringify(record), { 'Lambda-Runtime-Function-Error-Type': record.errorType });
}

/**
 * Returns the error in the form that the Runtime API expects.
 * @param {unknown} error
 * @returns {ErrorRecord}
 */
function errorRecord(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/**
 * Writes the error to stderr as one line, in the format of Lambda.
 * @param {string} label
 * @param {unknown} error
 */
function log(label, error) {
  const line = [new Date().toISOString(), currentRequestId ?? 'undefined', 'ERROR', label];
  process.stderr.write(`${line.join('\t')}\t${JSON.stringify(errorRecord(error))}\n`);
}

/**
 * Sends one request to the Runtime API. If the connection fails, the host has ended, and the process ends too.
 * @param {'GET' | 'POST'} method
 * @param {string} path below the Runtime API's base.
 * @param {string} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<ApiResponse>}
 */
function call(method, path, body = '', headers = {}) {
  return new Promise((resolve) => {
    const sizeHeader = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const options = { host, port, agent, method, path: `/2018-06-01/runtime${path}` };
    const sent = request({ ...options, headers: { ...headers, ...(method === 'POST' && sizeHeader) } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (/** @type {string} */ part) => {
        text += part;
      });
      response.on('end', () => resolve({ headers: response.headers, body: text }));
      response.on('error', exitWithoutHost);
    });
    sent.on('error', exitWithoutHost);
    sent.end(body);
  });
}

/** @returns {never} */
function exitWithoutHost() {
  process.exit(1);
}

/**
 * Returns an environment variable. Throws if it is not set.
 * @param {string} name
 */
function environment(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
