/** Finds or creates the key that encrypts buckets and dead letters, if one is chosen. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { StackOptions } from './options.ts';

/**
 * Returns the key; undefined for the keys that S3 and SQS manage. A new key stays when the stack is removed, because the
 * buckets stay, too, and nothing in them could be read without it.
 */
export function findEncryptionKey(scope: Construct, { kmsKey }: StackOptions): IKey | undefined {
  if (kmsKey === undefined) return undefined;
  if (kmsKey !== 'new') return Key.fromKeyArn(scope, 'Key', kmsKey);
  return new Key(scope, 'Key', {
    description: 'Encrypts the photos and dead letters of Zerobooth',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
}
