/** Headers on every answer of the API: what the page may load and reach, and who may embed or read it. */
import type { ApiConfig } from '../runtime/config.ts';
import { bucketAddress } from '../runtime/presign.ts';

/** Nothing from anywhere but the API, but for pictures and uploads at the very addresses of the two buckets. */
export async function securityHeaders({
  uploadsBucket,
  resultsBucket,
  local,
}: ApiConfig): Promise<Readonly<Record<string, string>>> {
  const [uploads, results] = await Promise.all([bucketAddress(uploadsBucket), bucketAddress(resultsBucket)]);
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    `img-src 'self' blob: data: ${results}`,
    `connect-src 'self' ${uploadAddress(uploads)} ${results}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // The page never makes markup or code of text.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
    'x-robots-tag': 'noindex',
    ...(!local && { 'strict-transport-security': 'max-age=31536000' }),
  };
}

/** A form is posted to the bucket itself, which has no slash at its end; a policy's path with one means all below it. */
function uploadAddress(address: string): string {
  return `${address.slice(0, -1)} ${address}`;
}
