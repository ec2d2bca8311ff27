/** PhotoStudio in any stack: beside other buckets with notifications, twice in one stack, and as before in a stack of its own. */
import { App, type Environment, Stack } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import { readOptions } from '../../infra/options.ts';
import { PhotoStudio } from '../../infra/photo-studio.ts';
import { StudioStack, studioStackId } from '../../infra/studio-stack.ts';
import { findCircle } from './dependencies.ts';
import { type Synthesised, synthesise, synthesiseStack } from './synthesised.ts';

/**
 * The resources of the default stack that version 0.2.0 deployed and that lose data, links or history when they are replaced.
 * The alarm on lost events is not among them: the one on dead letters counts those events since 0.3.
 */
const deployed = {
  'AWS::CloudWatch::Alarm': [
    'AlarmsComposeErrors367C7601',
    'AlarmsDailySpendF3DA2DBF',
    'AlarmsDeadLetters20E28703',
    'AlarmsDeskErrors90C77CAF',
    'AlarmsMattingErrors79832381',
    'AlarmsNearLimit1B1C3346',
  ],
  'AWS::CloudWatch::Dashboard': ['Dashboard9E4231ED'],
  'AWS::CodeDeploy::Application': ['DeploymentApplication7D968237'],
  'AWS::CodeDeploy::DeploymentGroup': ['DeploymentComposeGroupD1F33F46', 'DeploymentMattingGroupE708B692'],
  'AWS::Lambda::Alias': ['ComposeFunctionAliaslive633FD28B', 'MattingFunctionAliasliveA6A75CF5'],
  'AWS::Lambda::Function': [
    'BucketNotificationsHandler050a0587b7544547bf325f094a3db8347ECC3691',
    'ComposeFunctionF20C70CB',
    'DeploymentGoldenFunctionEAF73B85',
    'FrontDoorDeskFunctionCD04ECAD',
    'MattingFunctionD061AE4F',
  ],
  'AWS::Lambda::Url': ['FrontDoorDeskFunctionFunctionUrl9C91C8B5'],
  'AWS::Logs::LogGroup': [
    'ComposeLogs4EA598B6',
    'DeploymentGoldenLogs907340BF',
    'FrontDoorDeskLogsB7602239',
    'MattingLogs45E8E722',
    'SetUpLogsD87E09B0',
  ],
  'AWS::S3::Bucket': ['PhotosResults1B3DD313', 'PhotosUploadsE7D5F5B9'],
  'AWS::SNS::Topic': ['AlarmsTopic3A2DFEBA'],
  'AWS::SQS::Queue': ['DeadLettersBBF8BAAB'],
  'Custom::S3BucketNotifications': ['PhotosUploadsNotifications4E9360B8'],
} as const;

test.each(Object.entries(deployed))('the stack of one studio keeps its %s of version 0.2.0', (type, ids) => {
  // More may come; none of these may go.
  const present = synthesiseOnce()
    .ofType(type)
    .map(({ logicalId }) => logicalId);
  expect(present).toEqual(expect.arrayContaining([...ids]));
});

const synthesiseOnce = (() => {
  let made: Synthesised | undefined;
  return () => {
    made ??= synthesise();
    return made;
  };
})();

