/** Functions beside matting and compose: those that `also` names, and a toy function with a line of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { finderNames, optionalFunctions, pictureFunctionTable } from '../../core/functions.ts';
import { drawnKey, expiringPrefixes, objectResultKey } from '../../core/keys.ts';
import { apiConfig, configFromEnv, objectsConfig } from '../../functions/runtime/config.ts';
import { parseShares } from '../../functions/runtime/version-share.ts';
import { furtherFunctions } from '../../infra/further-functions.ts';
import { readOptions } from '../../infra/options.ts';
import { PhotoStudio } from '../../infra/photo-studio.ts';
import { deployedFunctionsOf, logGroupsOf } from '../../ops/stack-target.ts';
import { findCircle } from './dependencies.ts';
import { findDeviations } from './service-spec.ts';
import { type Synthesised, synthesise, synthesiseStack } from './synthesised.ts';

const plain = synthesise();
const { memoryMb, timeoutMs } = pictureFunctionTable.objects;

/** Returns `action resource` for each permission of the inline policies of a role. */
function permissionsOf(stack: Synthesised, prefix: string): readonly string[] {
  const policies = stack.find('AWS::IAM::Role', prefix).properties.Policies as {
    PolicyDocument: { Statement: { Action: string | string[]; Resource: string | string[] }[] };
  }[];
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  return statements
    .flatMap(({ Action, Resource }) => [Action].flat().flatMap((act) => [Resource].flat().map((on) => `${act} ${on}`)))
    .sort();
}

/** Returns what the API may do with uploads and results of the functions that find something in pictures, without the buckets. */
const permissionsOnPictures = (stack: Synthesised, prefix: string) =>
  permissionsOf(stack, prefix)
    .filter((line) => finderNames.some((name) => line.includes(`/${name}/form/`)))
    .map((line) => line.replace(/arn.*?-an/, ''))
    .sort();

const permissionsFor = (...names: string[]) =>
  names
    .flatMap((name) => [
      ...['Get', 'Put', 'Delete'].map((verb) => `s3:${verb}Object /${name}/form/*`),
      ...['Get', 'Delete'].map((verb) => `s3:${verb}Object /results/${name}/form/*/*`),
    ])
    .sort();

/** Returns the number of metrics that the alarms are billed for. */
const alarmMetrics = (stack: Synthesised) =>
  stack
    .ofType('AWS::CloudWatch::Alarm')
    .map(({ properties }) => properties.Metrics as { MetricStat?: unknown }[] | undefined)
    .reduce((sum, metrics) => sum + (metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1), 0);

const kindsIn = (stack: Synthesised) => new Set(stack.resources.map(({ type }) => type));

test('without a choice there is nothing of them', () => {
  expect(optionalFunctions).toContain('objects');
  const named = optionalFunctions.map((name) => new RegExp(`^(Alarms|Deployment)?${name}`, 'i'));
  const found = plain.resources.filter(({ logicalId }) => named.some((pattern) => pattern.test(logicalId)));
  expect(found).toEqual([]);
});

