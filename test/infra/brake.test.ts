/** The brake, which an option adds: an alarm, a function that may stop matting and nothing else, uploads that stay. */
import { beforeAll, expect, test } from 'vitest';
import { brakeConfig, configFromEnv } from '../../functions/runtime/config.ts';
import { type Synthesised, synthesise } from './synthesised.ts';

let stack: Synthesised;
beforeAll(() => {
  stack = synthesise({ brakeUsdPerDay: '5', mattingConcurrency: '7', resultsDays: '3' });
});

test('the alarm on the spend of a day invokes the brake and notifies the operator', () => {
  const brake = stack.find('AWS::Lambda::Function', 'Brake').logicalId;
  const topic = stack.find('AWS::SNS::Topic', 'Alarms').logicalId;
  const alarm = stack.find('AWS::CloudWatch::Alarm', 'AlarmsBrake');
  expect(alarm.properties).toMatchObject({
    ...{ Threshold: 5, OKActions: [`<${topic}>`], AlarmActions: [`<${topic}>`, `<${brake}.Arn>`] },
    AlarmDescription: expect.stringContaining('docs/runbook.md#brake'),
  });
  const permission = stack
    .ofType('AWS::Lambda::Permission')
    .find(({ properties }) => properties.Principal === 'lambda.alarms.cloudwatch.amazonaws.com');
  expect(permission?.properties).toMatchObject({
    ...{ Action: 'lambda:InvokeFunction', FunctionName: `<${brake}.Arn>`, SourceAccount: '<AWS::AccountId>' },
    SourceArn: `<${alarm.logicalId}.Arn>`,
  });
});

test('it is told which function it stops, at which spend, and what to restore', () => {
  const { Environment } = stack.find('AWS::Lambda::Function', 'Brake').properties;
  const matting = stack.find('AWS::Lambda::Function', 'Matting').logicalId;
  expect(configFromEnv(brakeConfig, (Environment as { Variables: Record<string, string> }).Variables)).toEqual({
    resultsBucket: stack.find('AWS::S3::Bucket', 'PhotosResults').properties.BucketName,
    ...{ mattingFunction: `<${matting}.Arn>`, mattingConcurrency: 7, brakeUsdPerDay: 5 },
  });
});

test('its role stops matting, stores one object and writes logs', () => {
  const { Policies } = stack.find('AWS::IAM::Role', 'Brake').properties;
  const [{ PolicyDocument }] = Policies as { PolicyDocument: { Statement: Record<string, unknown>[] } }[];
  const matting = stack.find('AWS::Lambda::Function', 'Matting').logicalId;
  expect(PolicyDocument.Statement).toEqual([
    { Effect: 'Allow', Action: 's3:PutObject', Resource: expect.stringMatching(/-results-.*\/desk\/brake\.json$/) },
    { Effect: 'Allow', Action: 'lambda:PutFunctionConcurrency', Resource: `<${matting}.Arn>` },
    expect.objectContaining({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
  ]);
});

test('uploads stay as long as dead letters, and events wait as long as Lambda allows', () => {
  const { LifecycleConfiguration } = stack.find('AWS::S3::Bucket', 'PhotosUploads').properties;
  expect(LifecycleConfiguration).toMatchObject({ Rules: [{}, { ExpirationInDays: 3 }] });
  expect(stack.find('AWS::SQS::Queue', 'DeadLetters').properties.MessageRetentionPeriod).toBe(3 * 24 * 3600);
  expect(stack.find('AWS::Lambda::EventInvokeConfig', 'Matting').properties).toMatchObject({
    MaximumEventAgeInSeconds: 6 * 3600,
    DestinationConfig: { OnFailure: { Destination: expect.stringContaining('DeadLetters') } },
  });
  const { Environment } = stack.find('AWS::Lambda::Function', 'FrontDoorDesk').properties;
  expect(Environment).toMatchObject({ Variables: { ZEROBOOTH_UPLOADS_DAYS: '3' } });
});
