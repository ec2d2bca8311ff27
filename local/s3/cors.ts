/** Cross-origin rules of a bucket: the web pages that may read its answers. Preflights have no signature, as on S3. */
import type { Bucket, S3Answer } from './call.ts';
import { S3Error } from './error.ts';
import type { S3Request } from './request.ts';

/** Methods for pages of a listed origin: they read objects, and upload by a form or a presigned URL. */
const allowedMethods = ['GET', 'HEAD', 'POST', 'PUT'];
const vary = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** Returns the headers that let a page read an answer; only `vary` or nothing when its origin is not listed. */
export function corsHeaders(bucket: Bucket | undefined, request: S3Request): Record<string, string> {
  const origin = request.headers.get('origin');
  if (bucket === undefined || origin === undefined || bucket.corsOrigins.length === 0) return {};
  if (!isAllowed(bucket, origin, request.method)) return { vary };
  return {
    'access-control-allow-origin': bucket.corsOrigins.includes('*') ? '*' : origin,
    'access-control-allow-methods': allowedMethods.join(', '),
    'access-control-expose-headers': 'ETag, Location, x-amz-request-id',
    vary,
  };
}

/** Answers an OPTIONS request. @throws S3Error `AccessForbidden` unless bucket, origin and method are listed. */
export function preflight(bucket: Bucket, request: S3Request): S3Answer {
  const origin = request.headers.get('origin');
  const method = request.headers.get('access-control-request-method');
  if (origin === undefined) {
    throw new S3Error('BadRequest', 'Insufficient information. Origin request header needed.');
  }
  if (method === undefined) throw new S3Error('BadRequest', 'Invalid Access-Control-Request-Method: null');
  if (bucket.corsOrigins.length === 0) {
    throw new S3Error('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.');
  }
  if (!isAllowed(bucket, origin, method)) throw new S3Error('AccessForbidden');
  const requested = request.headers.get('access-control-request-headers');
  return {
    status: 200,
    headers: {
      ...corsHeaders(bucket, { ...request, method }),
      ...(requested === undefined ? {} : { 'access-control-allow-headers': requested.toLowerCase() }),
      'access-control-max-age': '3000',
    },
  };
}

function isAllowed(bucket: Bucket, origin: string, method: string): boolean {
  const originListed = bucket.corsOrigins.includes('*') || bucket.corsOrigins.includes(origin);
  return originListed && allowedMethods.includes(method);
}
