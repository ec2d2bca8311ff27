/** Builds the security headers of every answer: what the page may load and reach, and which sites may embed or read it. */
import type { ApiConfig } from '../runtime/config.ts';
import { bucketAddress } from '../runtime/presign.ts';

/** Returns the headers. The page may load from the API only, and reach pictures and uploads at the two buckets' addresses. */
export async function securityHeaders({
  uploadsBucket,
  resultsBucket,
  local,
  isOnNetwork,
}: ApiConfig): Promise<Readonly<Record<string, string>>> {
  // Where one server serves page, API and buckets, 'self' includes the buckets.
  const buckets = isOnNetwork ? [] : await Promise.all([uploadsBucket, resultsBucket].map(bucketAddress));
  const [uploads, results] = buckets;
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    ['img-src', "'self'", 'blob:', 'data:', ...(results === undefined ? [] : [results])].join(' '),
    ['connect-src', "'self'", ...(uploads === undefined ? [] : [uploadAddress(uploads)]), ...buckets.slice(1)].join(
      ' ',
    ),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // The page never turns text into markup or code. The two policies give the address of one worker each.
    "require-trusted-types-for 'script'",
    'trusted-types offline-worker face-worker',
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

/** Returns the address without and with its last slash: a form is posted to the former, links begin with the latter. */
function uploadAddress(address: string): string {
  return `${address.slice(0, -1)} ${address}`;
}
