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
  uploads = bucketArn('uploads');
  results = bucketArn('results');
});

const bucketArn = (kind: string) => `arn:<AWS::Partition>:s3:::zerobooth-${kind}-<AWS::AccountId>-<AWS::Region>-an`;
const arnOf = (type: string, prefix: string) => `<${stack.find(type, prefix).logicalId}.Arn>`;
const list = (value: string | string[] = []) => [value].flat();
const statementsIn = (document: unknown) => (document as { Statement: Statement[] }).Statement;

/** Returns the permissions of a role as `action resource` lines. */
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

const putsEvents = 'events:PutEvents arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:event-bus/default';

const readsAlarms = 'cloudwatch:DescribeAlarms *';

test('matting', () => {
  const worked = ['cutouts/*.first.jpg', 'cutouts/*.cutout.jpg', 'records/*.json'];
  const old = ['cutouts/*.png', 'cutouts/*.json', 'cutouts/*.photo.jpg', 'fingerprints/*.json'];
  expect(permissionsOf(stack.find('AWS::IAM::Role', 'Matting'))).toEqual(
    [
      `s3:GetObject ${uploads}/uploads/*`,
      `s3:GetObject ${uploads}/golden/*`,
      ...worked.flatMap((key) => ['Get', 'Put', 'Delete'].map((verb) => `s3:${verb}Object ${results}/${key}`)),
      ...[...old, 'results/*/*'].map((key) => `s3:DeleteObject ${results}/${key}`),
      `s3:GetObject ${results}/fingerprints/*.json`,
      `s3:ListBucket ${uploads}`,
      `s3:ListBucket ${results}`,
      `lambda:InvokeFunction <${stack.find('AWS::Lambda::Alias', 'Compose').logicalId}>`,
      `sqs:SendMessage ${arnOf('AWS::SQS::Queue', 'DeadLetters')}`,
      putsEvents,
      ...ownLogs('Matting'),
    ].sort(),
  );
});

test('compose', () => {
  const endings = ['first.jpg', 'cutout.jpg', 'png', 'json', 'photo.jpg'];
  const read = [...endings.map((ending) => `cutouts/*.${ending}`), 'backdrops/*', 'records/*.json'];
  read.push('results/*/roster.csv/results.csv');
  expect(permissionsOf(stack.find('AWS::IAM::Role', 'Compose'))).toEqual(
    [
      ...read.map((key) => `s3:GetObject ${results}/${key}`),
      `s3:PutObject ${results}/results/*/*`,
      `s3:DeleteObject ${results}/results/*/*`,
      `s3:PutObject ${results}/records/*.json`,
      `s3:ListBucket ${results}`,
      `sqs:SendMessage ${arnOf('AWS::SQS::Queue', 'DeadLetters')}`,
      putsEvents,
      ...ownLogs('Compose'),
    ].sort(),
  );
});

test('compose and matting may send the event of a settled photo, and no other event', () => {
  for (const prefix of ['Compose', 'Matting']) {
    const policies = stack.find('AWS::IAM::Role', prefix).properties.Policies as { PolicyDocument: unknown }[];
    const statements = policies.flatMap(({ PolicyDocument }) => statementsIn(PolicyDocument));
    expect(statements.find(({ Action }) => Action === 'events:PutEvents')).toMatchObject({
      Condition: { StringEquals: { 'events:source': 'zerobooth', 'events:detail-type': 'PhotoSettled' } },
    });
  }
});

