/**
 * Metadata of an object on its way in (request headers or form fields) and out (answer headers). The calls that store
 * use the first half, s3-get.ts the second.
 */

import { S3Error } from './error.ts';
import type { VerifiedChecksum } from './payload.ts';
import type { ObjectDescription, ObjectLabels } from './store/description.ts';

const keptHeaders = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;

/** What S3 says of an object that came without a type. */
const defaultContentType = 'binary/octet-stream';
/** Names and values together (S3 user guide, "Working with object metadata"). */
const maxMetadataBytes = 2048;
const metadataPrefix = 'x-amz-meta-';

/** Headers that ask for something an object here cannot have, and the one value of each that changes nothing. */
const unsupported: Readonly<Record<string, string | undefined>> = {
  'x-amz-acl': 'private',
  acl: 'private',
  'x-amz-storage-class': 'STANDARD',
  'x-amz-tagging': undefined,
  'x-amz-website-redirect-location': undefined,
  'x-amz-write-offset-bytes': undefined,
};
const unsupportedPrefixes = ['x-amz-server-side-encryption', 'x-amz-object-lock-', 'x-amz-grant-'];

/**
 * Reads the labels out of lower-case names and values.
 * @throws S3Error `NotImplemented` for what would silently be lost, `MetadataTooLarge`.
 */
export function readLabels(entries: Iterable<readonly [name: string, value: string]>): Omit<ObjectLabels, 'checksum'> {
  const headers: Record<string, string> = {};
  const metadata: [string, string][] = [];
  for (const [name, value] of entries) {
    refuseUnsupported(name, value);
    if (name.startsWith(metadataPrefix)) metadata.push([checkMetadataName(name), value]);
    else if ((keptHeaders as readonly string[]).includes(name)) headers[name] = checkHeaderText(name, value);
  }
  const encoding = (headers['content-encoding'] ?? '').split(',').map((each) => each.trim());
  const kept = encoding.filter((each) => each !== '' && each !== 'aws-chunked').join(',');
  delete headers['content-encoding'];
  if (kept !== '') headers['content-encoding'] = kept;
  const sizeBytes = metadata.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (sizeBytes > maxMetadataBytes) {
    throw new S3Error('MetadataTooLarge', undefined, {
      Size: String(sizeBytes),
      MaxSizeAllowed: String(maxMetadataBytes),
    });
  }
  return { headers, userMetadata: Object.fromEntries(metadata) };
}

/** Names from form fields may be anything; what comes back is a header, so it must be a token (RFC 9110 5.6.2). */
function checkMetadataName(name: string): string {
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name))
    throw new S3Error('InvalidArgument', 'A metadata name is not a header name.');
  return name.slice(metadataPrefix.length);
}

function refuseUnsupported(name: string, value: string): void {
  const listed = Object.hasOwn(unsupported, name) && unsupported[name] !== value;
  if (listed || unsupportedPrefixes.some((prefix) => name.startsWith(prefix))) {
    throw new S3Error('NotImplemented', undefined, { Header: name });
  }
}

/** @throws S3Error `InvalidArgument` for text that no header can carry. */
export function checkHeaderText(name: string, value: string): string {
  if (/\p{Cc}/u.test(value.replaceAll('\t', ' ')))
    throw new S3Error('InvalidArgument', `${name} holds control characters.`);
  return value;
}

/** Headers of an answer that describe an object. */
export function labelHeaders(object: ObjectDescription): Record<string, string> {
  const metadata = Object.entries(object.userMetadata).map(([name, value]) => [
    metadataPrefix + name,
    encodeMetadata(value),
  ]);
  return {
    'content-type': defaultContentType,
    ...object.headers,
    ...Object.fromEntries(metadata),
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

/** The checksum headers of an answer to a client that sent or asks for one. */
export function checksumHeaders(checksum: VerifiedChecksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  return { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': 'FULL_OBJECT' };
}

/** S3 gives metadata beyond ASCII back in the encoding of RFC 2047 (S3 user guide, "Working with object metadata"). */
function encodeMetadata(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
}
