/** Stores the first access code during the deployment, so that the command of the output `AccessCode` works at its end. */
import { CustomResource, Duration } from 'aws-cdk-lib';
import type { Construct, IDependable } from 'constructs';
import { configToEnv } from '../functions/runtime/config.ts';
import type { BucketNames } from './bucket-names.ts';
import type { StackOptions } from './options.ts';
import { setUpPermissions } from './permissions.ts';
import { ZipFunction } from './zip-function.ts';

interface FirstAccessCodeProps {
  readonly names: BucketNames;
  /** The results bucket, which must exist before the code. */
  readonly results: IDependable;
  readonly options: StackOptions;
}

/** Creates the function and the custom resource. The code is neither in the template nor in the resource's attributes. */
export function storeFirstAccessCode(scope: Construct, { names, results, options }: FirstAccessCodeProps): void {
  const setUp = new ZipFunction(scope, 'AccessCodeSetUp', {
    name: 'set-up',
    description: 'Stores the first access code at a deployment',
    architecture: options.architecture,
    tracing: options.tracing,
    memoryMb: 256,
    timeout: Duration.minutes(1),
    env: configToEnv({ resultsBucket: names.results }),
    permissions: setUpPermissions(names),
  });
  const resource = new CustomResource(setUp, 'Code', {
    resourceType: 'Custom::FirstAccessCode',
    serviceToken: setUp.lambda.functionArn,
    // Without it CloudFormation waits an hour for a function that does not answer.
    serviceTimeout: Duration.minutes(3),
  });
  resource.node.addDependency(results);
}
