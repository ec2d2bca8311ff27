/** Headers in which CloudFront hands on what it replaces in a request. Its function writes them, and the API reads them. */
export const viewerHeaders = {
  /** The caller's own `authorization`; CloudFront signs its requests in the header of that name. */
  authorization: 'x-zerobooth-authorization',
  /** The IP address of the caller; Lambda reports CloudFront's. */
  address: 'x-zerobooth-address',
} as const;