describe('also=objects', () => {
  let stack: Synthesised;
  let alias: string;
  beforeAll(() => {
    stack = synthesise({ also: 'objects' });
    alias = `<${stack.find('AWS::Lambda::Alias', 'Objects').logicalId}>`;
  });

  test('adds an image function with memory, time limit and settings of its line', () => {
    const { properties } = stack.find('AWS::Lambda::Function', 'Objects');
    expect(properties).toMatchObject({ PackageType: 'Image', MemorySize: memoryMb, Timeout: timeoutMs / 1000 });
    const { Variables } = properties.Environment as { Variables: Record<string, string> };
    expect(configFromEnv(objectsConfig, Variables)).toMatchObject({
      uploadsBucket: stack.find('AWS::S3::Bucket', 'PhotosUploads').properties.BucketName,
      resultsBucket: stack.find('AWS::S3::Bucket', 'PhotosResults').properties.BucketName,
      ...{ modelDir: '/opt/models', decodeMb: memoryMb - 190 },
    });
    expect(Variables.ZEROBOOTH_CODE_VERSION).toMatch(/\+[0-9a-f]{12}$/);
  });

  test('retries twice and dead-letters on its alias; its logs are kept for a month', () => {
    expect(stack.find('AWS::Lambda::EventInvokeConfig', 'Objects').properties).toMatchObject({
      ...{ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 6 * 3600, Qualifier: `${alias}[7]` },
      DestinationConfig: { OnFailure: { Destination: expect.stringContaining('DeadLetters') } },
    });
    expect(stack.find('AWS::Logs::LogGroup', 'Objects').properties.RetentionInDays).toBe(30);
    expect(stack.find('AWS::Lambda::Version', 'Objects').deletionPolicy).toBe('Retain');
  });

  test('reads its uploads and reads and stores its results, and nothing else', () => {
    const bucket = (kind: string) => `arn:<AWS::Partition>:s3:::zerobooth-${kind}-<AWS::AccountId>-<AWS::Region>-an`;
    const logs = `<${stack.find('AWS::Logs::LogGroup', 'Objects').logicalId}.Arn>`;
    expect(permissionsOf(stack, 'Objects')).toEqual(
      [
        `s3:GetObject ${bucket('uploads')}/objects/*`,
        ...['Get', 'Put', 'Delete'].map((verb) => `s3:${verb}Object ${bucket('results')}/results/objects/*`),
        ...['uploads', 'results'].map((kind) => `s3:ListBucket ${bucket(kind)}`),
        `sqs:SendMessage <${stack.find('AWS::SQS::Queue', 'DeadLetters').logicalId}.Arn>`,
        ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => `${action} ${logs}`),
      ].sort(),
    );
    const { results } = pictureFunctionTable.objects.onAws;
    for (const key of [objectResultKey('a/b.jpg'), drawnKey('a/b.jpg')]) {
      expect(results.filter((prefix) => key.startsWith(prefix))).toHaveLength(1);
    }
    for (const prefix of results) expect(expiringPrefixes.some((one) => prefix.startsWith(one))).toBe(true);
  });

  test('lets the API issue tickets for pictures, and read and delete them and their results', () => {
    const { properties } = stack.find('AWS::Lambda::Function', 'FrontDoorDesk');
    const { Variables } = properties.Environment as { Variables: Record<string, string> };
    expect(configFromEnv(apiConfig, Variables).finders).toEqual(['objects']);
    expect(permissionsOnPictures(stack, 'FrontDoorDesk')).toEqual(permissionsFor('objects'));
    expect(permissionsOnPictures(plain, 'FrontDoorDesk')).toEqual([]);
  });

  test('uploads under its prefix start it, those under uploads/ still start matting, from this bucket only', () => {
    const { properties } = stack.find('Custom::S3BucketNotifications', 'PhotosUploads');
    const starts = (prefix: string, of: string) => ({
      ...{ Events: ['s3:ObjectCreated:*'], LambdaFunctionArn: of },
      Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: prefix }] } },
    });
    expect(properties.NotificationConfiguration).toEqual({
      LambdaFunctionConfigurations: [
        starts('uploads/', `<${stack.find('AWS::Lambda::Alias', 'Matting').logicalId}>`),
        starts('objects/', alias),
      ],
    });
    const allowed = stack.ofType('AWS::Lambda::Permission').filter(({ properties: of }) => of.FunctionName === alias);
    expect(allowed.map(({ properties: of }) => of)).toEqual([
      {
        ...{ Action: 'lambda:InvokeFunction', FunctionName: alias, Principal: 's3.amazonaws.com' },
        ...{ SourceAccount: '<AWS::AccountId>', SourceArn: expect.stringContaining('PhotosUploads') },
      },
    ]);
  });

  test('costs three alarm metrics, and no other kind of resource', () => {
    expect(alarmMetrics(stack)).toBe(alarmMetrics(plain) + 3);
    expect(kindsIn(stack)).toEqual(kindsIn(plain));
    const errors = stack.find('AWS::CloudWatch::Alarm', 'AlarmsObjectsErrors').properties;
    expect(errors).toMatchObject({ Threshold: 6, AlarmDescription: expect.stringContaining('docs/runbook.md#errors') });
    for (const name of ['DeadLetters', 'LateEvents']) {
      const { Metrics } = stack.find('AWS::CloudWatch::Alarm', `Alarms${name}`).properties;
      expect(JSON.stringify(Metrics)).toContain('FILL(objects, 0)');
    }
  });

  test('is on the dashboard, which stays within what is free', () => {
    const [dashboard] = stack.ofType('AWS::CloudWatch::Dashboard');
    const { widgets } = JSON.parse(String(dashboard.properties.DashboardBody));
    const shown = widgets.flatMap((widget: { properties: { metrics: unknown[] } }) => widget.properties.metrics);
    expect(JSON.stringify(shown)).toContain('objects-peak-memory-mb');
    expect(shown.length).toBeLessThan(50);
    const custom = stack
      .ofType('AWS::Logs::MetricFilter')
      .map(({ properties }) => (properties.MetricTransformations as { MetricName: string }[])[0].MetricName);
    expect(new Set(custom).size).toBeLessThanOrEqual(10);
  });

  test('new versions get a tenth of the work first, without a check; errors bring the old one back', () => {
    const group = stack.find('AWS::CodeDeploy::DeploymentGroup', 'DeploymentObjects');
    expect(group.properties).toMatchObject({
      ...{ DeploymentGroupName: 'objects', DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes' },
      AlarmConfiguration: {
        Alarms: [{ Name: `<${stack.find('AWS::CloudWatch::Alarm', 'AlarmsObjectsErrors').logicalId}>` }],
      },
    });
    const update = stack.template.toJSON().Resources[alias.slice(1, -1)].UpdatePolicy.CodeDeployLambdaAliasUpdate;
    expect(update).not.toHaveProperty('BeforeAllowTrafficHook');
    const lambda = `<${stack.find('AWS::Lambda::Function', 'Objects').logicalId}.Arn>`;
    const actions = ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'];
    expect(permissionsOf(stack, 'DeploymentObjectsRole')).toEqual(
      [
        ...actions.flatMap((action) => [`${action} ${lambda}`, `${action} ${lambda}:live`]),
        'cloudwatch:DescribeAlarms *',
      ].sort(),
    );
  });

  test('npm run ops finds its logs and its versions by the outputs', () => {
    const outputs = new Map(Object.entries(stack.outputs));
    expect(logGroupsOf(outputs)).toContainEqual({
      ...{ functionName: 'objects', logGroupName: `<${stack.find('AWS::Logs::LogGroup', 'Objects').logicalId}>` },
    });
    expect(Object.keys(deployedFunctionsOf(outputs))).toEqual(['matting', 'compose', 'objects']);
  });
});

