/**
 * How a new version comes into use: a golden portrait goes through it first, then it gets a tenth of the work for some
 * minutes, then all; errors meanwhile bring the old one back. studio-stack.ts leaves this out with `canary` off.
 */
import { Aws, Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { configToEnv } from '../functions/runtime/config.ts';
import { acknowledge } from './acknowledge.ts';
import type { BucketNames } from './bucket-names.ts';
import type { ImageFunction } from './image-function.ts';
import type { StackOptions } from './options.ts';
import { preTrafficPermissions } from './permissions.ts';
import { ZipFunction } from './zip-function.ts';

/** A tenth of the work for so many minutes, then all of it. */
const configs = {
  '5': LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
  '10': LambdaDeploymentConfig.CANARY_10PERCENT_10MINUTES,
  '15': LambdaDeploymentConfig.CANARY_10PERCENT_15MINUTES,
  '30': LambdaDeploymentConfig.CANARY_10PERCENT_30MINUTES,
} as const;

export interface GradualDeploymentProps {
  readonly names: BucketNames;
  readonly matting: ImageFunction;
  readonly compose: ImageFunction;
  /** That bring the old version back. */
  readonly alarms: { readonly matting: Alarm; readonly compose: Alarm };
  readonly options: StackOptions;
  readonly minutes: keyof typeof configs;
}

/** Names of one's own, because role, group and hook would otherwise wait for each other's. */
const applicationName = Aws.STACK_NAME;
const groupNames = { matting: 'matting', compose: 'compose' } as const;

export class GradualDeployment extends Construct {
  readonly preTraffic: ZipFunction;

  constructor(scope: Construct, id: string, props: GradualDeploymentProps) {
    super(scope, id);
    const { matting, compose, alarms, minutes } = props;
    this.preTraffic = createPreTrafficHook(this, props);
    const role = createDeployingRole(this, [matting.alias, compose.alias], this.preTraffic);
    const common = {
      application: new LambdaApplication(this, 'Application', { applicationName }),
      // CDK would add a managed policy that reaches every function of the account.
      role: role.withoutPolicyUpdates(),
      deploymentConfig: configs[minutes],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    };
    new LambdaDeploymentGroup(this, 'MattingGroup', {
      ...{ ...common, deploymentGroupName: groupNames.matting, alias: matting.alias, alarms: [alarms.matting] },
      preHook: this.preTraffic.lambda,
    });
    new LambdaDeploymentGroup(this, 'ComposeGroup', {
      ...{ ...common, deploymentGroupName: groupNames.compose, alias: compose.alias, alarms: [alarms.compose] },
    });
  }
}

/** The hook. It runs the very version that a deployment makes, by its number; nobody else calls that yet. */
function createPreTrafficHook(scope: Construct, { names, matting, options }: GradualDeploymentProps): ZipFunction {
  const version = matting.alias.version.functionArn;
  const { objects, others } = preTrafficPermissions(names, version);
  const group = `deploymentgroup:${applicationName}/${groupNames.matting}`;
  const mayAnswer = new PolicyStatement({
    actions: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
    resources: [`arn:${Aws.PARTITION}:codedeploy:${Aws.REGION}:${Aws.ACCOUNT_ID}:${group}`],
  });
  return new ZipFunction(scope, 'Golden', {
    name: 'pre-traffic',
    description: 'Runs a drawn portrait through a new version of matting before anybody uses it',
    architecture: options.architecture,
    memoryMb: 512,
    // Matting's minute from a cold start, then compose's, and room to say so.
    timeout: Duration.minutes(4),
    env: configToEnv({
      ...{ uploadsBucket: names.uploads, resultsBucket: names.results },
      ...{ mattingFunction: version, inferenceSidePx: options.inferenceSidePx },
    }),
    permissions: { objects, others: [...others, mayAnswer] },
  });
}

/** What CodeDeploy does in the studio's name: shift the two aliases, ask the hook, look at the alarms. */
function createDeployingRole(scope: Construct, aliases: readonly Alias[], preTraffic: ZipFunction): Role {
  const functions = aliases.map(({ lambda }) => lambda.functionArn);
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    description: 'Brings new versions of matting and compose into use',
    inlinePolicies: {
      work: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
            resources: functions.flatMap((arn) => [arn, `${arn}:live`]),
          }),
          new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [preTraffic.lambda.functionArn] }),
          new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }),
        ],
      }),
    },
  });
  acknowledge(role, {
    'AwsSolutions-IAM5[Resource::*]':
      'CodeDeploy lists alarms as its managed policy lets it; they hold figures, and the action changes nothing.',
  });
  return role;
}
