/** The deployment of new versions: checked with test pictures, shifted step by step, rolled back when they fail. */
import { beforeAll, describe, expect, test } from 'vitest';
import { cutoutFile, opacityFile, photoTruthFile, portraitFile, truthFile } from '../../functions/pre-traffic/truth.ts';
import {
  composeCheckConfig,
  configFromEnv,
  mattingCheckConfig,
  preTrafficConfig,
} from '../../functions/runtime/config.ts';
import { assetFiles, type Synthesised, synthesise } from './synthesised.ts';

let stack: Synthesised;
beforeAll(() => {
  stack = synthesise();
});

const updateOf = (of: Synthesised, prefix: string) => {
  const { Resources } = of.template.toJSON();
  return Resources[of.find('AWS::Lambda::Alias', prefix).logicalId].UpdatePolicy?.CodeDeployLambdaAliasUpdate;
};

describe.each(['Matting', 'Compose'])('%s', (prefix) => {
  test('gets a tenth of the work for five minutes, and goes back when its own errors speak', () => {
    const { properties } = stack.find('AWS::CodeDeploy::DeploymentGroup', `Deployment${prefix}`);
    expect(properties).toMatchObject({
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      AlarmConfiguration: {
        Enabled: true,
        Alarms: [{ Name: `<${stack.find('AWS::CloudWatch::Alarm', `Alarms${prefix}Errors`).logicalId}>` }],
      },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
    });
    expect(updateOf(stack, prefix)).toMatchObject({
      DeploymentGroupName: { Ref: stack.find('AWS::CodeDeploy::DeploymentGroup', `Deployment${prefix}`).logicalId },
    });
  });
});

const checks = [
  ['Matting', 'DeploymentGolden', 240],
  ['Compose', 'DeploymentComposeCheck', 120],
] as const;

test.each(checks)('%s goes through its own pre-traffic check first, %s', (prefix, id) => {
  const { logicalId } = stack.find('AWS::Lambda::Function', id);
  expect(updateOf(stack, prefix).BeforeAllowTrafficHook).toEqual({ Ref: logicalId });
});

test.each(checks)('the check of %s runs the very version that the alias is about to get', (prefix, id, timeout) => {
  const { Environment, Timeout, Runtime } = stack.find('AWS::Lambda::Function', id).properties;
  const env = (Environment as { Variables: Record<string, string> }).Variables;
  const version = stack.find('AWS::Lambda::Version', prefix).logicalId;
  const resultsBucket = stack.find('AWS::S3::Bucket', 'PhotosResults').properties.BucketName;
  const uploadsBucket = stack.find('AWS::S3::Bucket', 'PhotosUploads').properties.BucketName;
  expect(configFromEnv(preTrafficConfig, env).checkedStage).toBe(prefix.toLowerCase());
  if (prefix === 'Matting') {
    const expected = { mattingFunction: `<${version}>`, uploadsBucket, resultsBucket, inferenceSidePx: 512 };
    expect(configFromEnv(mattingCheckConfig, env)).toMatchObject(expected);
  } else {
    expect(configFromEnv(composeCheckConfig, env)).toEqual({ composeFunction: `<${version}>`, resultsBucket });
  }
  expect(stack.find('AWS::Lambda::Alias', prefix).properties.FunctionVersion).toBe(`<${version}.Version>`);
  expect({ Timeout, Runtime }).toEqual({ Timeout: timeout, Runtime: 'nodejs24.x' });
});

test('the check of compose names nothing of matting, which waits for it', () => {
  const parts = stack.resources.filter(({ logicalId }) => logicalId.startsWith('DeploymentComposeCheck'));
  expect(parts.map(({ type }) => type).sort()).toEqual(['AWS::IAM::Role', 'AWS::Lambda::Function']);
  expect(JSON.stringify(parts)).not.toMatch(/<Matting|<DeploymentMatting/);
});

test('both checks write into one log group', () => {
  const groups = checks.map(([, id]) => stack.find('AWS::Lambda::Function', id).properties.LoggingConfig);
  expect(groups).toEqual(Array(2).fill({ LogGroup: stack.outputs.GoldenLogs }));
});

test.each(checks)(
  'the deployment group of %s is named as its check is told, so that the check may report',
  (prefix) => {
    expect(stack.find('AWS::CodeDeploy::Application', 'Deployment').properties.ApplicationName).toBe(
      '<AWS::StackName>',
    );
    const { DeploymentGroupName } = stack.find('AWS::CodeDeploy::DeploymentGroup', `Deployment${prefix}`).properties;
    expect(DeploymentGroupName).toBe(prefix.toLowerCase());
  },
);

test.each(['Matting', 'Compose'])('earlier versions of %s stay, so that the alias can go back to them', (prefix) => {
  expect(stack.find('AWS::Lambda::Version', prefix).deletionPolicy).toBe('Retain');
});

test('the checks carry portrait and cutout with their truth, in one zip', () => {
  const [asset, ...others] = new Set(checks.map(([, id]) => assetOf(stack, id)));
  expect(others).toEqual([]);
  const files = assetFiles((dir) => dir.endsWith(asset));
  const pictures = [portraitFile, opacityFile, truthFile, cutoutFile, photoTruthFile];
  const names = ['handler.mjs', ...pictures].map((name) => `functions/pre-traffic/${name}`);
  expect(files.filter((path) => path.startsWith('functions/pre-traffic/')).sort()).toEqual(names.sort());
});

const assetOf = (of: Synthesised, id: string) => {
  const { Code } = of.find('AWS::Lambda::Function', id).properties;
  return String((Code as { S3Key: string }).S3Key).replace('.zip', '');
};

test('with the canary off, versions come into use at once, and nothing of it is in the stack', () => {
  const off = synthesise({ canary: 'off' });
  expect(['Matting', 'Compose'].map((prefix) => updateOf(off, prefix))).toEqual([undefined, undefined]);
  const left = off.resources.filter(({ type, logicalId }) => /CodeDeploy/.test(type) || /^Deployment/.test(logicalId));
  expect(left).toEqual([]);
  expect(off.outputs).not.toHaveProperty('GoldenLogs');
});
