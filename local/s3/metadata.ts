/**
 * Reads an object's metadata from request headers or form fields, and writes it to answer headers. Calls that store
 * objects use the first half, get.ts uses the second.
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

/** The type that S3 gives to an object that was uploaded without one. */
const defaultContentType = 'binary/octet-stream';
/** Maximum size of names and values together (S3 user guide, "Working with object metadata"). */
const maxMetadataBytes = 2048;
const metadataPrefix = 'x-amz-meta-';

/** Headers that this server cannot honour, and the one value of each that changes nothing. */
const unsupported: Readonly<Record<string, string | undefined>> = {
  'x-amz-acl': 'private',
  acl: 'private',
  'x-amz-storage-class': 'STANDARD',
  'x-amz-tagging': undefined,
  'x-amz-website-redirect-location': undefined,
  'x-amz-write-offset-bytes': undefined,
  'x-amz-if-match-size': undefined,
  'x-amz-if-match-last-modified-time': undefined,
  'x-amz-mfa': undefined,
  'x-amz-bypass-governance-retention': undefined,
};
const unsupportedPrefixes = ['x-amz-server-side-encryption', 'x-amz-object-lock-', 'x-amz-grant-'];

/**
 * Reads the labels of an object from lower-case names and their values.
 * @throws S3Error `NotImplemented` for a header that would be ignored silently, `MetadataTooLarge`.
 */
export function readLabels(
  entries: Iterable<readonly [name: string, value: string]>,
): Pick<ObjectLabels, 'headers' | 'userMetadata'> {
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

/**
 * Returns the name without its prefix. A form field may have any name, but answers need a header name (RFC 9110 5.6.2).
 */
function checkMetadataName(name: string): string {
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name))
    throw new S3Error('InvalidArgument', 'A metadata name is not a header name.');
  return name.slice(metadataPrefix.length);
}

/** @throws S3Error `NotImplemented` for a header that would be ignored silently. */
export function refuseUnsupported(name: string, value: string): void {
  const listed = Object.hasOwn(unsupported, name) && unsupported[name] !== value;
  if (listed || unsupportedPrefixes.some((prefix) => name.startsWith(prefix))) {
    throw new S3Error('NotImplemented', undefined, { Header: name });
  }
}

/** Returns the value. @throws S3Error `InvalidArgument` for control characters, which no header can hold. */
export function checkHeaderText(name: string, value: string): string {
  if (/\p{Cc}/u.test(value.replaceAll('\t', ' ')))
    throw new S3Error('InvalidArgument', `${name} holds control characters.`);
  return value;
}

/** Returns the answer headers that describe an object. */
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

/** Returns the checksum headers of an answer, for clients that sent or request a checksum. */
export function checksumHeaders(checksum: VerifiedChecksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  const { algorithm, value, type = 'FULL_OBJECT' } = checksum;
  return { [`x-amz-checksum-${algorithm}`]: value, 'x-amz-checksum-type': type };
}

/** Encodes text beyond ASCII by RFC 2047, as S3 does (S3 user guide, "Working with object metadata"). */
function encodeMetadata(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
}
