import { expect, it } from 'vitest';
import {
  errorPayload,
  errorTypeOf,
  exitReason,
  formatReport,
  reportInvocation,
} from '../../../../local/lambda/report.ts';

const details = {
  requestId: '6f747a07-2b1c-4c6e-9f5c-9d3e1a2b3c4d',
  functionName: 'compose',
  instanceId: 'i',
  memoryMb: 512,
  attempt: 1,
  startedAtMs: 0,
};

it('reports a cold start as Lambda does, with the init billed', () => {
  const outcome = {
    status: 'success',
    payload: Buffer.alloc(0),
    durationMs: 12.341,
    initMs: 123.449,
    maxMemoryUsedMb: 99.6,
  } as const;
  const report = reportInvocation(details, outcome);
  expect(formatReport(report)).toBe(
    'REPORT RequestId: 6f747a07-2b1c-4c6e-9f5c-9d3e1a2b3c4d\tDuration: 12.34 ms\tBilled Duration: 136 ms\t' +
      'Memory Size: 512 MB\tMax Memory Used: 100 MB\tInit Duration: 123.45 ms',
  );
  expect(report.gbSeconds).toBeCloseTo(0.136 * 0.5, 9);
  expect(report).not.toHaveProperty('errorType');
});

it('rounds the billed time up to a whole millisecond, at least 1', () => {
  const bill = (durationMs: number) =>
    reportInvocation(details, { status: 'success', payload: Buffer.alloc(0), durationMs, maxMemoryUsedMb: 1 }).billedMs;
  expect([0, 0.2, 1, 1.001, 12.34].map(bill)).toEqual([1, 1, 1, 2, 13]);
});

it('reports each kind of failure as Lambda does', () => {
  const line = (status: 'timeout' | 'out-of-memory', errorType: string) =>
    formatReport(
      reportInvocation(details, { status, errorType, payload: Buffer.alloc(0), durationMs: 1, maxMemoryUsedMb: 1 }),
    );
  expect(line('timeout', 'Sandbox.Timedout')).toMatch(/\tStatus: timeout$/);
  expect(line('out-of-memory', 'Runtime.OutOfMemory')).toMatch(/\tStatus: error\tError Type: Runtime.OutOfMemory$/);
});

it('gives the text for the end of a process', () => {
  expect(exitReason(null, 'SIGKILL')).toBe('Runtime exited with error: signal: killed');
  expect(exitReason(null, 'SIGSEGV')).toBe('Runtime exited with error: signal: segmentation fault');
  expect(exitReason(1, null)).toBe('Runtime exited with error: exit status 1');
  expect(exitReason(0, null)).toBe('Runtime exited without providing a reason');
});

it('reads the type of an error, and takes `Unhandled` for anything else', () => {
  expect(errorTypeOf(errorPayload('id', 'Runtime.ExitError', 'gone'))).toBe('Runtime.ExitError');
  expect(['', 'null', '[]', '{"errorType":3}'].map((text) => errorTypeOf(Buffer.from(text)))).toEqual(
    Array(4).fill('Unhandled'),
  );
});
