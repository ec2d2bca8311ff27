/**
 * The description of a stored object: everything but its bytes, as a JSON file in `meta/`. files.ts writes these files.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { pathIsTaken } from '../../../files/paths.ts';
import { type ChecksumAlgorithm, checksumSizesBytes } from '../checksums.ts';
import { keyDigest } from './names.ts';

const checksumAlgorithms = Object.keys(checksumSizesBytes) as ChecksumAlgorithm[];

const descriptionSchema = z.object({
  key: z.string(),
  /** Path of the body below `files/`. */
  bodyPath: z.string(),
  sizeBytes: z.number().int().nonnegative(),
  /** Without quotes: MD5 of the body; for a multipart upload MD5 of the parts' MD5s, and `-N` for N parts. */
  etag: z.string(),
  /** ISO 8601, ms. */
  lastModified: z.string(),
  /** Headers that readers get as they were sent, such as content-type and cache-control. */
  headers: z.record(z.string(), z.string()),
  /** By name without `x-amz-meta-`. */
  userMetadata: z.record(z.string(), z.string()),
  checksum: z
    .object({
      algorithm: z.enum(checksumAlgorithms),
      value: z.string(),
      /** Absent for a checksum of the whole object. */
      type: z.literal('COMPOSITE').optional(),
    })
    .optional(),
  /** Id of the multipart upload that made the object; absent for others. A repeated call to complete it finds it here. */
  uploadId: z.string().optional(),
  sequencer: z.string(),
});

/** The description of a stored object. */
export type ObjectDescription = z.infer<typeof descriptionSchema>;

/** The parts of a description that come with an upload. */
export type ObjectLabels = Pick<ObjectDescription, 'headers' | 'userMetadata' | 'checksum' | 'uploadId'>;

/** Returns the path of an object's description. */
export const descriptionPath = (bucketDir: string, key: string): string =>
  join(bucketDir, 'meta', `${keyDigest(key)}.json`);

/** Reads all descriptions. When a person has deleted a body by hand, the description is removed too. */
export async function readDescriptions(bucketDir: string): Promise<ObjectDescription[]> {
  const objects: ObjectDescription[] = [];
  for (const name of await readdir(join(bucketDir, 'meta'))) {
    const path = join(bucketDir, 'meta', name);
    const parsed = descriptionSchema.safeParse(parseJson(await readFile(path, 'utf8')));
    if (parsed.success && name === `${keyDigest(parsed.data.key)}.json`) {
      if (await pathIsTaken(join(bucketDir, 'files', parsed.data.bodyPath))) objects.push(parsed.data);
      else await rm(path, { force: true });
    }
  }
  return objects;
}

/** Returns the value of a JSON text; undefined for other text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
