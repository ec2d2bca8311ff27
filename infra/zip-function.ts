/**
 * Creates a function from a zip on Lambda's own Node, for functions without binaries: the API, the pre-traffic check,
 * the set-up and the brake.
 * `npm run build` makes the files under dist/.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Duration, IgnoreMode } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Fault } from '../core/errors.ts';
import type { FunctionArchitecture } from '../core/prices.ts';
import { builtDir } from '../files/built.ts';
import { architectures, createIdentity } from './function-identity.ts';
import type { Permissions } from './function-role.ts';
import type { StackOptions } from './options.ts';

export interface ZipFunctionProps {
  /** The folder under dist/functions with handler.mjs. */
  readonly name: 'api' | 'pre-traffic' | 'set-up' | 'brake';
  /** Further folders under dist that the zip contains. */
  readonly folders?: readonly string[];
  readonly description: string;
  readonly architecture: FunctionArchitecture;
  /** `off` when it is left out. */
  readonly tracing?: StackOptions['tracing'];
  readonly memoryMb: number;
  readonly timeout: Duration;
  /** The environment that configToEnv returns. */
  readonly env: Readonly<Record<string, string>>;
  readonly permissions: Permissions;
  readonly reservedConcurrency?: number | undefined;
  /** The log group of another function that this one writes into; undefined: one of its own. */
  readonly logGroup?: LogGroup | undefined;
}

export class ZipFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly memoryMb: number;
  readonly timeout: Duration;

  /** @throws Fault `bad-config` when a folder was not built. */
  constructor(scope: Construct, id: string, props: ZipFunctionProps) {
    super(scope, id);
    const { name, memoryMb, timeout, permissions, reservedConcurrency } = props;
    this.memoryMb = memoryMb;
    this.timeout = timeout;
    const isTraced = props.tracing === 'on';
    const { logGroup, role } = createIdentity(this, { name, permissions, isTraced, logGroup: props.logGroup });
    this.logGroup = logGroup;
    this.lambda = new LambdaFunction(this, 'Function', {
      code: codeOf(`functions/${name}`, props.folders ?? []),
      handler: `functions/${name}/handler.handler`,
      runtime: Runtime.NODEJS_24_X,
      description: props.description,
      architecture: architectures[props.architecture],
      memorySize: memoryMb,
      timeout,
      role,
      logGroup,
      ...(isTraced && { tracing: Tracing.ACTIVE }),
      environment: { ...props.env },
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
    });
  }
}

/** Returns the code asset: the given folders of dist/, without source maps. */
function codeOf(main: string, others: readonly string[]): Code {
  const wanted = [main, ...others];
  for (const folder of wanted) {
    if (!existsSync(join(builtDir(), folder)))
      throw new Fault('bad-config', `dist/${folder} is missing; run npm run build`);
  }
  return Code.fromAsset(builtDir(), {
    ignoreMode: IgnoreMode.DOCKER,
    exclude: ['*', ...wanted.map((folder) => `!${folder}`), '**/*.map'],
  });
}
