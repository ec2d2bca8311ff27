/**
 * The names of the two buckets, known before there are buckets: the buckets let the page of the API in, the API names the
 * buckets, and CloudFormation can begin such a circle nowhere (docs/decisions/0006-one-stack.md).
 */
import { Aws } from 'aws-cdk-lib';

export interface BucketNames {
  readonly uploads: string;
  readonly results: string;
}

/** Account and region make them unique in the world, as bucket names must be; at most 63 characters with a prefix of 20. */
export function bucketNames(prefix: string): BucketNames {
  const name = (kind: string) => `${prefix}-${kind}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
  return { uploads: name('uploads'), results: name('results') };
}
