/** Shares the uploads of a function out among its versions: by the hash of the key, so that one key always goes to the same version. */
import { createHash } from 'node:crypto';
import { Fault } from '../../core/errors.ts';
import type { PhotoOutcome } from './event-handler.ts';
import { invokeLater } from './invoke.ts';
import { eventOf, type Upload } from './s3-events.ts';

/** A taker of uploads. */
export interface Share {
  /** A weight above 0; the shares of all takers together are the work. */
  readonly share: number;
}

/** Returns the taker of an upload. @param takers at least one. */
export function takerOf<T extends Share>(key: string, takers: readonly T[]): T {
  const whole = takers.reduce((sum, { share }) => sum + share, 0);
  // 32 bits of the digest as a place from 0 to 1.
  let place = (createHash('sha256').update(key).digest().readUInt32BE() / 2 ** 32) * whole;
  for (const taker of takers) {
    place -= taker.share;
    if (place < 0) return taker;
  }
  return takers[takers.length - 1];
}

/** A version that a function hands uploads on to. The function itself has the share 1. */
export interface VersionShare extends Share {
  /** The ARN of its alias. */
  readonly functionArn: string;
}

/** Returns the text of the setting `versionShares`, which {@link parseShares} reads back. */
export const formatShares = (shares: readonly VersionShare[]): string =>
  shares.map(({ share, functionArn }) => `${share} ${functionArn}`).join(',');

/** @throws Fault `bad-config` for a text that {@link formatShares} does not write. */
export function parseShares(text: string): readonly VersionShare[] {
  return text
    .split(',')
    .filter(Boolean)
    .map((part) => {
      const [share = '', functionArn = ''] = part.split(' ', 2);
      if (Number(share) > 0 && functionArn !== '') return { share: Number(share), functionArn };
      throw new Fault('bad-config', `versionShares: ${JSON.stringify(part)} is not a share and an ARN`);
    });
}

/**
 * Hands an upload on to the version that it belongs to.
 * @returns null when it belongs to this function. @throws Transient `invoke-unavailable`; the event then comes again.
 */
export async function handOn(upload: Upload, shares: readonly VersionShare[]): Promise<PhotoOutcome | null> {
  if (shares.length === 0) return null;
  const { functionArn } = takerOf(upload.key, [{ share: 1, functionArn: null }, ...shares]);
  if (functionArn === null) return null;
  await invokeLater(functionArn, eventOf(upload));
  return { photoId: upload.key, outcome: 'handed-on', timings: {} };
}
