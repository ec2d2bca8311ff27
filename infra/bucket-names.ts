/**
 * Builds the names of the two buckets without a reference to the buckets: the buckets' CORS rules need the API's address,
 * and the API needs the buckets' names. CloudFormation cannot create such a circle (docs/decisions/0006-one-stack.md).
 */
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StackOptions } from './options.ts';

export interface BucketNames {
  readonly uploads: string;
  readonly results: string;
  /** The ARN of the key that encrypts both; undefined when S3's own key does. */
  readonly keyArn?: string | undefined;
}

/**
 * Returns the names, which hold account and region. Names that end with `-an` are those of the namespace `account-regional`,
 * which other accounts can never take (Amazon S3 user guide, "Namespaces for general purpose buckets", read 2026-11-29). With a prefix of 24 characters they have at most 63, the limit of S3.
 * In a stack whose account and region are given they are plain text, which CloudFormation needs to import buckets.
 */
export function bucketNames(scope: Construct, prefix: string, namespace: StackOptions['bucketNames']): BucketNames {
  const { account, region } = Stack.of(scope);
  const ending = namespace === 'account-regional' ? '-an' : '';
  const name = (kind: string) => `${prefix}-${kind}-${account}-${region}${ending}`;
  return { uploads: name('uploads'), results: name('results') };
}
