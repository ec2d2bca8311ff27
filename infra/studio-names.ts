/** Makes the names that tell several studios in one stack, account or region apart. */
import { Aws, Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Constructs with this id have no part in the ids and names of what is inside them. A stack with one studio uses it. */
export const onlyStudioId = 'Default';

/** Most characters of a bucket's name before its kind. With them the name has 63 in the regions with the longest codes. */
const longestPrefix = 24;

export interface StudioNames {
  /** The beginning of the names of both buckets. */
  readonly bucketPrefix: string;
  /** The namespace of the metrics that are made from log lines. */
  readonly metricNamespace: string;
  /** The name of the CodeDeploy application. */
  readonly applicationName: string;
}

/**
 * Returns the names of a studio. The only studio of a stack has the names that earlier versions deployed.
 * @param bucketPrefix the option; undefined stands for a prefix that is unique to stack and construct.
 */
export function studioNames(studio: Construct, bucketPrefix: string | undefined): StudioNames {
  const { stackName } = Stack.of(studio);
  const path = pathInStack(studio);
  if (path === '') {
    const [metricNamespace, applicationName] = [`Zerobooth/${stackName}`, Aws.STACK_NAME];
    return { bucketPrefix: bucketPrefix ?? 'zerobooth', metricNamespace, applicationName };
  }
  return {
    bucketPrefix: bucketPrefix ?? uniquePrefix(studio),
    metricNamespace: `Zerobooth/${stackName}/${path}`,
    applicationName: `${Aws.STACK_NAME}-${path}`,
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

function uniquePrefix(studio: Construct): string {
  return Names.uniqueResourceName(studio, { maxLength: longestPrefix, separator: '-' }).toLowerCase();
}
