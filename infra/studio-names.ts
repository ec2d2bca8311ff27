/** Makes the names that tell several studios in one stack, account or region apart, and the ids of functions. */
import { Aws, Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { defaultPrefix, longestPrefix, type StackOptions } from './options.ts';

/** Constructs with this id have no part in the ids and names of what is inside them. A stack with one studio uses it. */
export const onlyStudioId = 'Default';

type NamingOptions = Pick<StackOptions, 'bucketPrefix' | 'stage'>;

interface StudioNames {
  /** The beginning of the names of both buckets. */
  readonly bucketPrefix: string;
  /** The namespace of the metrics that are made from log lines. */
  readonly metricNamespace: string;
  /** The name of the CodeDeploy application. */
  readonly applicationName: string;
}

/**
 * Returns the names of a studio. The only studio of a stack, without a stage, has the names that earlier versions deployed.
 * Without the option `bucketPrefix`, a studio in a stack of another kind gets a prefix that is unique to stack and construct.
 */
export function studioNames(studio: Construct, { bucketPrefix, stage }: NamingOptions): StudioNames {
  const { stackName } = Stack.of(studio);
  const path = pathInStack(studio);
  // The stack of one studio already has the stage in its name.
  const stageLeft = stage !== undefined && !stackName.endsWith(`-${stage}`) ? stage : '';
  const marks = [path, stageLeft].filter((mark) => mark !== '');
  const ending = stage === undefined ? '' : `-${stage}`;
  const prefix =
    bucketPrefix ?? (path === '' ? defaultPrefix : uniquePrefix(studio, path, longestPrefix - ending.length));
  return {
    bucketPrefix: `${prefix}${ending}`,
    metricNamespace: ['Zerobooth', stackName, ...marks].join('/'),
    applicationName: [Aws.STACK_NAME, ...marks].join('-'),
  };
}

/** Returns the ids from the stack to the studio, with dashes; empty for the only studio of a stack. */
function pathInStack(studio: Construct): string {
  const { scopes } = studio.node;
  const inStack = scopes.slice(scopes.indexOf(Stack.of(studio)) + 1).map(({ node }) => node.id);
  return inStack
    .filter((id) => id !== onlyStudioId)
    .join('-')
    .replaceAll(/[^A-Za-z0-9-]+/g, '-');
}

/** Returns the ids with a hash of the whole path, stack included. */
function uniquePrefix(studio: Construct, path: string, maxLength: number): string {
  const hash = Names.uniqueId(studio).slice(-8);
  const readable = path.replace(/^-+/, '').slice(0, maxLength - hash.length - 1);
  return `${readable}-${hash}`.toLowerCase();
}

/**
 * Returns the part of construct ids and of outputs that names a function: `Objects` for `objects`, `MyTags` for `my-tags`,
 * `ObjectsAtSmall` for the version `objects@small`. `npm run ops` reads the name back (ops/function-names.ts).
 */
export function constructIdOf(name: string): string {
  return name.replace('@', '-at-').replaceAll(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}