test('the API reaches photos of the form, its code, and no other photo', () => {
  const endings = ['first.jpg', 'cutout.jpg', 'png', 'json', 'photo.jpg'];
  const read = [...endings.map((ending) => `cutouts/form/*.${ending}`), 'results/form/*/*'];
  expect(permissionsOf(stack.find('AWS::IAM::Role', 'FrontDoorDesk'))).toEqual(
    [
      ...['Get', 'Put', 'Delete'].map((verb) => `s3:${verb}Object ${uploads}/uploads/form/*`),
      ...[...read, 'fingerprints/*.json'].flatMap((key) => [
        `s3:GetObject ${results}/${key}`,
        `s3:DeleteObject ${results}/${key}`,
      ]),
      ...['Get', 'Put', 'Delete'].map((verb) => `s3:${verb}Object ${results}/records/form/*.json`),
      ...['access-code', 'photo-counts/*.json', 'wrong-tries/*.json'].flatMap((key) =>
        ['Get', 'Put'].map((verb) => `s3:${verb}Object ${results}/desk/${key}`),
      ),
      `s3:GetObject ${results}/desk/named-codes.json`,
      `s3:ListBucket ${uploads}`,
      `s3:ListBucket ${results}`,
      `lambda:InvokeFunction <${stack.find('AWS::Lambda::Alias', 'Compose').logicalId}>`,
      ...ownLogs('FrontDoorDesk'),
    ].sort(),
  );
});

test('the pre-traffic check reaches the test portrait and the versions of matting', () => {
  const portrait = 'us-passport+white/golden-*.jpg';
  const old = ['.png', '.json', '.photo.jpg'].map((ending) => `cutouts/${portrait}${ending}`);
  const made = [`cutouts/${portrait}.cutout.jpg`, 'cutouts/golden/*.first.jpg', `records/${portrait}.json`];
  expect(permissionsOf(stack.find('AWS::IAM::Role', 'DeploymentGolden'))).toEqual(
    [
      ...['Put', 'Delete'].map((verb) => `s3:${verb}Object ${uploads}/golden/us-passport+white/golden-*.jpg`),
      ...[...made, `results/${portrait}/*`].flatMap((key) => [
        `s3:GetObject ${results}/${key}`,
        `s3:DeleteObject ${results}/${key}`,
      ]),
      ...old.map((key) => `s3:DeleteObject ${results}/${key}`),
      `s3:ListBucket ${results}`,
      `lambda:InvokeFunction ${arnOf('AWS::Lambda::Function', 'Matting')}:*`,
      'codedeploy:PutLifecycleEventHookExecutionStatus arn:<AWS::Partition>:codedeploy:<AWS::Region>:<AWS::AccountId>:deploymentgroup:<AWS::StackName>/matting',
      ...ownLogs('DeploymentGolden'),
    ].sort(),
  );
});

test('the check of compose reaches the test cutout, its photo and the versions of compose, and nothing of matting', () => {
  const portrait = 'us-passport+white/golden-*.jpg';
  const old = ['.png', '.json', '.photo.jpg'].map((ending) => `cutouts/${portrait}${ending}`);
  expect(permissionsOf(stack.find('AWS::IAM::Role', 'DeploymentComposeCheck'))).toEqual(
    [
      ...['Put', 'Delete'].map((verb) => `s3:${verb}Object ${results}/cutouts/${portrait}.cutout.jpg`),
      ...['Get', 'Put', 'Delete'].map((verb) => `s3:${verb}Object ${results}/records/${portrait}.json`),
      ...['Get', 'Delete'].map((verb) => `s3:${verb}Object ${results}/results/${portrait}/*`),
      ...old.map((key) => `s3:DeleteObject ${results}/${key}`),
      `s3:ListBucket ${results}`,
      `lambda:InvokeFunction ${arnOf('AWS::Lambda::Function', 'Compose')}:*`,
      'codedeploy:PutLifecycleEventHookExecutionStatus arn:<AWS::Partition>:codedeploy:<AWS::Region>:<AWS::AccountId>:deploymentgroup:<AWS::StackName>/compose',
      ...ownLogs('DeploymentGolden'),
    ].sort(),
  );
});

test.each([
  ['Matting', 'DeploymentGolden'],
  ['Compose', 'DeploymentComposeCheck'],
])('CodeDeploy shifts the alias of %s, invokes its check %s, and looks at alarms', (prefix, check) => {
  const lambda = arnOf('AWS::Lambda::Function', prefix);
  const actions = ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'];
  const role = stack.find('AWS::IAM::Role', `Deployment${prefix}Role`);
  expect(permissionsOf(role)).toEqual(
    [
      ...actions.flatMap((action) => [`${action} ${lambda}`, `${action} ${lambda}:live`]),
      `lambda:InvokeFunction ${arnOf('AWS::Lambda::Function', check)}`,
      readsAlarms,
    ].sort(),
  );
  const { ServiceRoleArn } = stack.find('AWS::CodeDeploy::DeploymentGroup', `Deployment${prefix}`).properties;
  expect(ServiceRoleArn).toBe(`<${role.logicalId}.Arn>`);
});

