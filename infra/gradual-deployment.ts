/**
 * Brings new versions into use: the pre-traffic check sends the test portrait through a new version first; then the version
 * gets a tenth of the work for some minutes, then all of it. Errors bring the old version back. With `canary=off` the stack
 * has none of this.
 */
import { Aws, type CfnElement, Duration, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { configToEnv } from '../functions/runtime/config.ts';
import { acknowledge } from './acknowledge.ts';
import type { BucketNames } from './bucket-names.ts';
import type { ImageFunction } from './image-function.ts';
import type { StackOptions } from './options.ts';
import { preTrafficPermissions } from './permissions.ts';
import { ZipFunction } from './zip-function.ts';

/** A tenth of the work for this many minutes, then all of it. */
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
  /** The alarms that bring the old version back. */
  readonly alarms: { readonly matting: Alarm; readonly compose: Alarm };
  readonly options: StackOptions;
  readonly minutes: keyof typeof configs;
  /** A fixed name, as those of the groups: role, group and hook would otherwise wait for each other's generated names. */
  readonly applicationName: string;
}

const groupNames = { matting: 'matting', compose: 'compose' } as const;

export class GradualDeployment extends Construct {
  readonly preTraffic: ZipFunction;

  constructor(scope: Construct, id: string, props: GradualDeploymentProps) {
    super(scope, id);
    const { matting, compose, alarms, minutes, applicationName } = props;
    this.preTraffic = createPreTrafficHook(this, props);
    // Each group has its own role: compose's alias waits for its group, which waits for its role, and matting waits for
    // compose's alias. A shared role, which names matting, would close this circle.
    const mattingRole = createDeployingRole(this, 'MattingRole', matting.alias, this.preTraffic);
    const composeRole = createDeployingRole(this, 'ComposeRole', compose.alias);
    const common = {
      application: new LambdaApplication(this, 'Application', { applicationName }),
      deploymentConfig: configs[minutes],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    };
    new LambdaDeploymentGroup(this, 'MattingGroup', {
      ...{ ...common, deploymentGroupName: groupNames.matting, alias: matting.alias, alarms: [alarms.matting] },
      role: mattingRole,
      preHook: this.preTraffic.lambda,
    });
    new LambdaDeploymentGroup(this, 'ComposeGroup', {
      ...{ ...common, deploymentGroupName: groupNames.compose, alias: compose.alias, alarms: [alarms.compose] },
      role: composeRole,
    });
  }
}

/** Creates the hook. It invokes the new version by its number, which gets no other work yet. */
function createPreTrafficHook(scope: Construct, props: GradualDeploymentProps): ZipFunction {
  const { names, matting, options, applicationName } = props;
  const version = matting.alias.version.functionArn;
  const { objects, others } = preTrafficPermissions(names, matting.alias.lambda);
  const group = `deploymentgroup:${applicationName}/${groupNames.matting}`;
  const mayAnswer = new PolicyStatement({
    actions: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
    resources: [`arn:${Aws.PARTITION}:codedeploy:${Aws.REGION}:${Aws.ACCOUNT_ID}:${group}`],
  });
  const hook = new ZipFunction(scope, 'Golden', {
    name: 'pre-traffic',
    description: 'Sends a drawn portrait through a new version of matting before it gets work',
    architecture: options.architecture,
    tracing: options.tracing,
    memoryMb: 512,
    // One minute for matting from a cold start, one for compose, and time to report.
    timeout: Duration.minutes(4),
    env: configToEnv({
      ...{ uploadsBucket: names.uploads, resultsBucket: names.results },
      ...{ mattingFunction: version, inferenceSidePx: options.inferenceSidePx },
    }),
    permissions: { objects, others: [...others, mayAnswer] },
  });
  acknowledgeVersions(hook, matting.alias);
  return hook;
}

/** Explains the permission for every version of a function. */
function acknowledgeVersions(hook: ZipFunction, { lambda }: Alias): void {
  const logicalId = Stack.of(lambda).getLogicalId(lambda.node.defaultChild as CfnElement);
  acknowledge(hook, {
    [`AwsSolutions-IAM5[Resource::<${logicalId}.Arn>:*]`]:
      'The number of the new version is not known before the deployment. All versions are of this one function.',
  });
}

/** Creates the role with which CodeDeploy shifts one alias, invokes its hook if there is one, and reads the alarms. */
function createDeployingRole(scope: Construct, id: string, { lambda }: Alias, hook?: ZipFunction): IRole {
  const { functionArn } = lambda;
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    description: 'Brings new versions of a function into use',
    inlinePolicies: {
      work: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
            resources: [functionArn, `${functionArn}:live`],
          }),
          ...(hook
            ? [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [hook.lambda.functionArn] })]
            : []),
          new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }),
        ],
      }),
    },
  });
  acknowledge(role, {
    'AwsSolutions-IAM5[Resource::*]':
      'CodeDeploy lists alarms, as in its managed policy. The action changes nothing, and alarms contain figures only.',
  });
  // CDK would add a managed policy that covers every function of the account.
  return role.withoutPolicyUpdates();
}
