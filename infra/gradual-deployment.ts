/**
 * Brings new versions into use: a pre-traffic check sends a test picture through a new version first; then the version gets
 * a tenth of the work for some minutes, then all of it. Errors bring the old version back. With `canary=off` the stack has
 * none of this. New versions of further functions come into use in the same way, without a check.
 */
import { Aws, type CfnElement, Duration, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { configToEnv } from '../functions/runtime/config.ts';
import { acknowledge } from './acknowledge.ts';
import type { BucketNames } from './bucket-names.ts';
import { mayInvoke } from './function-role.ts';
import type { FurtherResources } from './further-functions.ts';
import type { ImageFunction } from './image-function.ts';
import type { StackOptions } from './options.ts';
import { composeCheckPermissions, mattingCheckPermissions } from './permissions.ts';
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
  readonly further: readonly FurtherResources[];
  /** The alarms that bring the old version back. */
  readonly alarms: {
    readonly matting: Alarm;
    readonly compose: Alarm;
    readonly further: Readonly<Record<string, Alarm>>;
  };
  readonly options: StackOptions;
  readonly minutes: keyof typeof configs;
  /** A fixed name, as those of the groups: role, group and hook would otherwise wait for each other's generated names. */
  readonly applicationName: string;
}

const groupNames = { matting: 'matting', compose: 'compose' } as const;

export class GradualDeployment extends Construct {
  /** The check of matting. Its log group has the lines of both checks. */
  readonly preTraffic: ZipFunction;

  constructor(scope: Construct, id: string, props: GradualDeploymentProps) {
    super(scope, id);
    const { matting, compose, further, alarms, minutes, applicationName } = props;
    // Each stage has its own check and each group its own role: compose's alias waits for its group, which waits for role
    // and check, and matting waits for compose's alias. A check or a role that names matting would close this circle.
    this.preTraffic = createMattingCheck(this, props);
    const composeCheck = createComposeCheck(this, props, this.preTraffic.logGroup);
    const mattingRole = createDeployingRole(this, 'MattingRole', matting.alias, this.preTraffic);
    const composeRole = createDeployingRole(this, 'ComposeRole', compose.alias, composeCheck);
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
      preHook: composeCheck.lambda,
    });
    for (const { name, id: of, resources } of further) {
      new LambdaDeploymentGroup(this, `${of}Group`, {
        ...{
          ...common,
          deploymentGroupName: name.replace('@', '_'),
          alias: resources.alias,
          alarms: [alarms.further[name]],
        },
        role: createDeployingRole(this, `${of}Role`, resources.alias, null),
      });
    }
  }
}

/** Creates the check of matting. It invokes the new version by its number, which gets no other work yet. */
function createMattingCheck(scope: Construct, { names, matting, options, applicationName }: GradualDeploymentProps) {
  const { objects, others } = mattingCheckPermissions(names, matting.alias.lambda);
  // The deployed name is kept.
  const check = new ZipFunction(scope, 'Golden', {
    ...commonOf(options),
    description: 'Sends a drawn portrait through a new version of matting before it gets work',
    // One minute for matting from a cold start, one for compose (photoWaitMs), and time to report.
    timeout: Duration.minutes(4),
    env: configToEnv({
      ...{ checkedStage: 'matting', uploadsBucket: names.uploads, resultsBucket: names.results },
      ...{ mattingFunction: matting.alias.version.functionArn, inferenceSidePx: options.inferenceSidePx },
    }),
    permissions: { objects, others: [...others, mayReport(applicationName, groupNames.matting)] },
  });
  acknowledgeVersions(check, matting.alias);
  return check;
}

/** Creates the check of compose. It names nothing of matting. @param logGroup the one of the check of matting. */
function createComposeCheck(
  scope: Construct,
  { names, compose, options, applicationName }: GradualDeploymentProps,
  logGroup: LogGroup,
) {
  const { objects, others } = composeCheckPermissions(names, compose.alias.lambda);
  const check = new ZipFunction(scope, 'ComposeCheck', {
    ...commonOf(options),
    description: 'Sends a drawn cutout through a new version of compose before it gets work',
    // Half a minute for compose, a cold start, and time to report.
    timeout: Duration.minutes(2),
    env: configToEnv({
      ...{ checkedStage: 'compose', resultsBucket: names.results },
      composeFunction: compose.alias.version.functionArn,
    }),
    permissions: { objects, others: [...others, mayReport(applicationName, groupNames.compose)] },
    logGroup,
  });
  acknowledgeVersions(check, compose.alias);
  return check;
}

const commonOf = ({ architecture, tracing }: StackOptions) =>
  ({ name: 'pre-traffic', architecture, tracing, memoryMb: 512 }) as const;

/** Allows the report to CodeDeploy for one deployment group. */
function mayReport(applicationName: string, groupName: string): PolicyStatement {
  const group = `deploymentgroup:${applicationName}/${groupName}`;
  return new PolicyStatement({
    actions: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
    resources: [`arn:${Aws.PARTITION}:codedeploy:${Aws.REGION}:${Aws.ACCOUNT_ID}:${group}`],
  });
}

/** Explains the permission for every version of a function. */
function acknowledgeVersions(check: ZipFunction, { lambda }: Alias): void {
  const logicalId = Stack.of(lambda).getLogicalId(lambda.node.defaultChild as CfnElement);
  acknowledge(check, {
    [`AwsSolutions-IAM5[Resource::<${logicalId}.Arn>:*]`]:
      'The number of the new version is not known before the deployment. All versions are of this one function.',
  });
}

/**
 * Creates the role with which CodeDeploy shifts one alias, invokes its check, and reads the alarms.
 * @param check null for a function without one.
 */
function createDeployingRole(scope: Construct, id: string, { lambda }: Alias, check: ZipFunction | null): IRole {
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
          ...(check ? [mayInvoke(check.lambda.functionArn)] : []),
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