test('the set-up stores the access code, takes it back when nothing else is stored, and reads nothing', () => {
  expect(permissionsOf(stack.find('AWS::IAM::Role', 'AccessCodeSetUp'))).toEqual(
    [
      ...['Put', 'Delete'].map((verb) => `s3:${verb}Object ${results}/desk/access-code`),
      `s3:ListBucket ${results}`,
      ...ownLogs('AccessCodeSetUp'),
    ].sort(),
  );
});

test('the function that sets the notification', () => {
  expect(permissionsOf(stack.find('AWS::IAM::Role', 'PhotosNotificationRole'))).toEqual(
    [`s3:PutBucketNotification ${arnOf('AWS::S3::Bucket', 'PhotosUploads')}`, ...ownLogs('SetUpLogs')].sort(),
  );
});

test('matting may start photos by itself, through its own alias', () => {
  const [policy, ...others] = stack.ofType('AWS::IAM::Policy');
  expect(others).toEqual([]);
  expect(policy.properties.Roles).toEqual([`<${stack.find('AWS::IAM::Role', 'Matting').logicalId}>`]);
  expect(statementsIn(policy.properties.PolicyDocument)).toEqual([
    {
      ...{ Effect: 'Allow', Action: 'lambda:InvokeFunction' },
      Resource: `<${stack.find('AWS::Lambda::Alias', 'Matting').logicalId}>`,
    },
  ]);
});

test('there are no further roles or policies, and none is managed by somebody else', () => {
  const roles = stack.ofType('AWS::IAM::Role');
  expect(roles).toHaveLength(9);
  expect(roles.filter(({ properties }) => 'ManagedPolicyArns' in properties)).toEqual([]);
  const others = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::User', 'AWS::IAM::Group'];
  expect(others.flatMap((type) => stack.ofType(type))).toEqual([]);
});

test('Lambda alone takes on the roles, and CodeDeploy its two', () => {
  const trust = stack.ofType('AWS::IAM::Role').map(({ properties }) => properties.AssumeRolePolicyDocument);
  const principals = trust.flatMap(statementsIn).map(({ Principal }) => JSON.stringify(Principal));
  expect(principals.sort()).toEqual([
    ...Array(2).fill('{"Service":"codedeploy.amazonaws.com"}'),
    ...Array(7).fill('{"Service":"lambda.amazonaws.com"}'),
  ]);
});

test('no role has a wildcard action or a resource that is all of something', () => {
  const lines = stack.ofType('AWS::IAM::Role').flatMap(permissionsOf);
  expect(lines.filter((line) => line.split(' ')[0].includes('*'))).toEqual([]);
  // Their reasons stand in infra/gradual-deployment.ts.
  expect(lines.filter((line) => / (\*|[^/]*\*)$/.test(line)).sort()).toEqual([
    readsAlarms,
    readsAlarms,
    `lambda:InvokeFunction ${arnOf('AWS::Lambda::Function', 'Compose')}:*`,
    `lambda:InvokeFunction ${arnOf('AWS::Lambda::Function', 'Matting')}:*`,
  ]);
});

test('no other account is let in: policies of resources deny everyone or allow one service of this account', () => {
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

test('only the address of the API is open to everybody, by the two permissions that it needs', () => {
  const everybody = stack.ofType('AWS::Lambda::Permission').filter(({ properties }) => properties.Principal === '*');
  const api = arnOf('AWS::Lambda::Function', 'FrontDoorDesk');
  expect(everybody.map(({ properties }) => properties)).toEqual([
    { Action: 'lambda:InvokeFunctionUrl', FunctionName: api, FunctionUrlAuthType: 'NONE', Principal: '*' },
    { Action: 'lambda:InvokeFunction', FunctionName: api, InvokedViaFunctionUrl: true, Principal: '*' },
  ]);
});
