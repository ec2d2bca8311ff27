/** The functions: fixed sizes, an environment that they can read, retries and dead letters on the alias that is called. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  apiConfig,
  composeConfig,
  configFromEnv,
  configToEnv,
  mattingConfig,
  setUpConfig,
} from '../../functions/runtime/config.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { assetFiles, type Synthesised, synthesise } from './synthesised.ts';

let stack: Synthesised;
beforeAll(() => {
  stack = synthesise();
});

const environmentOf = (prefix: string) => {
  const { Environment } = stack.find('AWS::Lambda::Function', prefix).properties;
  return (Environment as { Variables: Record<string, string> }).Variables;
};

describe.each([
  ['Matting', 2048, 60],
  ['Compose', 512, 30],
])('%s', (prefix, memoryMb, timeoutSeconds) => {
  test('is a container image of fixed size with nothing reserved', () => {
    const { properties } = stack.find('AWS::Lambda::Function', prefix);
    expect(properties).toMatchObject({
      PackageType: 'Image',
      Architectures: ['x86_64'],
      MemorySize: memoryMb,
      Timeout: timeoutSeconds,
    });
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('fits an account that is new', () => {
    expect(memoryMb).toBeLessThanOrEqual(3008);
  });

  test('runs with telemetry off and a heap that leaves room for pixels', () => {
    expect(environmentOf(prefix)).toMatchObject({
      ORT_DISABLE_TELEMETRY: '1',
      NODE_OPTIONS: `--max-old-space-size=${Math.floor(memoryMb * 0.6)}`,
    });
  });

  test('has an environment that the functions read, and no name in it that they do not know', () => {
    const environment = environmentOf(prefix);
    const config =
      prefix === 'Matting' ? configFromEnv(mattingConfig, environment) : configFromEnv(composeConfig, environment);
    const expected = {
      uploadsBucket: stack.find('AWS::S3::Bucket', 'PhotosUploads').properties.BucketName,
      resultsBucket: stack.find('AWS::S3::Bucket', 'PhotosResults').properties.BucketName,
      modelDir: '/opt/models',
    };
    expect(config).toMatchObject(prefix === 'Matting' ? expected : { resultsBucket: expected.resultsBucket });
    const read = Object.keys(configToEnv(config));
    expect(Object.keys(environment).filter((name) => name.startsWith('ZEROBOOTH_') && !read.includes(name))).toEqual(
      [],
    );
    const others = Object.keys(environment).filter((name) => !name.startsWith('ZEROBOOTH_'));
    expect(others.sort()).toEqual(['GLIBC_TUNABLES', 'NODE_OPTIONS', 'ORT_DISABLE_TELEMETRY']);
  });

  test('writes into records what it was built from', () => {
    const { ImageUri } = stack.find('AWS::Lambda::Function', prefix).properties.Code as { ImageUri: string };
    const [, hash] = /:([0-9a-f]{64})$/.exec(ImageUri) ?? [];
    expect(configFromEnv(composeConfig, environmentOf(prefix)).codeVersion).toBe(
      `${packageJson.version}+${hash.slice(0, 12)}`,
    );
  });

  test('retries twice and dead-letters on its alias, which is what gets called', () => {
    // The eighth part of arn:aws:lambda:REGION:ACCOUNT:function:NAME:ALIAS.
    const alias = stack.find('AWS::Lambda::Alias', prefix).logicalId;
    expect(stack.find('AWS::Lambda::EventInvokeConfig', prefix).properties).toEqual({
      FunctionName: `<${stack.find('AWS::Lambda::Function', prefix).logicalId}>`,
      Qualifier: `<${alias}>[7]`,
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 6 * 3600,
      DestinationConfig: {
        OnFailure: { Destination: `<${stack.find('AWS::SQS::Queue', 'DeadLetters').logicalId}.Arn>` },
      },
    });
    expect(stack.ofType('AWS::Lambda::EventInvokeConfig')).toHaveLength(2);
  });

  test('keeps its logs for a month', () => {
    const logs = stack.find('AWS::Logs::LogGroup', prefix);
    expect(logs).toMatchObject({ deletionPolicy: 'Delete', properties: { RetentionInDays: 30 } });
    expect(stack.find('AWS::Lambda::Function', prefix).properties.LoggingConfig).toEqual({
      LogGroup: `<${logs.logicalId}>`,
    });
  });
});

describe('api', () => {
  test('is a small zip on Lambda\u2019s newest Node, with the page in it', () => {
    const { properties } = stack.find('AWS::Lambda::Function', 'FrontDoorDesk');
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Handler: 'functions/api/handler.handler',
      MemorySize: 512,
      Timeout: 30,
    });
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
    const files = assetFiles((dir) => existsSync(join(dir, 'web')));
    expect(files).toEqual(expect.arrayContaining(['functions/api/handler.mjs', 'web/index.html']));
    // The networks of the camera's hints are there when the store of this machine has them.
    const networks = /^camera(\/(models\.json|face-(detection|landmarks)-[\w-]+\.onnx(\.data)?))?$/;
    const others = files.filter((path) => !/^(functions(\/api(\/handler\.mjs)?)?$|web)/.test(path));
    expect(others.filter((path) => !networks.test(path))).toEqual([]);
    expect(files.filter((path) => path.endsWith('.map'))).toEqual([]);
  });

  test('has an environment that the API reads', () => {
    expect(configFromEnv(apiConfig, environmentOf('FrontDoorDesk'))).toMatchObject({
      uploadsBucket: stack.find('AWS::S3::Bucket', 'PhotosUploads').properties.BucketName,
      resultsBucket: stack.find('AWS::S3::Bucket', 'PhotosResults').properties.BucketName,
      composeFunction: `<${stack.find('AWS::Lambda::Alias', 'Compose').logicalId}>`,
      access: 'code',
      uploadsDays: 1,
      cutoutsDays: 1,
      resultsDays: 7,
      pageDir: '/var/task/web',
      local: false,
    });
  });

  test('keeps its logs for a month', () => {
    expect(stack.find('AWS::Logs::LogGroup', 'FrontDoorDesk').properties.RetentionInDays).toBe(30);
  });
});

test('the first access code is stored by a custom resource that has no attribute, after the bucket exists', () => {
  const { logicalId } = stack.find('AWS::Lambda::Function', 'AccessCodeSetUp');
  const { Type, Properties, DependsOn } = Object.values(stack.template.toJSON().Resources).find(
    (resource) => (resource as { Type: string }).Type === 'Custom::FirstAccessCode',
  ) as { Type: string; Properties: object; DependsOn: string[] };
  expect(Type).toBe('Custom::FirstAccessCode');
  expect(Properties).toEqual({ ServiceToken: { 'Fn::GetAtt': [logicalId, 'Arn'] }, ServiceTimeout: '180' });
  expect(DependsOn).toContain(stack.find('AWS::S3::Bucket', 'PhotosResults').logicalId);
  expect(configFromEnv(setUpConfig, environmentOf('AccessCodeSetUp'))).toEqual({
    resultsBucket: stack.find('AWS::S3::Bucket', 'PhotosResults').properties.BucketName,
  });
  const signedByIam = synthesise({ access: 'iam' });
  expect(signedByIam.ofType('Custom::FirstAccessCode')).toEqual([]);
});

test('matting calls compose by its alias', () => {
  const alias = stack.find('AWS::Lambda::Alias', 'Compose');
  expect(configFromEnv(mattingConfig, environmentOf('Matting')).composeFunction).toBe(`<${alias.logicalId}>`);
});

test('no function keeps logs for ever, CDK\u2019s own neither', () => {
  const groups = stack.ofType('AWS::Logs::LogGroup').map(({ logicalId }) => `<${logicalId}>`);
  const used = stack.ofType('AWS::Lambda::Function').map(({ properties }) => properties.LoggingConfig);
  expect(used).toEqual(used.map(() => ({ LogGroup: expect.toBeOneOf(groups) })));
  expect(used).toHaveLength(7);
});

test('dead letters are encrypted and go when the results of their day go', () => {
  expect(stack.find('AWS::SQS::Queue', 'DeadLetters').properties).toMatchObject({
    SqsManagedSseEnabled: true,
    MessageRetentionPeriod: 7 * 24 * 3600,
  });
});
