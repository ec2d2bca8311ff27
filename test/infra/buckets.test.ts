/** The buckets: private, encrypted, forgetful, and uploads start matting through its alias. */
import { beforeAll, describe, expect, test } from 'vitest';
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

  test(`forgets after ${days} days, and left-over parts of uploads after one`, () => {
    expect(stack.find('AWS::S3::Bucket', prefix).properties.LifecycleConfiguration).toEqual({
      Rules: [
        { ExpirationInDays: days, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
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

  test('outlives the stack, and shows nothing to other sites unless one is named', () => {
    const bucket = stack.find('AWS::S3::Bucket', prefix);
    expect(bucket.deletionPolicy).toBe('Retain');
    expect(bucket.properties).not.toHaveProperty('CorsConfiguration');
    expect(bucket.properties).not.toHaveProperty('BucketName');
  });
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
  const permissions = stack.ofType('AWS::Lambda::Permission');
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
  const uploads = stack.find('AWS::S3::Bucket', 'PhotosUploads').logicalId;
  const results = stack.find('AWS::S3::Bucket', 'PhotosResults').logicalId;
  expect(stack.outputs).toMatchObject({
    UploadsBucket: `<${uploads}>`,
    ResultsBucket: `<${results}>`,
    Upload: `aws s3 cp photo.jpg s3://<${uploads}>/uploads/cn-1-inch+blue/photo.jpg`,
    Download: `aws s3 cp s3://<${results}>/results/cn-1-inch+blue/photo.jpg/ . --recursive`,
  });
});
