/** Makes a link to a finished file that works for everybody who has it, until it expires. */
import { isLoopback } from '../../core/loopback.ts';
import { readPhoto } from '../api/api-client.ts';
import { withRetries } from '../api/retry.ts';
import type { ResultFile } from './result-files.ts';

export interface SharedLink {
  readonly url: string;
  /** When the link stops working, ms since 1970. */
  readonly untilMs: number;
  /** True when the studio's address works on this computer only. */
  readonly isLocal: boolean;
}

/**
 * Asks the studio for a fresh signed link to a file of a photo.
 * @returns null when the file was deleted or replaced. @throws ApiFailure.
 */
export async function shareLink(
  photoId: string,
  { name, output }: Pick<ResultFile, 'name' | 'output'>,
  signal: AbortSignal,
): Promise<SharedLink | null> {
  const { links, expiresAt } = await withRetries(() => readPhoto(photoId, signal), signal);
  const link = links.find((one) => one.name === name && one.kind === output.kind);
  if (!link) return null;
  return { url: link.url, untilMs: Date.parse(expiresAt), isLocal: isLoopback(new URL(link.url).hostname) };
}
