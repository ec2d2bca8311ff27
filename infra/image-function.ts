/**
 * Creates a function from a container image, with fixed memory, a role and a log group of its own, and an alias that callers
 * use. Retries and dead letters are set on the alias. photo-studio.ts creates matting and compose with it, and
 * further-functions.ts the others.
 */
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { type Alias, DockerImageCode, DockerImageFunction, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { codeVersion } from '../core/photo-record.ts';
import type { FunctionArchitecture } from '../core/prices.ts';
import { builtDir } from '../files/built.ts';
import { isCompiled, packageDir } from '../files/package-dir.ts';
import { configToEnv } from '../functions/runtime/config.ts';
import packageJson from '../package.json' with { type: 'json' };
import { architectures, createIdentity } from './function-identity.ts';
import { maySendTo, type Permissions } from './function-role.ts';
import type { StackOptions } from './options.ts';

export interface ImageFunctionProps {
  readonly name: string;
  readonly image: ImageSource;
  readonly description: string;
  readonly architecture: FunctionArchitecture;
  /** `off` when it is left out. */
  readonly tracing?: StackOptions['tracing'];
  readonly memoryMb: number;
  readonly timeout: Duration;
  /** The environment that configToEnv returns. */
  readonly env: Readonly<Record<string, string>>;
  readonly permissions: Permissions;
  readonly deadLetters: IQueue;
  readonly reservedConcurrency?: number | undefined;
}

/** What an image is built from. */
export interface ImageSource {
  /** The build context, an absolute path. Default: the project. */
  readonly directory?: string;
  /** The Dockerfile, relative to the context. */
  readonly file: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
}

/** What the networks of an image are chosen by. */
interface ImageNetworks {
  /** The tasks of the usual networks that it has. */
  readonly tasks: readonly string[];
  /** A network in place of the usual one of its task; empty or left out: none. */
  readonly modelId?: string | undefined;
  /** `clear`: only networks whose licence is clear. */
  readonly licence: StackOptions['licence'];
}

/** Returns the image of a function of the project with networks. @param name its folder below functions/. */
export const imageWithNetworks = (name: string, { tasks, modelId, licence }: ImageNetworks): ImageSource => ({
  file: 'functions/image.Dockerfile',
  buildArgs: {
    ...{ FUNCTION: name, MODEL_TASKS: tasks.join(' ') },
    ...(modelId && { MODEL_ID: modelId }),
    ...(licence === 'clear' && { LICENCE: licence }),
  },
});

/** Returns the build context of the project's images: the checkout, of which .dockerignore selects the files, or their copy in the npm package. */
const imageContext = (): string => (isCompiled() ? join(builtDir(), 'image') : packageDir());

/** Share of the memory for V8's heap, as on the local function host. Pixels and tensors are outside V8's heap. */
const heapShare = 0.6;

/** Lambda's maximum for events that wait for a free instance. Six hours bridge a flood or a bad deployment. */
const maxEventAge = Duration.hours(6);

export class ImageFunction extends Construct {
  readonly alias: Alias;
  readonly logGroup: LogGroup;
  readonly memoryMb: number;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: ImageFunctionProps) {
    super(scope, id);
    const { name, memoryMb, timeout, deadLetters, reservedConcurrency } = props;
    const { directory = imageContext(), file, buildArgs } = props.image;
    this.memoryMb = memoryMb;
    this.timeout = timeout;
    const { objects, others } = props.permissions;
    const permissions = { objects, others: [...others, maySendTo(deadLetters)] };
    const isTraced = props.tracing === 'on';
    const { logGroup, role } = createIdentity(this, { name, permissions, isTraced });
    this.logGroup = logGroup;
    const lambda = new DockerImageFunction(this, 'Function', {
      code: DockerImageCode.fromImageAsset(directory, {
        // CDK adds every file of that name to the context, so it must not be the name of the root Dockerfile.
        file,
        ...(buildArgs && { buildArgs: { ...buildArgs } }),
      }),
      description: props.description,
      architecture: architectures[props.architecture],
      memorySize: memoryMb,
      timeout,
      role,
      logGroup,
      // Earlier versions stay, so that the alias can go back to one of them at once (npm run ops -- versions).
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      ...(isTraced && { tracing: Tracing.ACTIVE }),
      environment: {
        ...props.env,
        // onnxruntime sends telemetry unless this is set before it loads. The image and the code set it, too.
        ORT_DISABLE_TELEMETRY: '1',
        NODE_OPTIONS: `--max-old-space-size=${Math.floor(memoryMb * heapShare)}`,
      },
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
    });
    const { assetHash } = lambda.node.findChild('AssetImage') as DockerImageAsset;
    const version = configToEnv({ codeVersion: codeVersion(packageJson.version, assetHash) });
    for (const [variable, value] of Object.entries(version)) lambda.addEnvironment(variable, value);
    // These are set on the alias, because on the function they apply to calls of $LATEST only, and nothing calls $LATEST.
    this.alias = lambda.addAlias('live', {
      description: 'The version that the studio uses',
      retryAttempts: 2,
      maxEventAge,
      onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
    });
  }
}
