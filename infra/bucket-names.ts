/**
 * Builds the names of the two buckets without a reference to the buckets: the buckets' CORS rules need the API's address,
 * and the API needs the buckets' names. CloudFormation cannot create such a circle (docs/decisions/0006-one-stack.md).
 */
import { Aws } from 'aws-cdk-lib';

export interface BucketNames {
  readonly uploads: string;
  readonly results: string;
}

/** Returns the names. Account and region make them globally unique. With a prefix of 20 characters they have at most 63. */
export function bucketNames(prefix: string): BucketNames {
  const name = (kind: string) => `${prefix}-${kind}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
  return { uploads: name('uploads'), results: name('results') };
}
