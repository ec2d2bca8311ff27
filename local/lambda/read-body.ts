/** Reads request bodies up to a size limit. */
import type { IncomingMessage } from 'node:http';

/** A request body was larger than the limit. The rest of it has been read and dropped, so that a response can be sent. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads the whole body of a request.
 * @param limitBytes the most that is accepted and kept in memory.
 * @throws BodyTooLarge over the limit; any other error means that the connection broke.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  let parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    const part = chunk as Buffer;
    sizeBytes += part.length;
    if (sizeBytes > limitBytes) parts = [];
    else parts.push(part);
  }
  if (sizeBytes > limitBytes) throw new BodyTooLarge(`${sizeBytes} bytes`);
  return Buffer.concat(parts);
}
