/** Scale to zero: only kinds of resources that cost nothing while nothing happens, and no more alarms than are free. */
import { beforeAll, expect, test } from 'vitest';
import { type Synthesised, synthesise } from './synthesised.ts';

/** Billed by use, or not at all (docs/cost.md says how each is). A new kind must be looked up before it is added here. */
const freeWhileIdle = new Set([
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'Custom::FirstAccessCode',
  'Custom::S3BucketNotifications',
]);

/** Amazon CloudWatch pricing, free tier, read 2026-11-20: alarm metrics, custom metrics, metrics of a dashboard. */
const free = { alarmMetrics: 10, customMetrics: 10, dashboardMetrics: 50 };

let stack: Synthesised;
beforeAll(() => {
  stack = synthesise({ alarmEmail: 'keeper@example.org', siteOrigin: 'https://photos.example.org' });
});

test('nothing is billed by the hour', () => {
  const kinds = new Set(stack.resources.map(({ type }) => type));
  expect([...kinds].filter((kind) => !freeWhileIdle.has(kind))).toEqual([]);
});

test('no function is kept warm or inside a network', () => {
  const functions = [...stack.ofType('AWS::Lambda::Function'), ...stack.ofType('AWS::Lambda::Alias')];
  const keys = functions.flatMap(({ properties }) => Object.keys(properties));
  const costly = [
    'VpcConfig',
    'ProvisionedConcurrencyConfig',
    'SnapStart',
    'FileSystemConfigs',
    'CapacityProviderConfig',
  ];
  expect(keys.filter((key) => costly.includes(key))).toEqual([]);
  // Temporary space above 512 MB is billed while a function runs.
  expect(keys).not.toContain('EphemeralStorage');
});

test('no key of our own is paid for each month', () => {
  expect(JSON.stringify(stack.template.toJSON())).not.toContain('KmsMasterKeyId');
});

test('alarms and metrics stay within what every account has for nothing', () => {
  const watched = stack
    .ofType('AWS::CloudWatch::Alarm')
    .map(({ properties }) => properties.Metrics as { MetricStat?: unknown }[] | undefined)
    .map((metrics) => metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1);
  expect(watched.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(free.alarmMetrics);
  const custom = stack
    .ofType('AWS::Logs::MetricFilter')
    .map(({ properties }) => (properties.MetricTransformations as { MetricName: string }[])[0].MetricName);
  expect(new Set(custom).size).toBeLessThanOrEqual(free.customMetrics);
  const [dashboard, ...others] = stack.ofType('AWS::CloudWatch::Dashboard');
  expect(others).toEqual([]);
  const { widgets } = JSON.parse(String(dashboard.properties.DashboardBody));
  const shown = widgets.flatMap((widget: { properties: { metrics: unknown[] } }) => widget.properties.metrics);
  expect(shown.length).toBeGreaterThan(10);
  expect(shown.length).toBeLessThan(free.dashboardMetrics);
});

test('no secret is in the template', () => {
  const text = JSON.stringify(stack.template.toJSON());
  expect(text).not.toMatch(/AKIA[0-9A-Z]{16}|-----BEGIN|password|secret/i);
  const names = stack
    .ofType('AWS::Lambda::Function')
    .flatMap(({ properties }) => Object.keys((properties.Environment as { Variables?: object })?.Variables ?? {}));
  expect(names.filter((name) => /KEY|TOKEN|CODE$|CREDENTIAL/.test(name))).toEqual([]);
});
