/** Undoes what CloudFront changes in a request (infra/domain.ts). */
import { viewerHeaders } from '../../core/viewer-headers.ts';
import type { HttpRequest } from '../runtime/http-handler.ts';

/**
 * Returns the request as the caller sent it to CloudFront. Use it only if all requests come through CloudFront: any other
 * caller could write these headers.
 */
export function asCallerSent(request: HttpRequest): HttpRequest {
  const { authorization: _signature, ...others } = request.headers;
  const authorization = request.headers[viewerHeaders.authorization];
  return {
    ...request,
    headers: { ...others, ...(authorization !== undefined && { authorization }) },
    sourceIp: request.headers[viewerHeaders.address] ?? request.sourceIp,
  };
}
