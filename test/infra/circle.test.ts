/** Nothing waits for itself, whatever is chosen: CloudFormation refuses such a template before it makes anything. */
import { describe, expect, test } from 'vitest';
import type { StackOptions } from '../../infra/options.ts';
import manifest from '../../layers/model/manifest.json' with { type: 'json' };
import { dependenciesOf, findCircle, type Resources } from './dependencies.ts';
import { synthesise } from './synthesised.ts';

/** Every choice of an option that has a list of them; the type refuses a list that lacks one. */
const each = <Choice extends string>(choices: Readonly<Record<Choice, true>>) => Object.keys(choices);

/** For every option its choices, or one value where there are too many. */
const choices: Readonly<Record<keyof StackOptions, readonly string[]>> = {
  architecture: each<StackOptions['architecture']>({ x86_64: true, arm64: true }),
  mattingMemoryMb: ['10240'],
  composeMemoryMb: ['10240'],
  deskMemoryMb: ['10240'],
  mattingConcurrency: ['5'],
  composeConcurrency: ['5'],
  deskConcurrency: ['5'],
  uploadsDays: ['30'],
  resultsDays: ['30'],
  bucketPrefix: ['another-studio'],
  bucketNames: each<StackOptions['bucketNames']>({ 'account-regional': true, global: true }),
  stage: ['dev'],
  modelId: manifest.models.filter(({ task }) => task === 'matting').map(({ id }) => id),
  inferenceSidePx: ['2048'],
  workingSidePx: ['4096'],
  dailySpendUsd: ['1000'],
  alarmEmail: ['keeper@example.org'],
  access: each<StackOptions['access']>({ code: true, iam: true }),
  canary: each<StackOptions['canary']>({ '5': true, '10': true, '15': true, '30': true, off: true }),
  siteOrigin: ['https://photos.example.org'],
};

const alone = Object.entries(choices).flatMap(([name, values]) => values.map((value) => ({ [name]: value })));
/** The last choice of each at once, with the canary and without: options that add resources meet each other. */
const together = Object.fromEntries(Object.entries(choices).map(([name, values]) => [name, values.at(-1) ?? '']));

test.each([{}, ...alone, { ...together, canary: '30' }, together])('with %j nothing waits for itself', (given) => {
  const { Resources: resources } = synthesise(given).template.toJSON();
  expect(findCircle(resources)?.join(' -> ') ?? 'no circle').toBe('no circle');
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
