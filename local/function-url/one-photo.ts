/** Answers one call (`POST /api/photo`): takes the photo, waits for it, and sends it. The studio says how. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpAnswer, HttpRequest } from '../../functions/runtime/http-handler.ts';
import { BodyTooLarge, readBody } from '../lambda/read-body.ts';
import type { Caller } from './callers.ts';
import { Limiter } from './limiter.ts';
import { joinHeaders } from './payload.ts';
import { ownHeaders } from './refusals.ts';

/** A request whose body is not read yet. */
export type RequestHead = Omit<HttpRequest, 'body'>;

/** The work of one call. */
export interface OnePhotoHandler {
  /** The largest body, bytes. */
  readonly mostBodyBytes: number;
  /** Checks the request, reads its body and stores the photo. @returns the photoId. */
  readonly accept: (request: RequestHead, readBody: () => Promise<Uint8Array>) => Promise<string>;
  /** Waits for the photo and returns the answer. @param origin that of the caller. @param signal aborts when it is gone. */
  readonly answer: (request: RequestHead, photoId: string, origin: string, signal: AbortSignal) => Promise<HttpAnswer>;
  /** Returns the answer for an error of the others. */
  readonly refuse: (error: unknown, requestId: string) => HttpAnswer;
}

/** A photo in memory takes up to 25 MB several times. Others wait, and their bodies stay in the network meanwhile. */
const limits = { concurrency: 2, maxWaiting: 64, maxWaitMs: 60_000 } as const;

/** Returns the function that answers a request. @throws BodyTooLarge, and what {@link Limiter.run} throws. */
export function openOnePhoto(handler: OnePhotoHandler) {
  const limiter = new Limiter(limits);
  return async (caller: Caller, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (Number(request.headers['content-length'] ?? 0) > handler.mostBodyBytes) throw new BodyTooLarge('announced');
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const head = headOf(caller, request);
    const answer = await answerOf(handler, limiter, head, caller, request, gone.signal);
    send(request, response, answer);
  };
}

async function answerOf(
  handler: OnePhotoHandler,
  limiter: Limiter,
  head: RequestHead,
  caller: Caller,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  try {
    const photoId = await limiter.run(() => handler.accept(head, () => readBody(request, handler.mostBodyBytes)));
    return await handler.answer(head, photoId, caller.origin, signal);
  } catch (error) {
    if (error instanceof BodyTooLarge || signal.aborted) throw error;
    return handler.refuse(error, head.requestId);
  }
}

function headOf({ address }: Caller, request: IncomingMessage): RequestHead {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const headers = joinHeaders(request.headers);
  return { requestId: randomUUID(), method: request.method ?? '', path, query, headers, sourceIp: address };
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body = '' }: HttpAnswer): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  // The unread rest of a body would be parsed as the next request.
  const isUnread = !request.complete;
  response
    .writeHead(status, {
      ...ownHeaders,
      ...headers,
      'content-length': bytes.length,
      ...(isUnread && { connection: 'close' }),
    })
    .end(bytes);
}
