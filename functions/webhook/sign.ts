/** Signs the body of a webhook request, so that the receiver can check who sent it and when. */
import { createHmac } from 'node:crypto';

/** The headers of a signed request. docs/guide/events.md shows how a receiver checks them. */
export interface SignatureHeaders {
  /** Unix time of this try, s. */
  readonly 'zerobooth-timestamp': string;
  /** `v1=` and the HMAC-SHA256, in hex, of the time stamp, a dot and the body. */
  readonly 'zerobooth-signature': string;
}

export function signatureHeaders(body: string, secret: string, nowMs: number): SignatureHeaders {
  const timestamp = String(Math.floor(nowMs / 1000));
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'zerobooth-timestamp': timestamp, 'zerobooth-signature': `v1=${digest}` };
}
