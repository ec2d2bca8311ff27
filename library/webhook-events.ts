/** Reads the requests that a studio sends to a webhook (docs/guide/events.md), in Node or any runtime with Web Crypto. */
import { type SettledPhoto, settledEvent } from '../core/settled-event.ts';
import { ClientFailure } from './client-failure.ts';

/** A request as the receiver got it. */
export interface WebhookRequest {
  /** `request.headers` of Node, or the `Headers` of a fetch handler. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes or the text of the body, before it is parsed. */
  readonly body: string | Uint8Array;
  /** The secret of the studio: `--webhook-secret`. */
  readonly secret: string;
  /** The clock of the receiver, ms. Default: now. */
  readonly nowMs?: number;
}

/** The event of a photo that is done or rejected. The same `photoId` and `placedAt` may come more than once. */
export interface PhotoEvent {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly time: string;
  readonly detail: SettledPhoto;
}

/** Older requests are refused, because someone may have recorded them. */
const oldestSeconds = 300;

/**
 * Checks the signature of a webhook request.
 * @returns its event.
 * @throws ClientFailure `bad-signature`, `old-signature`, or `bad-event` for a body that is no event of a photo.
 */
export async function readPhotoEvent({ headers, body, secret, nowMs }: WebhookRequest): Promise<PhotoEvent> {
  const timestamp = headerOf(headers, 'zerobooth-timestamp');
  const given = /^v1=([0-9a-f]{64})$/.exec(headerOf(headers, 'zerobooth-signature'))?.[1];
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  if (given === undefined || !(await isSigned(`${timestamp}.`, bytes, given, secret))) {
    throw failure(
      'bad-signature',
      'The request is not signed with this secret.',
      'Do not use it. Compare the secrets.',
    );
  }
  if (Math.abs((nowMs ?? Date.now()) / 1000 - Number(timestamp)) > oldestSeconds) {
    throw failure('old-signature', `The request was signed at ${timestamp}.`, 'Do not use it. Compare the clocks.');
  }
  const event = parse(bytes);
  if (event?.source === settledEvent.source && event['detail-type'] === settledEvent.detailType) return event;
  throw failure(
    'bad-event',
    'The body is no event of a photo.',
    `Expect events of the type ${settledEvent.detailType}.`,
  );
}

const failure = (code: string, message: string, advice: string) => new ClientFailure(code, 0, { message, advice });

function headerOf(headers: WebhookRequest['headers'], name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  return typeof value === 'string' ? value : '';
}

/** Compares in constant time. @param given the HMAC-SHA256 in hex. */
async function isSigned(start: string, body: Uint8Array, given: string, secret: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['verify']);
  const digest = Uint8Array.from(given.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.verify('HMAC', key, digest, new Uint8Array([...encoder.encode(start), ...body]));
}

function parse(bytes: Uint8Array): (PhotoEvent & Readonly<Record<string, unknown>>) | null {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
