/**
 * The unfinished multipart uploads of one bucket on the disk. `parts/{id}/` holds the beginning of an upload in a JSON
 * file, and one file for each part. multipart.ts implements the calls; files.ts stores the joined parts.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile, syncFolder } from '../../../files/atomic-file.ts';
import { errorCode } from '../../../files/error-code.ts';
import { type ChecksumAlgorithm, checksumSizesBytes, startDigest } from '../checksums.ts';
import { S3Error } from '../error.ts';
import type { VerifiedChecksum } from '../payload.ts';
import { parseJson } from './description.ts';
import type { BucketFiles, StagedBody } from './files.ts';
import { KeyLocks } from './key-locks.ts';

const uploadChecksumSchema = z.object({
  algorithm: z.enum(Object.keys(checksumSizesBytes) as ChecksumAlgorithm[]),
  type: z.enum(['COMPOSITE', 'FULL_OBJECT']),
});

/** The kind of checksum that an upload's object gets: of its parts' checksums, or of the whole object. */
export type UploadChecksum = z.infer<typeof uploadChecksumSchema>;

const beginningSchema = z.object({
  key: z.string(),
  /** ISO 8601. */
  initiated: z.string(),
  labels: z.object({ headers: z.record(z.string(), z.string()), userMetadata: z.record(z.string(), z.string()) }),
  /** Absent when the client named none. */
  checksum: uploadChecksumSchema.optional(),
});

/** Key, time and labels of an upload, from the call that began it. */
export type UploadBeginning = z.infer<typeof beginningSchema>;

/** A part as the client lists it in CompleteMultipartUpload. `etag` is without quotes. */
export interface ListedPart {
  readonly number: number;
  readonly etag: string;
  /** Checksums that the part must have. */
  readonly checksums: readonly VerifiedChecksum[];
}

/** An unfinished upload is removed after a day, the shortest time in S3's lifecycle rules. */
const expireAfterMs = 24 * 60 * 60 * 1000;
/** Minimum size of every part but the last (S3 user guide, "Multipart upload limits"). */
const minPartBytes = 5 * 1024 * 1024;
const beginningFile = 'upload.json';

export class MultipartUploads {
  readonly #dir: string;
  readonly #files: BucketFiles;
  readonly #clock: () => Date;
  readonly #locks = new KeyLocks();
  readonly #completions = new KeyLocks();

  private constructor(dir: string, files: BucketFiles, clock: () => Date) {
    this.#dir = dir;
    this.#files = files;
    this.#clock = clock;
  }

