/** Sends the answer of a call, or its refusal as XML. Last step of every request. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { readChunks } from './byte-reader.ts';
import type { S3Answer } from './call.ts';
import type { S3Error } from './error.ts';
import { element, xmlDocument } from './xml.ts';

/** How much of a refused body is read away, and how long its silence is borne, */
const maxDrainBytes = 256 * 1024 * 1024;
const drainIdleMs = 1000;
/** However it drips: whoever was refused has heard why by then. */
const maxDrainMs = 10_000;
/** A client may think this long between two reads of a download before it is taken for dead. */
const maxUnreadMs = 120_000;

/** The XML answer of a refusal; `resource` is the path asked for. */
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

/** Sends an answer; resolves when it is out or the client is gone. */
export async function sendAnswer(
  response: ServerResponse,
  answer: S3Answer,
  extraHeaders: Readonly<Record<string, string>>,
): Promise<void> {
  const request = response.req;
  const headers = { ...extraHeaders, ...answer.headers };
  // Header text leaves as the bytes of its UTF-8, which is how S3 sends what it stored.
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
  // The client is still sending. Closing now would reset the connection under its feet, and it would never read why.
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
    // The status is out already, so a client that went away or a disk that failed can only end as a cut connection.
    response.destroy();
  } finally {
    await file.handle.close();
  }
}

async function drain(request: IncomingMessage): Promise<void> {
  let drainedBytes = 0;
  const untilMs = performance.now() + maxDrainMs;
  try {
    for await (const chunk of readChunks(request, drainIdleMs)) {
      drainedBytes += chunk.length;
      if (drainedBytes > maxDrainBytes || performance.now() > untilMs) return;
    }
  } catch {
    // Whatever else it does, this client has had its answer.
  }
}
