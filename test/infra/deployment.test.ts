/** The deployment of new versions: checked with the test portrait, shifted step by step, rolled back when they fail. */
import { beforeAll, describe, expect, test } from 'vitest';
import { opacityFile, portraitFile, truthFile } from '../../functions/pre-traffic/truth.ts';
import { configFromEnv, preTrafficConfig } from '../../functions/runtime/config.ts';
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

test('matting, and matting alone, goes through the pre-traffic check first', () => {
  const { logicalId } = stack.find('AWS::Lambda::Function', 'DeploymentGolden');
  expect(updateOf(stack, 'Matting').BeforeAllowTrafficHook).toEqual({ Ref: logicalId });
  expect(updateOf(stack, 'Compose')).not.toHaveProperty('BeforeAllowTrafficHook');
});

test('the check runs the very version that the alias is about to get', () => {
  const { Environment, Timeout, Runtime } = stack.find('AWS::Lambda::Function', 'DeploymentGolden').properties;
  const version = stack.find('AWS::Lambda::Version', 'Matting').logicalId;
  expect(
    configFromEnv(preTrafficConfig, (Environment as { Variables: Record<string, string> }).Variables),
  ).toMatchObject({
    mattingFunction: `<${version}>`,
    uploadsBucket: stack.find('AWS::S3::Bucket', 'PhotosUploads').properties.BucketName,
    resultsBucket: stack.find('AWS::S3::Bucket', 'PhotosResults').properties.BucketName,
    inferenceSidePx: 512,
  });
  const alias = stack.find('AWS::Lambda::Alias', 'Matting').properties;
  expect(alias.FunctionVersion).toBe(`<${version}.Version>`);
  expect({ Timeout, Runtime }).toEqual({ Timeout: 240, Runtime: 'nodejs24.x' });
});

test('the hook is named as the deployment group says it is, so that it may answer', () => {
  expect(stack.find('AWS::CodeDeploy::Application', 'Deployment').properties.ApplicationName).toBe('<AWS::StackName>');
  const { DeploymentGroupName } = stack.find('AWS::CodeDeploy::DeploymentGroup', 'DeploymentMatting').properties;
  expect(DeploymentGroupName).toBe('matting');
});

test('the hook carries the portrait and its truth', () => {
  const files = assetFiles((dir) => dir.endsWith(preTrafficAsset(stack)));
  const names = ['handler.mjs', portraitFile, opacityFile, truthFile].map((name) => `functions/pre-traffic/${name}`);
  expect(files.filter((path) => path.startsWith('functions/pre-traffic/')).sort()).toEqual(names.sort());
});

const preTrafficAsset = (of: Synthesised) => {
  const { Code } = of.find('AWS::Lambda::Function', 'DeploymentGolden').properties;
  return String((Code as { S3Key: string }).S3Key).replace('.zip', '');
};

test('with the canary off, versions come into use at once, and nothing of it is in the stack', () => {
  const off = synthesise({ canary: 'off' });
  expect(['Matting', 'Compose'].map((prefix) => updateOf(off, prefix))).toEqual([undefined, undefined]);
  const left = off.resources.filter(({ type, logicalId }) => /CodeDeploy/.test(type) || /^Deployment/.test(logicalId));
  expect(left).toEqual([]);
  expect(off.outputs).not.toHaveProperty('GoldenLogs');
});