describe('a version beside its function', () => {
  const versions = 'objects@small=nanodet-g-320,memory=384,share=0.5';
  let stack: Synthesised;
  beforeAll(() => {
    stack = synthesise({ also: 'objects', modelVersions: versions });
  });
  const variablesOf = (prefix: string) =>
    (stack.find('AWS::Lambda::Function', prefix).properties.Environment as { Variables: Record<string, string> })
      .Variables;

  test('has its own model, memory, image, alarm, deployments and outputs', () => {
    expect(stack.find('AWS::Lambda::Function', 'ObjectsAtSmall').properties).toMatchObject({
      ...{ MemorySize: 384, Description: 'Finds and names the things in a picture, with nanodet-g-320' },
    });
    expect(configFromEnv(objectsConfig, variablesOf('ObjectsAtSmall'))).toMatchObject({
      ...{ detectorId: 'nanodet-g-320', modelVersion: 'small', decodeMb: 384 - 190, versionShares: '' },
    });
    stack.find('AWS::CloudWatch::Alarm', 'AlarmsObjectsAtSmallErrors');
    expect(stack.find('AWS::CodeDeploy::DeploymentGroup', 'DeploymentObjectsAtSmall').properties).toMatchObject({
      DeploymentGroupName: 'objects_small',
    });
    expect(alarmMetrics(stack)).toBe(alarmMetrics(plain) + 6);
    const outputs = new Map(Object.entries(stack.outputs));
    expect(logGroupsOf(outputs).map(({ functionName }) => functionName)).toContain('objects@small');
    expect(Object.keys(deployedFunctionsOf(outputs))).toEqual(['matting', 'compose', 'objects', 'objects@small']);
    const imageOf = (prefix: string) => stack.find('AWS::Lambda::Function', prefix).properties.Code;
    expect(imageOf('ObjectsAtSmall')).not.toEqual(imageOf('ObjectsFunction'));
  });

  test('its function, which alone gets the uploads, hands its share on to it and may do nothing more', () => {
    const alias = `<${stack.find('AWS::Lambda::Alias', 'ObjectsAtSmall').logicalId}>`;
    const { versionShares } = configFromEnv(objectsConfig, variablesOf('ObjectsFunction'));
    expect(parseShares(versionShares)).toEqual([{ share: 0.5, functionArn: alias }]);
    const invoked = (prefix: string) => permissionsOf(stack, prefix).filter((line) => line.startsWith('lambda:'));
    expect([invoked('ObjectsRole'), invoked('ObjectsAtSmallRole')]).toEqual([[`lambda:InvokeFunction ${alias}`], []]);
    const { properties } = stack.find('Custom::S3BucketNotifications', 'PhotosUploads');
    expect(JSON.stringify(properties)).not.toContain(alias);
    const { Resources } = stack.template.toJSON();
    expect(findCircle(Resources)?.join(' -> ') ?? 'no circle').toBe('no circle');
    expect(findDeviations(Resources)).toEqual([]);
  });

  test.each([
    ['objects@small=u2netp', 'modelVersions must be FUNCTION@NAME=MODEL'],
    ['matting@small=u2netp', 'modelVersions must be FUNCTION@NAME=MODEL'],
    ['objects@a=nanodet-g;objects@a=nanodet-g-320', 'modelVersions must be FUNCTION@NAME=MODEL'],
    ['tags@small=nanodet-g-320', 'modelVersions names tags@small; also must name tags, too.'],
  ])('%s is refused', (modelVersions, sentence) => {
    const given: Record<string, string> = { also: 'objects', modelVersions };
    expect(() => readOptions((name) => given[name])).toThrow(sentence);
  });
});

