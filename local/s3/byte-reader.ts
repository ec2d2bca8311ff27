/**
 * Reads a request body piece by piece. `readChunks` takes the bytes from the socket and detects timeouts and early
 * ends. `ByteReader` splits them into lines and delimited parts, for aws-chunked bodies and browser forms.
 */
import type { IncomingMessage } from 'node:http';
import { S3Error } from './error.ts';

/**
 * Yields the body as it arrives. A caller that stops early leaves the connection open, so that an error answer can
 * still be sent; `for await` over the request itself would close it.
 * @throws S3Error `RequestTimeout` after `idleTimeoutMs` without a byte, `IncompleteBody` when the client disconnects.
 */
export async function* readChunks(body: IncomingMessage, idleTimeoutMs: number): AsyncGenerator<Buffer> {
  for (;;) {
    const chunk: Buffer | null = body.read();
    if (chunk !== null) yield chunk;
    else if (body.readableEnded) return;
    else if (body.destroyed) throw new S3Error('IncompleteBody');
    else await waitForBytes(body, idleTimeoutMs);
  }
}

function waitForBytes(body: IncomingMessage, idleTimeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const events = ['readable', 'end', 'close', 'error'] as const;
    const timer = setTimeout(() => settle(() => reject(new S3Error('RequestTimeout'))), idleTimeoutMs);
    const wake = () => settle(resolve);
    const settle = (then: () => void) => {
      clearTimeout(timer);
      for (const event of events) body.off(event, wake);
      then();
    };
    for (const event of events) body.on(event, wake);
  });
}

const nothing = Buffer.alloc(0);
const lineEnd = Buffer.from('\r\n');

/** A cursor over the chunks of a body. It buffers at most one chunk and the line or delimiter that it searches for. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #pending: Buffer = nothing;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #readMore(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.#pending = this.#pending.length === 0 ? next.value : Buffer.concat([this.#pending, next.value]);
    return true;
  }

  #take(lengthBytes: number): Buffer {
    const taken = this.#pending.subarray(0, lengthBytes);
    this.#pending = this.#pending.subarray(lengthBytes);
    return taken;
  }

  /**
   * Returns the next line without its CRLF; undefined when the body ends first or the line is longer than `maxBytes`.
   */
  async readLine(maxBytes: number): Promise<string | undefined> {
    for (;;) {
      const end = this.#pending.indexOf(lineEnd);
      if (end >= 0 && end <= maxBytes) {
        const line = this.#take(end + lineEnd.length);
        return line.toString('utf8', 0, end);
      }
      if (end >= 0 || this.#pending.length > maxBytes + 1 || !(await this.#readMore())) return undefined;
    }
  }

  /** Returns at least one and at most `maxBytes` bytes; undefined at the end of the body. */
  async readSome(maxBytes: number): Promise<Buffer | undefined> {
    while (this.#pending.length === 0) if (!(await this.#readMore())) return undefined;
    return this.#take(Math.min(maxBytes, this.#pending.length));
  }

  /** Returns exactly `lengthBytes` bytes; undefined when the body ends before that. */
  async readExactly(lengthBytes: number): Promise<Buffer | undefined> {
    while (this.#pending.length < lengthBytes) if (!(await this.#readMore())) return undefined;
    return this.#take(lengthBytes);
  }

  /**
   * Yields the bytes before `delimiter` and consumes the delimiter.
   * @throws S3Error `MalformedPOSTRequest` when there is none.
   */
  async *readUntil(delimiter: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const found = this.#pending.indexOf(delimiter);
      if (found >= 0) {
        const last = this.#take(found);
        this.#take(delimiter.length);
        if (last.length > 0) yield last;
        return;
      }
      // The last bytes may be the beginning of the delimiter, so they are kept.
      const safe = this.#pending.length - delimiter.length + 1;
      if (safe > 0) yield this.#take(safe);
      if (!(await this.#readMore())) throw new S3Error('MalformedPOSTRequest');
    }
  }
}