  /** Opens the folder of a bucket's uploads and removes those that are older than a day. */
  static async open(dir: string, files: BucketFiles, clock: () => Date): Promise<MultipartUploads> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const uploads = new MultipartUploads(dir, files, clock);
    for (const id of await readdir(dir)) {
      const beginning = await uploads.#read(id);
      const age = beginning === undefined ? Number.NaN : clock().getTime() - Date.parse(beginning.initiated);
      if (!(age < expireAfterMs)) await rm(join(dir, id), { recursive: true, force: true });
    }
    return uploads;
  }

  /** Begins an upload. @returns its id, 32 hex digits. */
  async begin(key: string, labels: UploadBeginning['labels'], checksum: UploadChecksum | undefined): Promise<string> {
    const id = randomUUID().replaceAll('-', '');
    const beginning: UploadBeginning = { key, initiated: this.#clock().toISOString(), labels, checksum };
    const folder = join(this.#dir, id);
    await mkdir(folder, { mode: 0o700 });
    await replaceFile(join(folder, beginningFile), JSON.stringify(beginning));
    await syncFolder(this.#dir);
    return id;
  }

  /** @throws S3Error `NoSuchUpload` unless the upload exists and is for this key. */
  async find(id: string, key: string): Promise<UploadBeginning> {
    const beginning = await this.#read(id);
    if (beginning?.key !== key) throw new S3Error('NoSuchUpload', undefined, { UploadId: id });
    return beginning;
  }

  /**
   * Stores a staged body as a part; it replaces an earlier part with the same number.
   * @throws S3Error `EntityTooLarge`, `NoSuchUpload`
   */
  async addPart(id: string, key: string, number: number, staged: StagedBody, maxTotalBytes: number): Promise<void> {
    try {
      await this.#locks.run(id, async () => {
        await this.find(id, key);
        const folder = join(this.#dir, id);
        let totalBytes = staged.sizeBytes;
        for (const name of await readdir(folder)) {
          if (/^\d+$/.test(name) && name !== String(number)) totalBytes += (await stat(join(folder, name))).size;
        }
        if (totalBytes > maxTotalBytes)
          throw new S3Error('EntityTooLarge', undefined, { MaxSizeAllowed: String(maxTotalBytes) });
        await rename(staged.path, join(folder, String(number)));
        await syncFolder(folder);
      });
    } finally {
      await this.#files.discard(staged);
    }
  }

  /**
   * Reads the bytes of all parts in order. The parts stay on the disk until {@link remove}.
   * @throws S3Error `InvalidPart`, also for a listed etag or checksum that the part does not have; `EntityTooSmall`.
   */
  async *join(id: string, parts: readonly ListedPart[]): AsyncGenerator<Buffer> {
    const folder = join(this.#dir, id);
    for (const [index, part] of parts.entries()) {
      yield* readPart(join(folder, String(part.number)), part, index === parts.length - 1);
    }
  }

  /** Returns true for an upload that was begun, and neither completed nor aborted. */
  async isOpen(id: string): Promise<boolean> {
    return (await this.#read(id)) !== undefined;
  }

  /** Runs the calls that complete one upload one after the other. @returns the result of `work`. */
  complete<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    return this.#completions.run(id, work);
  }

  /** Removes an upload and its parts. */
  async remove(id: string): Promise<void> {
    if (isUploadId(id)) await this.#locks.run(id, () => rm(join(this.#dir, id), { recursive: true, force: true }));
  }

  async #read(id: string): Promise<UploadBeginning | undefined> {
    if (!isUploadId(id)) return undefined;
    try {
      const parsed = beginningSchema.safeParse(parseJson(await readFile(join(this.#dir, id, beginningFile), 'utf8')));
      return parsed.success ? parsed.data : undefined;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }
}

/** Returns true for a valid id. Ids become folder names, so all other text is refused. */
const isUploadId = (id: string): boolean => /^[0-9a-f]{32}$/.test(id);

/** Returns the etag of the joined parts: `{md5 of the parts' md5s}-{count}`, as on S3. */
export function etagOfParts(parts: readonly ListedPart[]): string {
  const tags = createHash('md5');
  for (const part of parts) tags.update(Buffer.from(part.etag, 'hex'));
  return `${tags.digest('hex')}-${parts.length}`;
}

/** Yields the bytes of a part. @throws S3Error `InvalidPart`, `EntityTooSmall` */
async function* readPart(path: string, part: ListedPart, isLast: boolean): AsyncGenerator<Buffer> {
  const md5 = createHash('md5');
  const checks = part.checksums.map(({ algorithm, value }) => ({ value, digest: startDigest(algorithm) }));
  let sizeBytes = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      md5.update(chunk);
      for (const { digest } of checks) digest.update(chunk);
      sizeBytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new S3Error('InvalidPart', undefined, { PartNumber: String(part.number) });
  }
  const isWrong = checks.some((check) => check.digest.digest().toString('base64') !== check.value);
  if (md5.digest('hex') !== part.etag || isWrong)
    throw new S3Error('InvalidPart', undefined, { PartNumber: String(part.number) });
  if (!isLast && sizeBytes < minPartBytes) {
    throw new S3Error('EntityTooSmall', undefined, {
      PartNumber: String(part.number),
      MinSizeAllowed: String(minPartBytes),
    });
  }
}
