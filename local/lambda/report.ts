/**
 * What one invocation came to and cost, and how Lambda would word it. Instances make outcomes; the host turns each
 * into a report for whoever listens, and into the answer or dead letter that the caller sees.
 */
import { billedMsOf, gbSecondsOf } from '../../core/lambda-price.ts';

export type InvocationStatus = 'success' | 'error' | 'timeout' | 'crash' | 'out-of-memory' | 'init-error';

/** How an instance finished (or did not finish) one request. */
export interface InvocationOutcome {
  readonly status: InvocationStatus;
  /** The handler's JSON, or the error's `{errorType, errorMessage, trace?}`. */
  readonly payload: Buffer;
  /** Only when the status is not `success`. */
  readonly errorType?: string;
  /** From hand-over of the event to the answer. */
  readonly durationMs: number;
  /** Process start to the first request for work; only on the invocation that the instance was started for. */
  readonly initMs?: number;
  /** High-water mark of the instance so far, as Lambda counts it: it never falls between invocations. */
  readonly maxMemoryUsedMb: number;
}

export interface InvocationReport {
  readonly requestId: string;
  readonly functionName: string;
  readonly instanceId: string;
  readonly status: InvocationStatus;
  readonly errorType?: string;
  readonly coldStart: boolean;
  readonly durationMs: number;
  readonly initMs?: number;
  /** As core/lambda-price.ts counts it: with the init. */
  readonly billedMs: number;
  readonly memoryMb: number;
  readonly maxMemoryUsedMb: number;
  readonly gbSeconds: number;
  /** 1 for the first try of an asynchronous event. */
  readonly attempt: number;
  /** Epoch ms when the event was given to an instance. */
  readonly startedAtMs: number;
}

/** Everything about an invocation that its outcome does not say. */
export interface InvocationDetails {
  readonly requestId: string;
  readonly functionName: string;
  readonly instanceId: string;
  readonly memoryMb: number;
  readonly attempt: number;
  readonly startedAtMs: number;
}

/** Adds up what the invocation costs. */
export function reportInvocation(frame: InvocationDetails, outcome: InvocationOutcome): InvocationReport {
  const { status, errorType, durationMs, initMs, maxMemoryUsedMb } = outcome;
  const billedMs = billedMsOf(durationMs, initMs);
  return {
    ...frame,
    status,
    ...(errorType !== undefined && { errorType }),
    coldStart: initMs !== undefined,
    durationMs,
    ...(initMs !== undefined && { initMs }),
    billedMs,
    maxMemoryUsedMb,
    gbSeconds: gbSecondsOf({ billedMs, memoryMb: frame.memoryMb }),
  };
}

/** The REPORT line as Lambda writes it to a function's log: fields separated by tabs. */
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

/** The payload that Lambda answers with when the runtime itself cannot answer any more. */
export function errorPayload(requestId: string, errorType: string, reason: string): Buffer {
  return Buffer.from(JSON.stringify({ errorType, errorMessage: `RequestId: ${requestId} Error: ${reason}` }));
}

/** The errorType that a runtime posted; official clients always send one. */
export function errorTypeOf(body: Buffer): string {
  try {
    const { errorType } = JSON.parse(body.toString()) as { errorType?: unknown };
    return typeof errorType === 'string' ? errorType : 'Unhandled';
  } catch {
    return 'Unhandled';
  }
}

/** Lambda's words for a process that ended by itself or was ended. */
export function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal) return `Runtime exited with error: signal: ${signalWord(signal)}`;
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
}

/** Go's names of the signals, which Lambda prints because its supervisor is written in Go. */
function signalWord(signal: NodeJS.Signals): string {
  const words: Partial<Record<NodeJS.Signals, string>> = {
    SIGKILL: 'killed',
    SIGTERM: 'terminated',
    SIGSEGV: 'segmentation fault',
    SIGABRT: 'aborted',
    SIGBUS: 'bus error',
    SIGILL: 'illegal instruction',
  };
  return words[signal] ?? signal;
}
