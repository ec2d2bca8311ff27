/**
 * One function of the studio as a container image: fixed memory, its own role and log group, and an alias that callers
 * use, with retries and dead letters set on the alias itself. studio-stack.ts makes matting and compose of it.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Duration } from 'aws-cdk-lib';
import type { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { type Alias, DockerImageCode, DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { codeVersion } from '../core/photo-record.ts';
import type { FunctionArchitecture } from '../core/prices.ts';
import { configToEnv } from '../functions/runtime/config.ts';
import packageJson from '../package.json' with { type: 'json' };
import { architectures, createIdentity } from './function-identity.ts';
import { maySendTo, type Permissions } from './permissions.ts';

export interface ImageFunctionProps {
  /** Folder under functions/ with the Dockerfile. */
  readonly name: 'matting' | 'compose';
  readonly description: string;
  readonly architecture: FunctionArchitecture;
  readonly memoryMb: number;
  readonly timeout: Duration;
  /** From configToEnv. */
  readonly env: Readonly<Record<string, string>>;
  readonly permissions: Permissions;
  readonly deadLetters: IQueue;
  readonly reservedConcurrency: number | undefined;
  readonly buildArgs?: Record<string, string>;
}

/** Build context of both images; .dockerignore says what of it counts. */
const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));

/** Share of V8's heap in the memory, as on the local host; pixels and tensors live outside V8. */
const heapShare = 0.6;

/** Lambda's own most for events that wait for a free instance: six hours bridge a flood or a bad deployment. */
const maxEventAge = Duration.hours(6);

export class ImageFunction extends Construct {
  readonly alias: Alias;
  readonly logGroup: LogGroup;
  readonly memoryMb: number;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: ImageFunctionProps) {
    super(scope, id);
    const { name, memoryMb, timeout, deadLetters, reservedConcurrency } = props;
    this.memoryMb = memoryMb;
    this.timeout = timeout;
    const { objects, others } = props.permissions;
    const { logGroup, role } = createIdentity(this, name, { objects, others: [...others, maySendTo(deadLetters)] });
    this.logGroup = logGroup;
    const lambda = new DockerImageFunction(this, 'Function', {
      code: DockerImageCode.fromImageAsset(projectDir, {
        file: `functions/${name}/Dockerfile`,
        ...(props.buildArgs && { buildArgs: props.buildArgs }),
      }),
      description: props.description,
      architecture: architectures[props.architecture],
      memorySize: memoryMb,
      timeout,
      role,
      logGroup,
      environment: {
        ...props.env,
        // In the image and in the code as well: onnxruntime reports home unless it is told not to before it loads.
        ORT_DISABLE_TELEMETRY: '1',
        NODE_OPTIONS: `--max-old-space-size=${Math.floor(memoryMb * heapShare)}`,
      },
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
    });
    const { assetHash } = lambda.node.findChild('AssetImage') as DockerImageAsset;
    const version = configToEnv({ codeVersion: codeVersion(packageJson.version, assetHash) });
    for (const [variable, value] of Object.entries(version)) lambda.addEnvironment(variable, value);
    // Set on the alias, because what is set on the function applies to calls of $LATEST only, and nobody calls that.
    this.alias = lambda.addAlias('live', {
      description: 'What the studio uses',
      retryAttempts: 2,
      maxEventAge,
      onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
    });
  }
}
