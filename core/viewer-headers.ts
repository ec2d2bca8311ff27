/**
 * Headers in which a server before the API hands on what the API cannot find in a request: CloudFront (infra/domain.ts), and
 * on one machine the function URL server. The API reads each only if its configuration says so.
 */
export const viewerHeaders = {
  /** The caller's own `authorization`; CloudFront signs its requests in the header of that name. */
  authorization: 'x-zerobooth-authorization',
  /** The IP address of the caller; Lambda reports CloudFront's. */
  address: 'x-zerobooth-address',
  /** The origin under which the caller reaches page, API and buckets, where one server on a network serves all of them. */
  origin: 'x-zerobooth-origin',
} as const;
