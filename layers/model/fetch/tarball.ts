/**
 * Takes single files out of an npm tarball (gzip over POSIX ustar) as a stream, so that a hundred megabytes pass through
 * without being held. Called by fetch-npm.ts.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Fault } from '../../../core/errors.ts';

const blockBytes = 512;

interface Header {
  readonly name: string;
  readonly sizeBytes: number;
  /** `0` or NUL: a file; `x`: names of the next entry that do not fit its header. */
  readonly type: string;
}

/**
 * Writes the wanted files and stops reading when all are there.
 * @param wanted where each file goes, by its path inside the package (without the tarball's top folder).
 * @throws Fault `model-corrupt` when the tarball is damaged, `model-missing` naming a file that it does not hold.
 */
export async function extractFiles(tarball: string, wanted: ReadonlyMap<string, string>): Promise<void> {
  const source = new BlockReader(openTarball(tarball));
  const missing = new Map(wanted);
  try {
    for (let entry = await nextFile(source); entry && missing.size > 0; entry = await nextFile(source)) {
      await source.copy(entry.sizeBytes, missing.get(entry.path));
      missing.delete(entry.path);
    }
  } catch (cause) {
    throw cause instanceof Fault ? cause : new Fault('model-corrupt', 'the tarball is damaged', { cause });
  } finally {
    source.close();
  }
  if (missing.size === 0) return;
  throw new Fault('model-missing', `the tarball does not hold ${[...missing.keys()].join(', ')}`);
}

/** Goes on to the next file's content, passing over folders and reading names that were too long for a header. */
async function nextFile(source: BlockReader): Promise<{ path: string; sizeBytes: number } | undefined> {
  let longName: string | undefined;
  for (let block = await source.next(blockBytes); block; block = await source.next(blockBytes)) {
    const header = parseHeader(block);
    if (!header) continue;
    if (header.type === '0') return { path: withoutTopFolder(longName ?? header.name), sizeBytes: header.sizeBytes };
    const content = await source.whole(header.sizeBytes);
    longName = header.type === 'x' ? extendedPath(content) : undefined;
  }
  return undefined;
}

/** Damage of the file and of its compression both end the stream with an error. */
function openTarball(path: string): Readable {
  const unpacked = createGunzip({ chunkSize: 256 * 1024 });
  createReadStream(path)
    .on('error', (error) => unpacked.destroy(error))
    .pipe(unpacked);
  return unpacked;
}

const withoutTopFolder = (name: string) => name.slice(name.indexOf('/') + 1);

function parseHeader(block: Buffer): Header | undefined {
  // Two blocks of zeros end the archive.
  if (block.every((byte) => byte === 0)) return undefined;
  const text = (start: number, length: number) =>
    block
      .subarray(start, start + length)
      .toString('utf8')
      .replace(/\0.*$/s, '');
  const octal = (start: number, length: number) => Number.parseInt(text(start, length).trim() || '0', 8);
  // The checksum counts its own field as blanks.
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  if (octal(148, 8) !== sum) throw new Fault('model-corrupt', 'the tarball has a damaged header');
  const prefix = text(345, 155);
  return {
    name: prefix ? `${prefix}/${text(0, 100)}` : text(0, 100),
    sizeBytes: octal(124, 12),
    type: text(156, 1) || '0',
  };
}

/** The path in a pax header, whose records read `LENGTH key=value\n`. */
function extendedPath(records: Buffer): string | undefined {
  return /^\d+ path=(.*)$/m.exec(records.toString('utf8'))?.[1];
}

/** Hands out exact byte counts of a stream, padded to whole blocks as tar keeps them. */
class BlockReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private readonly stream: Readable;
  private pending: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.stream = stream;
    this.chunks = stream[Symbol.asyncIterator]();
  }

  close(): void {
    this.stream.destroy();
  }

  /** At most `maxBytes` of what comes next; undefined at the end. */
  private async some(maxBytes: number): Promise<Buffer | undefined> {
    if (this.pending.length === 0) {
      const { value, done } = await this.chunks.next();
      if (done) return undefined;
      this.pending = value;
    }
    const taken = this.pending.subarray(0, maxBytes);
    this.pending = this.pending.subarray(taken.length);
    return taken;
  }

  private async *pieces(sizeBytes: number): AsyncGenerator<Buffer> {
    for (let left = sizeBytes; left > 0; ) {
      const piece = await this.some(left);
      if (!piece) throw new Fault('model-corrupt', 'the tarball ends too early');
      left -= piece.length;
      yield piece;
    }
  }

  /** Exactly that many bytes, or undefined when the stream has ended. */
  async next(sizeBytes: number): Promise<Buffer | undefined> {
    const first = await this.some(sizeBytes);
    if (!first || first.length === sizeBytes) return first;
    const rest: Buffer[] = [first];
    for await (const piece of this.pieces(sizeBytes - first.length)) rest.push(piece);
    return Buffer.concat(rest);
  }

  /** An entry's content, its padding skipped. */
  async whole(sizeBytes: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.pieces(sizeBytes)) pieces.push(piece);
    await this.skipPadding(sizeBytes);
    return Buffer.concat(pieces);
  }

  /** Copies an entry's content into a file, or only passes over it. */
  async copy(sizeBytes: number, path: string | undefined): Promise<void> {
    const file: FileHandle | undefined = path === undefined ? undefined : await open(path, 'w');
    try {
      for await (const piece of this.pieces(sizeBytes)) await file?.write(piece);
    } finally {
      await file?.close();
    }
    await this.skipPadding(sizeBytes);
  }

  private async skipPadding(sizeBytes: number): Promise<void> {
    for await (const _ of this.pieces((blockBytes - (sizeBytes % blockBytes)) % blockBytes));
  }
}
