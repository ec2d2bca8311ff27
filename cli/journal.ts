/**
 * The journal of an output folder: one line of JSON for each photo that is settled. A later run into the same folder
 * takes the results from there, so that a run that was stopped goes on where it was.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import packageJson from '../package.json' with { type: 'json' };
import type { BatchItem } from './batch-item.ts';
import type { PhotoCommand } from './photo-options.ts';
import type { PhotoResult } from './photo-result.ts';

/** The name of the file. It begins with a dot, so that folders of photos pass it over. */
const journalName = '.zerobooth-journal.jsonl';

interface Entry {
  /** Digest of the photo, its order, the model and the version of Zerobooth. */
  readonly key: string;
  /** Absolute path of the source. */
  readonly path: string;
  readonly place: string;
  readonly result: PhotoResult;
}

/** An opened journal. */
export interface Journal {
  /** Sources of earlier runs by the place of their results. */
  readonly owners: ReadonlyMap<string, string>;
  /**
   * Returns the earlier result of the same photo and order, when its files are still there and no later result has
   * replaced one of them; null otherwise.
   */
  find(key: string, item: BatchItem): Promise<PhotoResult | null>;
  /** Adds a result. Failed photos are not added, because another try may succeed. */
  add(key: string, item: BatchItem, result: PhotoResult): Promise<void>;
}

/**
 * Opens the journal of a folder.
 * @param again true: earlier results are not taken, but places stay with their sources.
 */
export async function openJournal(outDir: string, again: boolean): Promise<Journal> {
  const path = join(outDir, journalName);
  const entries = parseLines(await readFile(path, 'utf8').catch(() => ''));
  const byKey = new Map(entries.map((entry) => [`${entry.key} ${entry.place}`, entry]));
  const writers = new Map(entries.flatMap(({ key, result }) => result.outputs.map(({ path }) => [resolve(path), key])));
  return {
    owners: new Map(entries.map((entry) => [entry.place, entry.path])),
    find: async (key, { place }) => {
      const entry = byKey.get(`${key} ${place}`);
      if (again || !entry) return null;
      const { result } = entry;
      if (result.outputs.some((output) => writers.get(resolve(output.path)) !== key)) return null;
      return (await areThere(result)) ? { ...result, earlier: true } : null;
    },
    add: async (key, item, result) => {
      if (result.status === 'failed') return;
      const entry: Entry = { key, path: resolve(item.path), place: item.place, result };
      await appendFile(path, `${JSON.stringify(entry)}\n`);
    },
  };
}

/** Returns the entries. A line that was cut by a power failure is passed over. */
function parseLines(text: string): Entry[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Entry];
    } catch {
      return [];
    }
  });
}

async function areThere({ outputs }: PhotoResult): Promise<boolean> {
  const sizes = await Promise.all(
    outputs.map(({ path }) =>
      stat(path).then(
        ({ size }) => size,
        () => -1,
      ),
    ),
  );
  return sizes.every((size, at) => size === outputs[at].sizeBytes);
}

/** Returns what the results of a run depend on beside photo and order. @param backdrop the backdrop picture; null: none. */
export function journalSetting(
  { modelId, licence }: Pick<PhotoCommand, 'modelId' | 'licence'>,
  backdrop: Uint8Array | null,
): readonly string[] {
  const picture = backdrop === null ? '' : createHash('sha256').update(backdrop).digest('hex');
  return [modelId, picture, ...(licence === 'clear' ? [licence] : [])];
}

/** Returns the digest of everything that the result depends on. @param setting as journalSetting returns it. */
export async function journalKey(item: BatchItem, setting: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(item.path), hash, { end: false });
  return hash.update(JSON.stringify([item.order, setting, packageJson.version])).digest('hex');
}
