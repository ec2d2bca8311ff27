/** The buckets: private, encrypted, forgetful, and uploads start matting through its alias. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  accessCodeKey,
  backdropKey,
  cutoutKey,
  cutoutsPrefix,
  expiringPrefixes,
  fingerprintKey,
  firstCutoutKey,
  headKey,
  recordKey,
  resultsPrefix,
  workingPhotoKey,
} from '../../core/keys.ts';
import { type Synthesised, synthesise } from './synthesised.ts';

let stack: Synthesised;
beforeAll(() => {
  stack = synthesise();
});

describe.each([
  ['PhotosUploads', 1],
  ['PhotosResults', 7],
])('%s', (prefix, days) => {
  test('is closed to the public and encrypted', () => {
    expect(stack.find('AWS::S3::Bucket', prefix).properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
  });

  test(`forgets photos after ${days} days, cutouts and left-over parts of uploads after one`, () => {
    const prefixes = prefix === 'PhotosUploads' ? [undefined] : expiringPrefixes;
    const daysOf = (Prefix: string | undefined) => (Prefix === cutoutsPrefix ? 1 : days);
    expect(stack.find('AWS::S3::Bucket', prefix).properties.LifecycleConfiguration).toEqual({
      Rules: [
        { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
        ...prefixes.map((Prefix) => ({
          ExpirationInDays: daysOf(Prefix),
          ...(Prefix && { Prefix }),
          Status: 'Enabled',
        })),
      ],
    });
  });

  test('takes TLS 1.2 and later only', () => {
    const { properties } = stack.find('AWS::S3::BucketPolicy', prefix);
    expect(properties.PolicyDocument).toMatchObject({
      Statement: [
        { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { Effect: 'Deny', Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
      ],
    });
  });

  test('stays when the stack is removed, and goes when its first deployment fails', () => {
    const { logicalId } = stack.find('AWS::S3::Bucket', prefix);
    const { DeletionPolicy, UpdateReplacePolicy } = stack.template.toJSON().Resources[logicalId];
    expect({ DeletionPolicy, UpdateReplacePolicy }).toEqual({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('has a name that no other account can take', () => {
    const { BucketName, BucketNamespace } = stack.find('AWS::S3::Bucket', prefix).properties;
    const kind = prefix.slice('Photos'.length).toLowerCase();
    expect(BucketName).toBe(`zerobooth-${kind}-<AWS::AccountId>-<AWS::Region>-an`);
    expect(BucketNamespace).toBe('account-regional');
  });
});

test('access code and backdrop pictures never expire; everything that core/keys.ts makes of a photo does', () => {
  const { LifecycleConfiguration } = stack.find('AWS::S3::Bucket', 'PhotosResults').properties;
  const { Rules } = LifecycleConfiguration as { Rules: { Prefix?: string; ExpirationInDays?: number }[] };
  const expires = (key: string) =>
    Rules.some(({ Prefix = '', ExpirationInDays }) => ExpirationInDays !== undefined && key.startsWith(Prefix));
  expect([accessCodeKey, backdropKey('office.jpg')].map(expires)).toEqual([false, false]);
  const made = [cutoutKey, headKey, workingPhotoKey, recordKey, resultsPrefix].map((keyOf) => keyOf('a/b.jpg'));
  expect([...made, firstCutoutKey('form/', '0'), fingerprintKey('0')].every(expires)).toBe(true);
});

test('every kind of upload under uploads/ starts matting, through its alias', () => {
  const { properties } = stack.find('Custom::S3BucketNotifications', 'PhotosUploads');
  const alias = stack.find('AWS::Lambda::Alias', 'Matting');
  expect(properties.BucketName).toBe(`<${stack.find('AWS::S3::Bucket', 'PhotosUploads').logicalId}>`);
  expect(properties.NotificationConfiguration).toEqual({
    LambdaFunctionConfigurations: [
      {
        Events: ['s3:ObjectCreated:*'],
        Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'uploads/' }] } },
        LambdaFunctionArn: `<${alias.logicalId}>`,
      },
    ],
  });
  expect(stack.ofType('Custom::S3BucketNotifications')).toHaveLength(1);
});

test('only that bucket of this account may start it', () => {
  const permissions = stack
    .ofType('AWS::Lambda::Permission')
    .filter(({ properties }) => String(properties.FunctionName).includes('Matting'));
  const uploads = stack.find('AWS::S3::Bucket', 'PhotosUploads').logicalId;
  expect(permissions.map(({ properties }) => properties)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: `<${stack.find('AWS::Lambda::Alias', 'Matting').logicalId}>`,
      Principal: 's3.amazonaws.com',
      SourceAccount: '<AWS::AccountId>',
      SourceArn: `<${uploads}.Arn>`,
    },
  ]);
});

test('the outputs hold lines to paste', () => {
  const [uploads, results] = ['PhotosUploads', 'PhotosResults'].map((prefix) => stack.find('AWS::S3::Bucket', prefix));
  const { BucketName: uploadsName } = uploads.properties;
  const { BucketName: resultsName } = results.properties;
  expect(stack.outputs).toMatchObject({
    UploadsBucket: `<${uploads.logicalId}>`,
    ResultsBucket: `<${results.logicalId}>`,
    Upload: `aws s3 cp photo.jpg s3://${uploadsName}/uploads/cn-1-inch+blue/photo.jpg`,
    Download: `aws s3 cp s3://${resultsName}/results/cn-1-inch+blue/photo.jpg/ . --recursive`,
    FormUrl: `<${stack.find('AWS::Lambda::Url', 'FrontDoor').logicalId}.FunctionUrl>`,
    AccessCode: `aws s3 cp s3://${resultsName}/desk/access-code -`,
  });
});
