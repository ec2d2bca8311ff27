/**
 * The objects of one bucket as plain files. A body is written to `tmp/`, flushed, and renamed into `files/`. Then its
 * description is renamed into `meta/`, which replaces body and metadata in one step. So whenever the process is killed,
 * a key has its old content or its new content.
 */
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceFile, syncFolder, writeNewFile } from '../../../files/atomic-file.ts';
import { errorCode } from '../../../files/error-code.ts';
import { bodyFile, claimBody, clearLeftovers, removeBody, writeIntent } from './bodies.ts';
import { descriptionPath, type ObjectDescription, type ObjectLabels, readDescriptions } from './description.ts';
import { ObjectIndex } from './index-by-key.ts';
import { KeyLocks } from './key-locks.ts';

/** A body on the disk that belongs to no key yet. `etag` is its MD5 in hex. */
export interface StagedBody {
  readonly path: string;
  readonly sizeBytes: number;
  readonly etag: string;
}

/** Decides about a change by the current object. It throws to refuse the change. */
export type WriteCondition = (current: ObjectDescription | undefined) => void;

export interface BucketFilesOptions {
  /** The folder of this bucket. */
  readonly dir: string;
  readonly nextSequencer: () => string;
  readonly clock: () => Date;
}

/** The objects of one bucket. There must be only one instance per bucket. */
export class BucketFiles {
  readonly index: ObjectIndex;
  readonly #options: BucketFilesOptions;
  readonly #locks = new KeyLocks();

  private constructor(options: BucketFilesOptions, index: ObjectIndex) {
    this.#options = options;
    this.index = index;
  }

  /** Opens the folder, creates it when missing, and removes what a killed process left unfinished. */
  static async open(options: BucketFilesOptions): Promise<BucketFiles> {
    for (const folder of ['files', 'meta', 'tmp']) {
      await mkdir(join(options.dir, folder), { recursive: true, mode: 0o700 });
    }
    const objects = await readDescriptions(options.dir);
    await clearLeftovers(options.dir, new Set(objects.map((object) => object.bodyPath)));
    return new BucketFiles(options, new ObjectIndex(objects));
  }

  /** Writes a body to `tmp/`. The caller must commit, move or discard it. An error leaves no file behind. */
  async stage(chunks: AsyncIterable<Buffer>): Promise<StagedBody> {
    const path = join(this.#options.dir, 'tmp', randomUUID());
    const md5 = createHash('md5');
    async function* hashed(): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        md5.update(chunk);
        yield chunk;
      }
    }
    const sizeBytes = await writeNewFile(path, hashed());
    return { path, sizeBytes, etag: md5.digest('hex') };
  }

  /**
   * Makes a staged body the content of `key`. `condition` is called while no other writer can change the key, so of
   * several writers with `If-None-Match: *` exactly one succeeds. An error removes the staged body.
   */
  async commit(
    key: string,
    staged: StagedBody,
    labels: ObjectLabels,
    condition: WriteCondition,
  ): Promise<ObjectDescription> {
    try {
      return await this.#locks.run(key, () => {
        condition(this.index.get(key));
        return this.#replaceObject(key, staged, labels);
      });
    } finally {
      await rm(staged.path, { force: true });
    }
  }

  async #replaceObject(key: string, staged: StagedBody, labels: ObjectLabels): Promise<ObjectDescription> {
    const { dir, clock, nextSequencer } = this.#options;
    const old = this.index.get(key)?.bodyPath;
    const sequencer = nextSequencer();
    const intent = this.#newIntentPath();
    const bodyPath = await claimBody(dir, key, sequencer, intent, old === undefined ? [] : [old]);
    const { sizeBytes, etag } = staged;
    const object = { ...labels, key, bodyPath, sizeBytes, etag, lastModified: clock().toISOString(), sequencer };
    try {
      await rename(staged.path, bodyFile(dir, bodyPath));
      await syncFolder(dirname(bodyFile(dir, bodyPath)));
      await replaceFile(descriptionPath(dir, key), `${JSON.stringify(object, null, 1)}\n`, {
        unfinishedPath: `${intent}.meta`,
        flushName: false,
      });
    } catch (error) {
      await removeBody(dir, bodyPath);
      await rm(intent, { force: true });
      throw error;
    }
    this.index.set(object);
    await syncFolder(join(dir, 'meta'));
    if (old !== undefined) await removeBody(dir, old);
    await rm(intent, { force: true });
    return object;
  }

  /** Removes a staged body that will not be committed. */
  async discard(staged: StagedBody): Promise<void> {
    await rm(staged.path, { force: true });
  }

  /**
   * Opens an object. Its body stays readable when the key changes; the caller must close it.
   * @returns undefined when there is no object, or when a person has deleted its body by hand.
   */
  async openBody(key: string): Promise<{ object: ObjectDescription; body: FileHandle } | undefined> {
    return this.#locks.run(key, async () => {
      const object = this.index.get(key);
      if (object === undefined) return undefined;
      try {
        return { object, body: await open(bodyFile(this.#options.dir, object.bodyPath), 'r') };
      } catch (error) {
        if (errorCode(error) !== 'ENOENT') throw error;
        await rm(descriptionPath(this.#options.dir, key), { force: true });
        this.index.delete(key);
        return undefined;
      }
    });
  }

  /**
   * Removes an object. It is no error when there is none.
   * @returns a sequencer, greater than those of all earlier objects of the key and smaller than those of all later
   * ones.
   */
  async remove(key: string, condition: WriteCondition): Promise<string> {
    const { dir, nextSequencer } = this.#options;
    return this.#locks.run(key, async () => {
      const current = this.index.get(key);
      condition(current);
      const sequencer = nextSequencer();
      if (current === undefined) return sequencer;
      const intent = this.#newIntentPath();
      await writeIntent(intent, [current.bodyPath]);
      await rm(descriptionPath(dir, key), { force: true });
      this.index.delete(key);
      await syncFolder(join(dir, 'meta'));
      await removeBody(dir, current.bodyPath);
      await rm(intent, { force: true });
      return sequencer;
    });
  }

  #newIntentPath(): string {
    return join(this.#options.dir, 'tmp', `${randomUUID()}.intent`);
  }
}
