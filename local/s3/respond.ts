/** Sends the answer of a call, or its error as XML. It is the last step of every request. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { readChunks } from './byte-reader.ts';
import type { S3Answer } from './call.ts';
import type { S3Error } from './error.ts';
import { element, xmlDocument } from './xml.ts';

/** Limits for reading the rest of a refused body: its size, the time without a byte, and the time in all. */
const maxDrainBytes = 256 * 1024 * 1024;
const drainIdleMs = 1000;
const maxDrainMs = 10_000;
/** Maximum time in which a client reads nothing of a download. After that the connection is closed. */
const maxUnreadMs = 120_000;

/** Makes the XML answer of an error. @param resource the path of the request. */
export function errorAnswer(error: S3Error, resource: string, requestId: string): S3Answer {
  const details = Object.entries(error.details).map(([name, text]) => element(name, text));
  const xml = xmlDocument(
    'Error',
    element('Code', error.code),
    element('Message', error.message),
    ...details,
    element('Resource', resource),
    element('RequestId', requestId),
    element('HostId', requestId),
  );
  return { status: error.status, xml };
}

/** Sends an answer. Resolves when it is sent or the client has disconnected. */
export async function sendAnswer(
  response: ServerResponse,
  answer: S3Answer,
  extraHeaders: Readonly<Record<string, string>>,
): Promise<void> {
  const request = response.req;
  const headers = { ...extraHeaders, ...answer.headers };
  // As on S3, header text is sent as UTF-8. Node writes one byte per character, hence the conversion.
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, Buffer.from(value, 'utf8').toString('latin1'));
  }
  response.statusCode = answer.status;
  if (answer.file !== undefined) return sendFile(response, answer.file);
  const text = answer.xml ?? '';
  if (answer.xml !== undefined) response.setHeader('content-type', 'application/xml');
  const hasBody = answer.status !== 204 && answer.status !== 304;
  if (hasBody && !(request.method === 'HEAD' && response.hasHeader('content-length'))) {
    response.setHeader('content-length', Buffer.byteLength(text));
  }
  if (request.complete || !mayHaveBody(request)) {
    response.end(request.method === 'HEAD' ? undefined : text);
    return;
  }
  // The client is still sending. Closing the connection now would reset it, and the client could not read the answer.
  response.setHeader('connection', 'close');
  response.flushHeaders();
  if (request.method !== 'HEAD') response.write(text);
  await drain(request);
  response.end();
}

const mayHaveBody = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;

async function sendFile(response: ServerResponse, file: NonNullable<S3Answer['file']>): Promise<void> {
  try {
    if (file.sizeBytes === 0) {
      response.end();
      return;
    }
    response.setTimeout(maxUnreadMs, () => response.destroy());
    const end = file.startByte + file.sizeBytes - 1;
    const body = file.handle.createReadStream({ start: file.startByte, end, autoClose: false });
    await pipeline(body, response);
  } catch {
    // The status is sent already. After a disconnect or a disk error, only closing the connection is left.
    response.destroy();
  } finally {
    await file.handle.close();
  }
}

async function drain(request: IncomingMessage): Promise<void> {
  let drainedBytes = 0;
  const deadlineMs = performance.now() + maxDrainMs;
  try {
    for await (const chunk of readChunks(request, drainIdleMs)) {
      drainedBytes += chunk.length;
      if (drainedBytes > maxDrainBytes || performance.now() > deadlineMs) return;
    }
  } catch {
    // The client has got its answer, so a broken connection does not matter.
  }
}
