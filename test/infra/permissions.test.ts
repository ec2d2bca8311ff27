/** Least privilege: every permission of every role, word for word, and nothing that lets a stranger in. */
import { beforeAll, expect, test } from 'vitest';
import { type Resource, type Synthesised, synthesise } from './synthesised.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource?: string | string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

let stack: Synthesised;
let uploads: string;
let results: string;
beforeAll(() => {
  stack = synthesise();
  uploads = arnOf('AWS::S3::Bucket', 'PhotosUploads');
  results = arnOf('AWS::S3::Bucket', 'PhotosResults');
});

const arnOf = (type: string, prefix: string) => `<${stack.find(type, prefix).logicalId}.Arn>`;
const list = (value: string | string[] = []) => [value].flat();
const statementsIn = (document: unknown) => (document as { Statement: Statement[] }).Statement;

/** What a role may do, as `action resource` lines. */
function permissionsOf(role: Resource): readonly string[] {
  const policies = role.properties.Policies as { PolicyDocument: unknown }[];
  const statements = policies.flatMap(({ PolicyDocument }) => statementsIn(PolicyDocument));
  expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  return statements
    .flatMap(({ Action, Resource: on }) => list(Action).flatMap((action) => list(on).map((one) => `${action} ${one}`)))
    .sort();
}

const ownLogs = (prefix: string) =>
  ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => `${action} ${arnOf('AWS::Logs::LogGroup', prefix)}`);

test('matting', () => {
  const worked = ['cutouts/*.png', 'cutouts/*.json', 'cutouts/*.photo.jpg', 'records/*.json', 'fingerprints/*.json'];
  expect(permissionsOf(stack.find('AWS::IAM::Role', 'Matting'))).toEqual(
    [
      `s3:GetObject ${uploads}/uploads/*`,
      ...worked.flatMap((key) => [`s3:GetObject ${results}/${key}`, `s3:PutObject ${results}/${key}`]),
      `s3:ListBucket ${uploads}`,
      `s3:ListBucket ${results}`,
      `lambda:InvokeFunction <${stack.find('AWS::Lambda::Alias', 'Compose').logicalId}>`,
      `sqs:SendMessage ${arnOf('AWS::SQS::Queue', 'DeadLetters')}`,
      ...ownLogs('Matting'),
    ].sort(),
  );
});

test('compose', () => {
  const read = ['cutouts/*.png', 'cutouts/*.json', 'cutouts/*.photo.jpg', 'backdrops/*', 'records/*.json'];
  expect(permissionsOf(stack.find('AWS::IAM::Role', 'Compose'))).toEqual(
    [
      ...read.map((key) => `s3:GetObject ${results}/${key}`),
      `s3:PutObject ${results}/results/*/*`,
      `s3:PutObject ${results}/records/*.json`,
      `s3:ListBucket ${results}`,
      `sqs:SendMessage ${arnOf('AWS::SQS::Queue', 'DeadLetters')}`,
      ...ownLogs('Compose'),
    ].sort(),
  );
});

test('the function that sets the notification', () => {
  expect(permissionsOf(stack.find('AWS::IAM::Role', 'PhotosNotificationRole'))).toEqual(
    [`s3:PutBucketNotification ${uploads}`, ...ownLogs('SetUpLogs')].sort(),
  );
});

test('there are no further roles or policies, and none is managed by somebody else', () => {
  const roles = stack.ofType('AWS::IAM::Role');
  expect(roles).toHaveLength(3);
  expect(roles.filter(({ properties }) => 'ManagedPolicyArns' in properties)).toEqual([]);
  const others = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::User', 'AWS::IAM::Group'];
  expect(others.flatMap((type) => stack.ofType(type))).toEqual([]);
});

test('Lambda alone takes on the roles', () => {
  const trust = stack.ofType('AWS::IAM::Role').map(({ properties }) => properties.AssumeRolePolicyDocument);
  const principals = trust.flatMap(statementsIn).map(({ Principal }) => Principal);
  expect(principals).toEqual(principals.map(() => ({ Service: 'lambda.amazonaws.com' })));
});

test('no role has a wildcard action or a resource that is all of something', () => {
  const lines = stack.ofType('AWS::IAM::Role').flatMap(permissionsOf);
  expect(lines.filter((line) => line.split(' ')[0].includes('*'))).toEqual([]);
  expect(lines.filter((line) => / (\*|[^/]*\*)$/.test(line))).toEqual([]);
});

test('nobody outside is let in: policies of resources deny everyone or allow one service of this account', () => {
  const types = ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'];
  const statements = types
    .flatMap((type) => stack.ofType(type))
    .flatMap(({ properties }) => statementsIn(properties.PolicyDocument));
  const allowed = statements.filter(({ Effect }) => Effect !== 'Deny');
  expect(allowed).toEqual([
    expect.objectContaining({
      Action: 'sns:Publish',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
    }),
  ]);
  expect(statements.length - allowed.length).toBe(6);
});
