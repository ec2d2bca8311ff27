/**
 * Creates the brake: an alarm on the spend of a day invokes a small function, which stops matting until an operator
 * releases it. Nothing of it costs anything while it is idle, except the metric of its alarm (docs/cost.md).
 */
import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { configToEnv } from '../functions/runtime/config.ts';
import type { BucketNames } from './bucket-names.ts';
import { deadLetterDays } from './dead-letters.ts';
import type { StackOptions } from './options.ts';
import { brakePermissions } from './permissions.ts';
import { ZipFunction } from './zip-function.ts';

export interface BrakeProps {
  readonly names: BucketNames;
  readonly matting: IFunction;
  /** The alarm on the spend of a day; undefined when the studio has no brake. */
  readonly alarm: Alarm | undefined;
  readonly options: StackOptions;
}

/** Creates the function and makes the alarm invoke it. @returns undefined when the studio has no brake. */
export function createBrake(scope: Construct, { names, matting, alarm, options }: BrakeProps): ZipFunction | undefined {
  const { architecture, tracing, mattingConcurrency, brakeUsdPerDay } = options;
  if (!alarm || brakeUsdPerDay === undefined) return undefined;
  const brake = new ZipFunction(scope, 'Brake', {
    name: 'brake',
    description: 'Stops matting when the spend of a day exceeds brakeUsdPerDay',
    architecture,
    tracing,
    memoryMb: 256,
    timeout: Duration.minutes(1),
    env: configToEnv({
      ...{ resultsBucket: names.results, mattingFunction: matting.functionArn, brakeUsdPerDay },
      ...(mattingConcurrency !== undefined && { mattingConcurrency }),
    }),
    permissions: brakePermissions(names, matting),
  });
  // The cast is needed only because aws-cdk-lib is not written for exactOptionalPropertyTypes.
  alarm.addAlarmAction(new LambdaAction(brake.lambda as IFunction));
  return brake;
}

/**
 * Returns the options of a studio that may have a brake. With one, uploads are kept as long as dead letters, so that every
 * photo that waits there still has its upload.
 */
export function keepForBrake(options: StackOptions): StackOptions {
  if (options.brakeUsdPerDay === undefined) return options;
  return { ...options, uploadsDays: Math.max(options.uploadsDays, deadLetterDays(options)) };
}
