/** The figures of `/metrics`, and the dashboard that shows them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DeadLetter, FunctionHost, FunctionSpec, InvocationReport } from '../../../../local/lambda/host.ts';
import { openMonitoring } from '../../../../local/monitoring/monitoring.ts';
import { projectDir } from '../../../../scripts/supply/lockfile.ts';

const specs = ['matting', 'compose'].map((name) => ({ name, memoryMb: 512 })) as unknown as FunctionSpec[];
const host = {
  instances: () => [
    { functionName: 'matting', state: 'busy', peakMemoryMb: 300 },
    { functionName: 'matting', state: 'idle', peakMemoryMb: 310 },
  ],
  queueDepth: (name: string) => (name === 'matting' ? 7 : 0),
  waitingSince: (name: string) => (name === 'matting' ? Date.now() - 5000 : null),
} as unknown as FunctionHost;

const reportOf = (functionName: string, status: InvocationReport['status'], requestId = 'r'): InvocationReport => ({
  ...{ functionName, status, requestId, instanceId: 'i', coldStart: status === 'success', attempt: 1, startedAtMs: 0 },
  ...{ durationMs: 400, billedMs: 400, memoryMb: 512, maxMemoryUsedMb: 300, gbSeconds: 0.2 },
});

const lineOf = (outcome: string, timings: Record<string, number> = {}) =>
  JSON.stringify({ event: 'photo', requestId: 'r', photo: '0123456789abcdef', outcome, timings });

async function figures(): Promise<string> {
  const monitoring = openMonitoring(null, () => {});
  for (const status of ['success', 'out-of-memory', 'timeout'] as const) {
    monitoring.addReport(reportOf('matting', status));
  }
  monitoring.addReport(reportOf('objects_mine', 'success'));
  monitoring.addLine('objects_mine', lineOf('done', { detect: 50 }));
  monitoring.addLine('matting', lineOf('composing', { decode: 30, infer: 200 }));
  monitoring.addLine('compose', lineOf('done', { encode: 8 }));
  monitoring.addLine('compose', lineOf('duplicate'));
  monitoring.addLine('matting', lineOf('no-face'));
  // A function that is taken over may write anything.
  monitoring.addLine('matting', lineOf('jane doe', { 'jane.jpg': 1, 'uploads/jane': 2 }));
  monitoring.addLine('api', lineOf('done'));
  const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:matting:$LATEST';
  const requestContext = { requestId: 'r', functionArn, condition: 'RetriesExhausted', approximateInvokeCount: 3 };
  monitoring.addDeadLetter({ requestContext } as unknown as DeadLetter);
  await monitoring.close();
  return (await monitoring.figures(host, specs)).text;
}

test('photos, steps, queues, instances, memory and kills are counted', async () => {
  const lines = (await figures()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'zerobooth_photos_total{outcome="done"} 2',
      'zerobooth_photos_total{outcome="no-face"} 1',
      'zerobooth_photos_total{outcome="other"} 1',
      'zerobooth_invocations_total{function="matting",status="success"} 1',
      'zerobooth_invocations_total{function="objects",version="mine",status="success"} 1',
      'zerobooth_step_seconds_sum{function="objects",version="mine",step="detect"} 0.05',
      'zerobooth_kills_total{function="matting",reason="out-of-memory"} 1',
      'zerobooth_kills_total{function="matting",reason="timeout"} 1',
      'zerobooth_dead_letters_total{function="matting"} 1',
      'zerobooth_step_seconds_sum{function="matting",step="infer"} 0.2',
      'zerobooth_queue_length{function="matting"} 7',
      'zerobooth_queue_oldest_seconds{function="compose"} 0',
      'zerobooth_instances{function="matting",state="busy"} 1',
      `zerobooth_instance_memory_peak_bytes{function="matting"} ${310 * 1024 ** 2}`,
      `zerobooth_instance_memory_limit_bytes{function="compose"} ${512 * 1024 ** 2}`,
    ]),
  );
  const age = lines.find((line) => line.startsWith('zerobooth_queue_oldest_seconds{function="matting"}'));
  expect(Number(age?.split(' ')[1])).toBeGreaterThanOrEqual(5);
});

test('no label holds a name, an id or a digest', async () => {
  expect(await figures()).not.toMatch(/jane|0123456789abcdef|uploads/i);
});

test('the dashboard shows each figure, and names no other', async () => {
  const dashboard = await readFile(join(projectDir, 'local', 'monitoring', 'grafana.json'), 'utf8');
  const shown = new Set(
    [...dashboard.matchAll(/zerobooth_\w+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, '')),
  );
  const made = new Set([...(await figures()).matchAll(/^# TYPE (zerobooth_\w+)/gm)].map(([, name]) => name));
  expect(shown).toEqual(made);
  expect(JSON.parse(dashboard)).toMatchObject({ title: 'Zerobooth', panels: expect.any(Array) });
});
