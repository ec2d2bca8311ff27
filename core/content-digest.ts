/**
 * Returns the sha256 of a body in hex, for the header `x-amz-content-sha256`: CloudFront signs a request with it, and Lambda
 * refuses a signed body without it (docs/guide/api.md). Null where a browser computes no digests, which is on plain http.
 */
export async function contentDigest(body: string): Promise<string | null> {
  if (!globalThis.crypto.subtle) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
