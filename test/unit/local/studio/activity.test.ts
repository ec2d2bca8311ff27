/** The view of the latest invocations (local/studio/activity.ts). */
import { expect, it } from 'vitest';
import type { FunctionHost, InvocationReport } from '../../../../local/lambda/host.ts';
import { Activity } from '../../../../local/studio/activity.ts';

const times = { startedAtMs: 0, durationMs: 5, billedMs: 5, memoryMb: 256, maxMemoryUsedMb: 90, gbSeconds: 0.00125 };

const reportOf = (functionName: string, requestId: string): InvocationReport => {
  return { ...times, functionName, requestId, instanceId: 'one', status: 'success', coldStart: false, attempt: 1 };
};

const host = { enforcement: 'none', isolation: null, instances: () => [] } as unknown as FunctionHost;

it('keeps the latest hundred invocations of each function, so that a waiting page hides no photo', () => {
  const activity = new Activity();
  activity.addReport(reportOf('matting', 'photo'));
  activity.addLine(JSON.stringify({ requestId: 'photo', photo: 'digest' }));
  for (let poll = 0; poll < 150; poll++) activity.addReport(reportOf('api', `poll-${poll}`));
  const { invocations, totals } = activity.view(host, []);
  expect(invocations[0]).toMatchObject({ functionName: 'matting', photo: 'digest' });
  expect(invocations.slice(1).map(({ requestId }) => requestId)).toEqual(
    Array.from({ length: 100 }, (_, at) => `poll-${at + 50}`),
  );
  expect(totals.invocations).toBe(151);
});