describe('two studios in a stack with a bucket that has a notification of its own', () => {
  const stack = synthesiseStack((app) => {
    const own = new Stack(app, 'Company');
    const received = new Queue(own, 'Received');
    const bucket = new Bucket(own, 'Scans');
    bucket.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(received));
    const passports = new PhotoStudio(own, 'Passports');
    new PhotoStudio(own, 'Badges', { canary: '10', access: 'iam', alarmEmail: 'keeper@example.org' });
    passports.onSettled('Finished', {
      target: new SqsQueue(received),
      eventPattern: { detail: { status: ['done'] } },
    });
    return own;
  });

  test('waits for nothing in a circle', () => {
    expect(findCircle(stack.template.toJSON().Resources)?.join(' -> ') ?? 'no circle').toBe('no circle');
  });

  test.each([
    ['AWS::S3::Bucket', 'BucketName', 4],
    ['AWS::CodeDeploy::Application', 'ApplicationName', 2],
  ])('gives each %s a name of its own', (type, property, count) => {
    const names = stack.ofType(type).flatMap(({ properties }) => properties[property] ?? []);
    expect(new Set(names).size).toBe(count);
    expect(names).toHaveLength(count);
  });

  test('leaves every other name to CloudFormation', () => {
    const named = stack.resources.filter(({ properties }) =>
      ['AlarmName', 'DashboardName', 'FunctionName', 'LogGroupName', 'QueueName', 'RoleName', 'TopicName'].some(
        (name) => name in properties && typeof properties[name] === 'string' && !String(properties[name]).includes('<'),
      ),
    );
    expect(named).toEqual([]);
  });

  test('keeps bucket names within the 63 characters of S3', () => {
    const longest = { '<AWS::AccountId>': '123456789012', '<AWS::Region>': 'ap-southeast-1' };
    const names = stack.ofType('AWS::S3::Bucket').flatMap(({ properties }) => String(properties.BucketName ?? 'scans'));
    for (const name of names) {
      const actual = Object.entries(longest).reduce((text, [from, to]) => text.replace(from, to), name);
      expect(actual).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
    }
  });

  test('keeps the metrics of both apart', () => {
    const namespaces = stack
      .ofType('AWS::Logs::MetricFilter')
      .map(({ properties }) => (properties.MetricTransformations as { MetricNamespace: string }[])[0].MetricNamespace);
    expect([...new Set(namespaces)].sort()).toEqual(['Zerobooth/Company/Badges', 'Zerobooth/Company/Passports']);
  });

  test.each(['Passports', 'Badges'])('starts the matting of %s from its own bucket', (id) => {
    const alias = `<${stack.find('AWS::Lambda::Alias', `${id}Matting`).logicalId}>`;
    const { logicalId, properties } = stack.find('AWS::S3::Bucket', `${id}PhotosUploads`);
    expect(properties.NotificationConfiguration).toEqual({
      LambdaConfigurations: [
        {
          Event: 's3:ObjectCreated:*',
          Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'uploads/' }] } },
          Function: alias,
        },
      ],
    });
    const permission = stack.find('AWS::Lambda::Permission', `${id}PhotosUploads`);
    expect(permission.properties).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: alias,
      Principal: 's3.amazonaws.com',
      SourceAccount: '<AWS::AccountId>',
      SourceArn: `arn:<AWS::Partition>:s3:::${properties.BucketName}`,
    });
    expect(stack.template.toJSON().Resources[logicalId].DependsOn).toContain(permission.logicalId);
  });

  test('leaves the notification of the other bucket to CDK', () => {
    const [one, ...others] = stack.ofType('Custom::S3BucketNotifications');
    expect(others).toEqual([]);
    expect(one.logicalId).toMatch(/^Scans/);
    expect(stack.find('AWS::Lambda::Function', 'BucketNotificationsHandler').properties).not.toHaveProperty(
      'LoggingConfig',
    );
    const policies = stack.ofType('AWS::IAM::Policy').map(({ properties }) => properties);
    const ofCdk = policies.filter(({ PolicyName }) => PolicyName !== 'start-photos');
    expect(ofCdk.map(({ PolicyDocument }) => PolicyDocument)).toMatchObject([
      { Statement: [{ Action: 's3:PutBucketNotification', Effect: 'Allow' }] },
    ]);
  });

  test('has a rule for the settled photos of one studio, which can be narrowed', () => {
    const [rule, ...others] = stack.ofType('AWS::Events::Rule');
    expect(others).toEqual([]);
    expect(rule.properties.EventPattern).toEqual({
      source: ['zerobooth'],
      'detail-type': ['PhotoSettled'],
      detail: { bucket: [`<${stack.find('AWS::S3::Bucket', 'PassportsPhotosResults').logicalId}>`], status: ['done'] },
    });
    expect(rule.properties.Targets).toMatchObject([
      { Arn: `<${stack.find('AWS::SQS::Queue', 'Received').logicalId}.Arn>` },
    ]);
  });
});

const inStack = (env: Environment = {}) => new Stack(new App(), 'Company', { env });

