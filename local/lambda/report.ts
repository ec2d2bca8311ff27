/** The outcome of an invocation, the report of its duration, memory and billed time, and Lambda's texts for both. */
import { billedMsOf, gbSecondsOf } from './billing.ts';

export type InvocationStatus = 'success' | 'error' | 'timeout' | 'crash' | 'out-of-memory' | 'init-error';

/** The result of one request on an instance, successful or not. */
export interface InvocationOutcome {
  readonly status: InvocationStatus;
  /** The JSON that the handler returned, or an error as `{errorType, errorMessage, trace?}`. */
  readonly payload: Buffer;
  /** Set unless the status is `success`. */
  readonly errorType?: string;
  /** Time from the delivery of the event to the response, ms. */
  readonly durationMs: number;
  /** Time from the start of the process to its first request for work, ms. Set only on the invocation that started it. */
  readonly initMs?: number;
  /** The most memory that the instance has used since its start; as on Lambda it never falls between invocations. */
  readonly maxMemoryUsedMb: number;
}

/** The report of one invocation. */
export interface InvocationReport {
  readonly requestId: string;
  readonly functionName: string;
  readonly instanceId: string;
  readonly status: InvocationStatus;
  readonly errorType?: string;
  readonly coldStart: boolean;
  readonly durationMs: number;
  readonly initMs?: number;
  /** Run and init together, rounded up (billing.ts). */
  readonly billedMs: number;
  readonly memoryMb: number;
  readonly maxMemoryUsedMb: number;
  readonly gbSeconds: number;
  /** 1 for the first try of an asynchronous event. */
  readonly attempt: number;
  /** When the event was given to an instance, epoch ms. */
  readonly startedAtMs: number;
}

/** The facts of an invocation that its outcome does not hold. */
export interface InvocationDetails {
  readonly requestId: string;
  readonly functionName: string;
  readonly instanceId: string;
  readonly memoryMb: number;
  readonly attempt: number;
  readonly startedAtMs: number;
}

/** Returns the report of an invocation, with its billed time and GB-seconds. */
export function reportInvocation(details: InvocationDetails, outcome: InvocationOutcome): InvocationReport {
  const { status, errorType, durationMs, initMs, maxMemoryUsedMb } = outcome;
  const billedMs = billedMsOf(durationMs, initMs);
  return {
    ...details,
    status,
    ...(errorType !== undefined && { errorType }),
    coldStart: initMs !== undefined,
    durationMs,
    ...(initMs !== undefined && { initMs }),
    billedMs,
    maxMemoryUsedMb,
    gbSeconds: gbSecondsOf({ billedMs, memoryMb: details.memoryMb }),
  };
}

/** Returns the REPORT line that Lambda writes to the log of a function, with fields separated by tabs. */
export function formatReport(report: InvocationReport): string {
  const fields = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${report.billedMs} ms`,
    `Memory Size: ${report.memoryMb} MB`,
    `Max Memory Used: ${Math.round(report.maxMemoryUsedMb)} MB`,
  ];
  if (report.initMs !== undefined) fields.push(`Init Duration: ${report.initMs.toFixed(2)} ms`);
  if (report.status === 'timeout') fields.push('Status: timeout');
  else if (report.status !== 'success') fields.push('Status: error', `Error Type: ${report.errorType}`);
  return fields.join('\t');
}

/** Returns the payload that Lambda sends when the runtime can no longer respond. */
export function errorPayload(requestId: string, errorType: string, reason: string): Buffer {
  return Buffer.from(JSON.stringify({ errorType, errorMessage: `RequestId: ${requestId} Error: ${reason}` }));
}

/** Returns the errorType that a runtime posted, or `Unhandled` without one. Official clients always send one. */
export function errorTypeOf(body: Buffer): string {
  try {
    const { errorType } = JSON.parse(body.toString()) as { errorType?: unknown };
    return typeof errorType === 'string' ? errorType : 'Unhandled';
  } catch {
    return 'Unhandled';
  }
}

/** Returns Lambda's text for a process that ended or was killed. */
export function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal) return `Runtime exited with error: signal: ${signalName(signal)}`;
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
}

/** Returns Go's name of a signal. Lambda prints these, because its supervisor is written in Go. */
function signalName(signal: NodeJS.Signals): string {
  const names: Partial<Record<NodeJS.Signals, string>> = {
    SIGKILL: 'killed',
    SIGTERM: 'terminated',
    SIGSEGV: 'segmentation fault',
    SIGABRT: 'aborted',
    SIGBUS: 'bus error',
    SIGILL: 'illegal instruction',
  };
  return names[signal] ?? signal;
}
