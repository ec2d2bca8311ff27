/** Reads request bodies whole, within a limit, for the host's two HTTP servers (Runtime API and Lambda API). */
import type { IncomingMessage } from 'node:http';

/** A body passed its limit; what was left of it has been read and thrown away, so that the sender can hear an answer. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * @param limitBytes bytes taken at most; memory never holds more than that of one body.
 * @throws BodyTooLarge; any other error means that the connection broke.
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
