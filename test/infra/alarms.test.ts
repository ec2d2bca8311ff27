/** The alarms: each notifies the topic, links to a section of the runbook, and reads fields that the functions really write. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { eventHandler } from '../../functions/runtime/event-handler.ts';
import { httpHandler } from '../../functions/runtime/http-handler.ts';
import { projectDir, type Synthesised, synthesise } from './synthesised.ts';

let stack: Synthesised;
beforeAll(() => {
  stack = synthesise();
});

const alarms = () => stack.ofType('AWS::CloudWatch::Alarm');
const metricNames = (properties: Readonly<Record<string, unknown>>) =>
  JSON.stringify(properties).match(/(?<="MetricName":")[^"]+/g) ?? [];

test('what there is to be told of', () => {
  const watched = alarms().map(({ logicalId, properties }) => [
    logicalId.replace(/^Alarms|[0-9A-F]{8}$/g, ''),
    ...metricNames(properties),
    properties.Threshold,
  ]);
  expect(watched).toEqual([
    ['DeadLetters', 'AsyncEventsDropped', 'AsyncEventsDropped', 1],
    ['LateEvents', 'AsyncEventAge', 'AsyncEventAge', 600_000],
    ['Throttles', 'Throttles', 1],
    ['MattingErrors', 'Errors', 6],
    ['ComposeErrors', 'Errors', 6],
    ['DeskErrors', 'Url5xxCount', 6],
    ['NearLimit', 'NearLimit', 1],
    ['DailySpend', 'gb-seconds', 1],
  ]);
});

test('each is heard, and silence is not an alarm', () => {
  const topic = `<${stack.find('AWS::SNS::Topic', 'Alarms').logicalId}>`;
  for (const { properties } of alarms()) {
    expect(properties).toMatchObject({
      AlarmActions: [topic],
      OKActions: [topic],
      TreatMissingData: 'notBreaching',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  }
});

test('each leads to a section of the runbook that says what it means, how to see it and how to mend it', () => {
  const runbook = readFileSync(join(projectDir, 'docs/runbook.md'), 'utf8');
  const sections = new Map(
    runbook.split(/^## /m).map((section) => [section.split('\n')[0].toLowerCase().replaceAll(' ', '-'), section]),
  );
  for (const { properties } of alarms()) {
    const link = /docs\/runbook\.md#([\w-]+)$/.exec(String(properties.AlarmDescription));
    const section = sections.get(link?.[1] ?? '');
    expect(section, String(properties.AlarmDescription)).toBeDefined();
    for (const part of ['**Means.**', '**See.**', '**Mend.**']) expect(section).toContain(part);
  }
});

test('figures of memory and time come from fields that every line of a function has', async () => {
  const patterns = stack
    .ofType('AWS::Logs::MetricFilter')
    .map(({ properties }) => String(properties.FilterPattern))
    .sort();
  expect(patterns).toEqual([
    ...Array(3).fill('"REPORT RequestId" "Status: "'),
    ...Array(3).fill('{ $.gbSeconds >= 0 }'),
    ...Array(3).fill('{ $.peakMemoryMb >= 0 }'),
    '{ ($.peakMemoryMb > 1638) || ($.ms > 48000) }',
    ...Array(2).fill('{ ($.peakMemoryMb > 409) || ($.ms > 24000) }'),
  ]);
  // A run that ended without a line of its own counts as the longest that the function can have.
  const longest = stack
    .ofType('AWS::Logs::MetricFilter')
    .filter(({ properties }) => String(properties.FilterPattern).startsWith('"REPORT'))
    .map(({ properties }) => (properties.MetricTransformations as { MetricValue: string }[])[0].MetricValue);
  expect(longest.map(Number).sort((one, other) => one - other)).toEqual([0.5 * 30, 0.5 * 30, (2048 / 1024) * 60]);
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const handler = eventHandler('matting', async function* () {
    yield { photoId: 'any.jpg', outcome: 'done', timings: {} };
    throw new Error('any');
  });
  const context = { awsRequestId: 'any', memoryLimitInMB: '1024' };
  await expect(handler({}, context)).rejects.toThrow();
  const request = { version: '2.0', rawPath: '/', requestContext: { http: { method: 'GET', sourceIp: '::1' } } };
  await httpHandler('api', async () => ({ status: 204, headers: {} }))(request, context);
  const lines = written.mock.calls.map(([line]) => JSON.parse(String(line)));
  written.mockRestore();
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(line.peakMemoryMb).toBeGreaterThan(0);
    expect(line.ms).toBeGreaterThanOrEqual(0);
    expect(line.gbSeconds).toBeGreaterThanOrEqual(0);
  }
});

test('throttles are an alarm after a quarter of an hour, because a burst does no harm', () => {
  const metric = { Namespace: 'AWS/Lambda', MetricName: 'Throttles' };
  const { EvaluationPeriods, Metrics } = stack.find('AWS::CloudWatch::Alarm', 'AlarmsThrottles').properties;
  expect(EvaluationPeriods).toBe(3);
  // Without dimensions it counts all functions of the account, which share one limit.
  expect(Metrics).toMatchObject([{ MetricStat: { Metric: metric, Period: 300, Stat: 'Sum' } }]);
  expect(JSON.stringify(Metrics)).not.toContain('Dimensions');
});