describe('a toy function with a line of its own', () => {
  const directory = mkdtempSync(join(tmpdir(), 'zerobooth-toy-image-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, 'image.Dockerfile'), 'FROM scratch\n');
  const toy = {
    name: 'small-toys',
    uploadPrefix: 'toys/',
    handsOnTo: 'compose',
    models: [],
    memoryMb: 256,
    timeoutMs: 5_000,
    onAws: { description: 'Plays with pictures', results: ['results/toys/'] },
    image: { directory, file: 'image.Dockerfile' },
  } as const;

  test('gets image, role, logs, alias, notification, alarm and deployments from its line', () => {
    const stack = synthesiseStack((app) => {
      const own = new Stack(app, 'Company');
      const { further } = new PhotoStudio(own, 'Studio', { also: ['objects', 'tags'], functions: [toy] });
      expect(Object.keys(further)).toEqual(['objects', 'tags', 'small-toys']);
      return own;
    });
    const id = 'StudioSmallToys';
    const alias = `<${stack.find('AWS::Lambda::Alias', id).logicalId}>`;
    expect(stack.find('AWS::Lambda::Function', id).properties).toMatchObject({
      ...{ PackageType: 'Image', MemorySize: 256, Timeout: 5, Description: 'Plays with pictures' },
      LoggingConfig: { LogGroup: `<${stack.find('AWS::Logs::LogGroup', id).logicalId}>` },
    });
    const permissions = permissionsOf(stack, id).filter((line) => line.startsWith('s3:') && !line.includes('List'));
    expect(permissions.map((line) => line.replace(/ .*-an\//, ' '))).toEqual([
      's3:DeleteObject results/toys/*',
      's3:GetObject results/toys/*',
      's3:GetObject toys/*',
      's3:PutObject results/toys/*',
    ]);
    expect(permissionsOf(stack, id)).toContain(
      `lambda:InvokeFunction <${stack.find('AWS::Lambda::Alias', 'StudioCompose').logicalId}>`,
    );
    const { NotificationConfiguration } = stack.find('AWS::S3::Bucket', 'StudioPhotosUploads').properties;
    const { LambdaConfigurations } = NotificationConfiguration as { LambdaConfigurations: unknown[] };
    expect(LambdaConfigurations).toHaveLength(4);
    expect(LambdaConfigurations[3]).toMatchObject({
      ...{ Function: alias, Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'toys/' }] } } },
    });
    stack.find('AWS::CloudWatch::Alarm', 'StudioAlarmsSmallToysErrors');
    // The API has no tickets for the toy.
    expect(permissionsOnPictures(stack, 'StudioFrontDoorDesk')).toEqual(permissionsFor('objects', 'tags'));
    const { Environment } = stack.find('AWS::Lambda::Function', 'StudioFrontDoorDesk').properties;
    const { Variables } = Environment as { Variables: Record<string, string> };
    expect(configFromEnv(apiConfig, Variables).finders).toEqual(['objects', 'tags']);
    const group = stack.find('AWS::CodeDeploy::DeploymentGroup', 'StudioDeploymentSmallToys');
    expect(group.properties.DeploymentGroupName).toBe('small-toys');
    const { Resources } = stack.template.toJSON();
    expect(findCircle(Resources)?.join(' -> ') ?? 'no circle').toBe('no circle');
    expect(findDeviations(Resources)).toEqual([]);
  });

  test.each([
    [{ ...toy, name: 'objects' }, 'There are two functions objects; give one another name.'],
    [{ ...toy, name: 'matting' }, 'There are two functions matting; give one another name.'],
    [
      { ...toy, name: 'Toys' },
      'Toys must be lower-case words with dashes, and without -at-, to be a name of a function.',
    ],
    [{ ...toy, uploadPrefix: 'objects/' }, 'objects/ starts another function than small-toys'],
    [{ ...toy, uploadPrefix: 'uploads/toys/' }, 'uploads/toys/ of small-toys must be one lower-case folder'],
  ])('is refused when it does not go together with the others: %j', (line, sentence) => {
    expect(() => furtherFunctions(['objects'], [line])).toThrow(sentence);
  });
});
