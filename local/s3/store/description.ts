/** What is known of a stored object beside its bytes, and how it lies in `meta/`. object-files.ts writes these files. */
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
  /** Without quotes: MD5 of the body, or of its parts' MD5s and `-N`. */
  etag: z.string(),
  /** ISO 8601, ms. */
  lastModified: z.string(),
  /** Headers that go back as they came: content-type, cache-control and their kin. */
  headers: z.record(z.string(), z.string()),
  /** By name without `x-amz-meta-`. */
  userMetadata: z.record(z.string(), z.string()),
  checksum: z.object({ algorithm: z.enum(checksumAlgorithms), value: z.string() }).optional(),
  sequencer: z.string(),
});

/** All that is known of a stored object. */
export type ObjectDescription = z.infer<typeof descriptionSchema>;

/** What comes with an object's bytes. */
export type ObjectLabels = Pick<ObjectDescription, 'headers' | 'userMetadata' | 'checksum'>;

/** File of an object's description. */
export const descriptionPath = (bucketDir: string, key: string): string =>
  join(bucketDir, 'meta', `${keyDigest(key)}.json`);

/** Descriptions whose bodies are there. A person may have deleted a body by hand: then the object is gone. */
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

/** The value of a JSON text; undefined for anything else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
