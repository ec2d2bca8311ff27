/** Checks files against the digests of the manifest, and computes the digests of prepared files. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../../../core/errors.ts';
import type { PreparedFile } from '../../../core/model-card.ts';
import type { ManifestEntry } from '../manifest.ts';

/** @returns the digest of a file in hexadecimal. The file is read as a stream. */
export async function digestOf(path: string, algorithm: string): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}

/** @throws Fault `model-corrupt` with both digests when the file does not have the digest of the manifest. */
export async function verifyRaw(entry: ManifestEntry, path: string): Promise<void> {
  const [algorithm = '', expected] = entry.digest.split(':');
  const actual = await digestOf(path, algorithm);
  if (actual === expected) return;
  const { size } = await stat(path);
  throw new Fault(
    'model-corrupt',
    `${entry.id}: expected ${algorithm} ${expected}, but the fetched file has ${algorithm} ${actual} (${size} bytes)`,
  );
}

/** @returns name, size and digest of a file, for models.json. */
export async function describeFile(path: string): Promise<PreparedFile> {
  const { size } = await stat(path);
  return { name: basename(path), sizeBytes: size, sha256: await digestOf(path, 'sha256') };
}
