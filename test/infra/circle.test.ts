/**
 * Whatever is chosen, CloudFormation could take the template: nothing waits for itself, and every resource is as AWS
 * describes it.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { optionalFunctions } from '../../core/functions.ts';
import type { StackOptions } from '../../infra/options.ts';
import manifest from '../../layers/model/manifest.json' with { type: 'json' };
import { dependenciesOf, findCircle, type Resources } from './dependencies.ts';
import { findDeviations, notDescribed } from './service-spec.ts';
import { synthesise } from './synthesised.ts';

/** Every choice of an option that has a list of them; the type refuses a list that lacks one. */
const each = <Choice extends string>(choices: Readonly<Record<Choice, true>>) => Object.keys(choices);

const domain = 'photos.example.org';
const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000';

/** The options that an option cannot do without. */
const needed: Partial<Readonly<Record<string, Readonly<Record<string, string>>>>> = {
  modelVersions: { also: 'objects' },
  domain: { certificateArn },
  certificateArn: { domain },
  webAcl: { domain, certificateArn },
};

/** For every option its choices, or one value where there are too many. */
const choices: Readonly<Record<keyof StackOptions, readonly string[]>> = {
  architecture: each<StackOptions['architecture']>({ x86_64: true, arm64: true }),
  mattingMemoryMb: ['10240'],
  composeMemoryMb: ['10240'],
  deskMemoryMb: ['10240'],
  mattingConcurrency: ['5'],
  composeConcurrency: ['5'],
  deskConcurrency: ['5'],
  also: [optionalFunctions.join(',')],
  modelVersions: ['objects@small=nanodet-g-320'],
  uploadsDays: ['30'],
  cutoutsDays: ['3'],
  events: ['on', 'off'],
  resultsDays: ['30'],
  bucketPrefix: ['another-studio'],
  bucketNames: each<StackOptions['bucketNames']>({ 'account-regional': true, global: true }),
  stage: ['dev'],
  modelId: manifest.models.filter(({ task }) => task === 'matting').map(({ id }) => id),
  // The manifest has none: test/infra/comic-model.test.ts adds one.
  comicModelId: [],
  licence: each<StackOptions['licence']>({ clear: true, any: true }),
  inferenceSidePx: ['2048'],
  workingSidePx: ['4096'],
  dailySpendUsd: ['1000'],
  brakeUsdPerDay: ['2000'],
  alarmEmail: ['keeper@example.org'],
  access: each<StackOptions['access']>({ code: true, iam: true }),
  canary: each<StackOptions['canary']>({ '5': true, '10': true, '15': true, '30': true, off: true }),
  domain: [domain],
  certificateArn: [certificateArn],
  webAcl: ['off', 'new', 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/ours/0a1b2c3d'],
  tracing: each<StackOptions['tracing']>({ off: true, on: true }),
  kmsKey: ['new', 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000'],
  siteOrigin: ['https://photos.example.org'],
};

const alone = Object.entries(choices).flatMap(([name, values]) =>
  values.map((value) => ({ ...needed[name], [name]: value })),
);
/** The last choice of each at once, with the canary and without: options that add resources meet each other. */
const lastOfEach = Object.fromEntries(Object.entries(choices).map(([name, values]) => [name, values.at(-1) ?? '']));
// A domain does not work with the last choice of `access`.
const together = { ...lastOfEach, access: 'code', webAcl: 'new', kmsKey: 'new' };

describe.each([{}, ...alone, { ...together, canary: '30' }, together])('with %j', (given) => {
  let resources: Resources;
  beforeAll(() => {
    ({ Resources: resources } = synthesise(given).template.toJSON());
  });

  test('nothing waits for itself', () => {
    expect(findCircle(resources)?.join(' -> ') ?? 'no circle').toBe('no circle');
  });

  test('every resource is as AWS describes it', () => {
    expect(findDeviations(resources)).toEqual([]);
  });
});

describe('a template is refused', () => {
  const queue = (Properties: object) => ({ Queue: { Type: 'AWS::SQS::Queue', Properties } });
  const url = (Properties: object) => ({ Url: { Type: 'AWS::Lambda::Url', Properties } });

  test.each([
    ['a wrong name', queue({ QueueNames: 'a' }), 'Queue has a property QueueNames, which AWS does not describe'],
    ['a wrong type', queue({ DelaySeconds: '5' }), 'Queue.DelaySeconds must be of the type integer; it is "5"'],
    ['a fraction', queue({ DelaySeconds: 1.5 }), 'Queue.DelaySeconds must be of the type integer; it is 1.5'],
    ['no list', queue({ Tags: { Key: 'a', Value: 'b' } }), 'Queue.Tags must be a list'],
    ['no tag', queue({ Tags: ['a'] }), 'Queue.Tags[0] must be a tag'],
    ['a missing property', url({ AuthType: 'NONE' }), 'Url must have TargetFunctionArn'],
    [
      'an unknown value',
      url({ AuthType: 'CODE', TargetFunctionArn: 'a' }),
      'Url.AuthType must be one of AWS_IAM, NONE; it is "CODE"',
    ],
    [
      'a wrong name inside',
      url({ AuthType: 'NONE', TargetFunctionArn: 'a', Cors: { AllowOrigin: ['*'] } }),
      'Url.Cors has a property AllowOrigin, which AWS does not describe',
    ],
    [
      'an unknown type',
      { Lamp: { Type: 'AWS::Home::Lamp' } },
      'Lamp is of the type AWS::Home::Lamp, which AWS does not describe',
    ],
    ['a wrong policy', { Queue: { Type: 'AWS::SQS::Queue', DeletionPolicy: 'Keep' } }, 'Queue.DeletionPolicy is Keep'],
    [
      'a wrong attribute',
      { Queue: { Type: 'AWS::SQS::Queue', DeletePolicy: 'Retain' } },
      'Queue has an attribute DeletePolicy, which no resource has',
    ],
    [
      'a reference to an attribute that there is not',
      queue({ QueueName: { 'Fn::GetAtt': ['Queue', 'Address'] } }),
      'Queue reads Queue.Address, which AWS does not describe',
    ],
  ])('with %s', (_, resources, sentence) => expect(findDeviations(resources)).toEqual([sentence]));

  test('but not for a value that is known at the deployment only', () => {
    expect(findDeviations(queue({ QueueName: { Ref: 'AWS::StackName' } }))).toEqual([]);
  });

  test('every type that is not checked has a reason and is in the stack', () => {
    const types = new Set(synthesise().resources.map(({ type }) => type));
    expect(Object.keys(notDescribed).filter((type) => !types.has(type))).toEqual([]);
  });
});

describe('a reference counts', () => {
  const one = (resource: Resources[string]) => dependenciesOf('One', { One: resource, Two: {}, Three: {} });

  test.each([
    ['Ref', { Properties: { Deep: [{ Name: { Ref: 'Two' } }] } }],
    ['Fn::GetAtt', { Properties: { Arn: { 'Fn::GetAtt': ['Two', 'Arn'] } } }],
    ['Fn::GetAtt as one text', { Properties: { Arn: { 'Fn::GetAtt': 'Two.Arn' } } }],
    ['Fn::Sub', { Properties: { Name: { 'Fn::Sub': 'a-$' + '{Two}-b' } } }],
    ['Fn::Sub of an attribute', { Properties: { Name: { 'Fn::Sub': '$' + '{Two.Arn}/*' } } }],
    [
      'Fn::Sub with words of its own',
      { Properties: { Name: { 'Fn::Sub': ['$' + '{Three}', { Three: { Ref: 'Two' } }] } } },
    ],
    ['inside another function', { Properties: { Name: { 'Fn::Join': ['', ['a', { Ref: 'Two' }]] } } }],
    ['DependsOn', { DependsOn: 'Two' }],
    ['DependsOn as a list', { DependsOn: ['Two'] }],
    ['UpdatePolicy', { UpdatePolicy: { CodeDeployLambdaAliasUpdate: { DeploymentGroupName: { Ref: 'Two' } } } }],
    ['CreationPolicy', { CreationPolicy: { ResourceSignal: { Count: { Ref: 'Two' } } } }],
  ])('%s', (_, resource) => expect(one(resource)).toEqual(['Two']));

  test.each([
    ['a pseudo parameter', { Properties: { Name: { Ref: 'AWS::StackName' } } }],
    ['text that only looks like one', { Properties: { Name: { 'Fn::Sub': '$' + '{!Two}' } } }],
    ['text', { Properties: { Name: 'Two' } }],
    ['metadata', { Metadata: { Name: { Ref: 'Two' } } }],
  ])('but not %s', (_, resource) => expect(one(resource)).toEqual([]));
});

test('a circle is named from where it begins', () => {
  const waits = (DependsOn: string) => ({ DependsOn });
  expect(findCircle({ In: waits('A'), A: waits('B'), B: waits('C'), C: waits('A') })).toEqual(['A', 'B', 'C', 'A']);
  expect(findCircle({ Self: waits('Self') })).toEqual(['Self', 'Self']);
  expect(findCircle({ A: { DependsOn: ['B', 'C'] }, B: waits('C'), C: {} })).toBeUndefined();
});