describe('a stage', () => {
  const dev = synthesise({ stage: 'dev' });

  test('marks buckets, metrics and tags; the name of the stack marks alarms, dashboard and deployments', () => {
    const names = dev.ofType('AWS::S3::Bucket').map(({ properties }) => properties.BucketName);
    expect(names).toEqual(
      ['uploads', 'results'].map((kind) => `zerobooth-dev-${kind}-<AWS::AccountId>-<AWS::Region>-an`),
    );
    const filters = dev.ofType('AWS::Logs::MetricFilter').map(({ properties }) => properties.MetricTransformations);
    expect(JSON.stringify(filters).match(/Zerobooth\/[^"]*/g)).toEqual(filters.map(() => 'Zerobooth/Zerobooth-dev'));
    expect(JSON.stringify(dev.ofType('AWS::CloudWatch::Dashboard'))).toContain('Zerobooth/Zerobooth-dev');
    expect(studioStackId(readOptions((name) => (name === 'stage' ? 'dev' : undefined)))).toBe('Zerobooth-dev');
    const tagged = dev.ofType('AWS::S3::Bucket').map(({ properties }) => properties.Tags);
    expect(tagged).toEqual(Array(2).fill(expect.arrayContaining([{ Key: 'stage', Value: 'dev' }])));
  });

  test('leaves every other name to CloudFormation, which begins it with the name of the stack', () => {
    const named = dev.resources.flatMap(({ properties }) =>
      ['AlarmName', 'DashboardName', 'FunctionName', 'LogGroupName', 'QueueName', 'RoleName', 'TopicName', 'Name']
        .map((name) => properties[name])
        .filter((value) => typeof value === 'string' && !value.startsWith('<') && value !== 'live'),
    );
    expect(named).toEqual([]);
    expect(dev.find('AWS::CodeDeploy::Application', 'Deployment').properties.ApplicationName).toBe('<AWS::StackName>');
  });

  test('renames nothing when there is none', () => {
    const plain = JSON.stringify(synthesiseOnce().template.toJSON());
    expect(plain).not.toMatch(/Zerobooth-|zerobooth-(?!uploads|results)/);
  });

  test('also marks a studio in another stack', () => {
    const stack = synthesiseStack((app) => {
      const own = new Stack(app, 'Company');
      new PhotoStudio(own, 'Photos', { stage: 'dev' });
      return own;
    });
    const names = stack.ofType('AWS::S3::Bucket').map(({ properties }) => String(properties.BucketName));
    expect(names.filter((name) => !/^photos-[0-9a-f]{8}-dev-(uploads|results)-/.test(name))).toEqual([]);
    expect(JSON.stringify(stack.template.toJSON())).toContain('Zerobooth/Company/Photos/dev');
    expect(stack.find('AWS::CodeDeploy::Application', 'Photos').properties.ApplicationName).toBe(
      '<AWS::StackName>-Photos-dev',
    );
  });
});

test('with account and region, bucket names are plain text, as an import of buckets needs them', () => {
  const stack = synthesiseStack((app) => {
    const options = readOptions(() => undefined);
    return new StudioStack(app, 'Zerobooth', { options, env: { account: '123456789012', region: 'eu-central-1' } });
  });
  const template = stack.template.toJSON();
  const names = stack
    .ofType('AWS::S3::Bucket')
    .map(({ logicalId }) => template.Resources[logicalId].Properties.BucketName);
  expect(names).toEqual(['uploads', 'results'].map((kind) => `zerobooth-${kind}-123456789012-eu-central-1-an`));
});

test('a studio has public parts and the defaults of the options', () => {
  const { uploads, results, matting, compose, url, deadLetters, outputs } = new PhotoStudio(inStack(), 'Photos');
  const parts = { uploads, results, matting, compose, url, deadLetters };
  expect(Object.entries(parts).filter(([, part]) => part === undefined)).toEqual([]);
  expect(Object.keys(outputs)).toEqual(expect.arrayContaining(['UploadsBucket', 'ResultsBucket', 'FormUrl']));
});

test('a wrong or misspelt prop is refused with its sentence', () => {
  const wrong = { uploadsDays: 0, mattingMemory: 4096 };
  const create = () => new PhotoStudio(inStack(), 'Photos', wrong);
  expect(create).toThrow('uploadsDays must be a whole number of days from 1 to 365; it is 0.');
  expect(create).toThrow('mattingMemory is not an option.');
});

test('a further notification on the uploads bucket is refused, because it would replace the one of matting', () => {
  const stack = inStack();
  const { uploads } = new PhotoStudio(stack, 'Photos');
  uploads.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(new Queue(stack, 'Received')));
  expect(uploads.node.validate()).toEqual([expect.stringContaining('Use onSettled, or the prop functions.')]);
});
