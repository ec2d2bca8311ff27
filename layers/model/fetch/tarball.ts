/** Takes single files out of an npm tarball as a stream, so that a hundred megabytes are never held in memory. */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Parser, type ReadEntry } from 'tar';
import { Fault } from '../../../core/errors.ts';

/**
 * Writes the wanted files, and stops reading when all are written. Nothing else of the tarball is written.
 * @param wanted the path to write to, by the path inside the package (without the tarball's top folder).
 * @throws Fault `model-corrupt` when the tarball cannot be read, `model-missing` with the files that it does not hold.
 */
export async function extractFiles(tarball: string, wanted: ReadonlyMap<string, string>): Promise<void> {
  const missing = new Map(wanted);
  const stop = new AbortController();
  try {
    await readTarball(tarball, stop.signal, (entry) => {
      const path = withoutTopFolder(entry.path);
      const target = isFile(entry) ? missing.get(path) : undefined;
      if (target === undefined) return undefined;
      missing.delete(path);
      const written = pipeline(contentOf(entry), createWriteStream(target), { signal: stop.signal });
      return { written, isLast: missing.size === 0 };
    });
  } catch (cause) {
    throw new Fault('model-corrupt', `the tarball ${tarball} cannot be read`, { cause });
  } finally {
    stop.abort();
  }
  if (missing.size === 0) return;
  throw new Fault('model-missing', `the tarball ${tarball} does not hold ${[...missing.keys()].join(', ')}`);
}

/** An entry that is being written. */
interface Writing {
  readonly written: Promise<void>;
  /** The entries behind it are not wanted. */
  readonly isLast: boolean;
}

/**
 * Reads a tarball up to its end or to the last wanted entry, and waits until the wanted entries are written.
 * @param write starts to write an entry. It returns undefined for an entry that is not wanted.
 * @throws the error of the parser, for example for a damaged archive, or of a write.
 */
function readTarball(
  tarball: string,
  signal: AbortSignal,
  write: (entry: ReadEntry) => Writing | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const writes: Promise<void>[] = [];
    const finish = () => Promise.all(writes).then(() => resolve(), reject);
    const parser = new Parser({
      // Warnings, for example of a wrong checksum, are errors.
      strict: true,
      onReadEntry: (entry) => {
        const writing = write(entry);
        if (!writing) entry.resume();
        else {
          writes.push(writing.written);
          writing.written.catch(reject);
          if (writing.isLast) finish();
        }
      },
    });
    parser.once('end', finish).on('error', reject);
    const source = createReadStream(tarball, { signal });
    source.on('error', reject).pipe(parser);
  });
}

/** The content of an entry as a plain stream: an entry is none of Node's own streams. */
async function* contentOf(entry: ReadEntry): AsyncGenerator<Buffer> {
  yield* entry;
}

const isFile = ({ type }: ReadEntry): boolean => type === 'File' || type === 'OldFile';

const withoutTopFolder = (path: string): string => path.slice(path.indexOf('/') + 1);
