/** ListObjects in both versions, and the small calls on buckets. */

import type { S3Answer, ServerContext, SignedCall } from './call.ts';
import { S3Error } from './error.ts';
import { encodeEventKey } from './event.ts';
import { parameterOf } from './request.ts';
import { type ListingPage, type ListingPlace, listPage, placeOfMarker } from './store/listing.ts';
import { element, type Xml, xmlDocument } from './xml.ts';

/** Maximum and default number of entries on a page. */
const maxPageEntries = 1000;

type Encode = (text: string) => string;

/** Returns the element, or none for undefined text. */
const optional = (name: string, text: string | undefined): Xml[] => (text === undefined ? [] : [element(name, text)]);

/**
 * Answers ListObjects version 1, which rclone, s3cmd, s3fs and boto3's `bucket.objects` call. As on S3, each object has
 * its owner, and a `NextMarker` comes only with a delimiter; without one the last key is the next marker.
 */
export async function listObjectsVersion1(call: SignedCall): Promise<S3Answer> {
  const parameter = (name: string) => parameterOf(call.request, name);
  const encode = encoderOf(parameter('encoding-type'));
  const [prefix = '', delimiter = '', marker = ''] = [parameter('prefix'), parameter('delimiter'), parameter('marker')];
  const maxEntries = pageSizeOf(parameter('max-keys'));
  const after = placeOfMarker(marker, prefix, delimiter);
  const page = listPage(call.bucket.files.index, { prefix, delimiter, after, maxEntries });
  const next = delimiter === '' ? undefined : page.next?.text;
  const xml = xmlDocument(
    'ListBucketResult',
    element('Name', call.bucket.name),
    element('Prefix', encode(prefix)),
    element('Marker', encode(marker)),
    ...optional('NextMarker', next && encode(next)),
    element('MaxKeys', maxEntries),
    ...optional('Delimiter', delimiter === '' ? undefined : encode(delimiter)),
    ...optional('EncodingType', parameter('encoding-type')),
    element('IsTruncated', page.next !== undefined),
    ...entriesOf(page, encode, ownerElement()),
  );
  return { status: 200, xml };
}

export async function listObjects(call: SignedCall): Promise<S3Answer> {
  const parameter = (name: string) => parameterOf(call.request, name);
  const encode = encoderOf(parameter('encoding-type'));
  const encodeOptional = (text: string | undefined) => (text === undefined ? undefined : encode(text));
  const [prefix = '', delimiter, token] = [
    parameter('prefix'),
    parameter('delimiter'),
    parameter('continuation-token'),
  ];
  const startAfter = parameter('start-after');
  const started: ListingPlace | undefined = startAfter === undefined ? undefined : { kind: 'key', text: startAfter };
  const maxEntries = pageSizeOf(parameter('max-keys'));
  const after = token === undefined ? started : decodeToken(token);
  const page = listPage(call.bucket.files.index, { prefix, delimiter: delimiter ?? '', after, maxEntries });
  const owner = parameter('fetch-owner') === 'true' ? ownerElement() : undefined;
  const xml = xmlDocument(
    'ListBucketResult',
    element('Name', call.bucket.name),
    element('Prefix', encode(prefix)),
    ...optional('StartAfter', encodeOptional(startAfter)),
    ...optional('ContinuationToken', token),
    ...optional('NextContinuationToken', page.next && encodeToken(page.next)),
    element('KeyCount', page.objects.length + page.commonPrefixes.length),
    element('MaxKeys', maxEntries),
    ...optional('Delimiter', encodeOptional(delimiter)),
    ...optional('EncodingType', parameter('encoding-type')),
    element('IsTruncated', page.next !== undefined),
    ...entriesOf(page, encode, owner),
  );
  return { status: 200, xml };
}

/** Returns the elements of the objects and groups on a page. @param owner undefined to leave it out. */
function entriesOf(page: ListingPage, encode: Encode, owner: Xml | undefined): Xml[] {
  const objects = page.objects.map((object) =>
    element(
      'Contents',
      element('Key', encode(object.key)),
      element('LastModified', object.lastModified),
      element('ETag', `"${object.etag}"`),
      element('Size', object.sizeBytes),
      owner,
      element('StorageClass', 'STANDARD'),
    ),
  );
  return [
    ...objects,
    ...page.commonPrefixes.map((group) => element('CommonPrefixes', element('Prefix', encode(group)))),
  ];
}

const ownerElement = () => element('Owner', element('ID', 'local'), element('DisplayName', 'local'));

function encoderOf(kind: string | undefined): Encode {
  if (kind === undefined) return (text) => text;
  if (kind === 'url') return encodeEventKey;
  throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request');
}

function pageSizeOf(text: string | undefined): number {
  if (text === undefined) return maxPageEntries;
  if (!/^\d{1,10}$/.test(text))
    throw new S3Error('InvalidArgument', 'Provided max-keys not an integer or within integer range');
  return Math.min(Number(text), maxPageEntries);
}

/** Makes the text of a continuation token. Clients must not interpret it. */
const encodeToken = (place: ListingPlace): string => Buffer.from(`${place.kind}:${place.text}`).toString('base64url');

function decodeToken(token: string): ListingPlace {
  const parts = /^(key|prefix):(.*)$/s.exec(Buffer.from(token, 'base64url').toString('utf8'));
  if (parts === null) throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
  return { kind: parts[1] === 'key' ? 'key' : 'prefix', text: parts[2] ?? '' };
}

export async function listBuckets(server: ServerContext): Promise<S3Answer> {
  const buckets = [...server.buckets.keys()]
    .sort()
    .map((name) => element('Bucket', element('Name', name), element('CreationDate', new Date(0).toISOString())));
  return { status: 200, xml: xmlDocument('ListAllMyBucketsResult', ownerElement(), element('Buckets', ...buckets)) };
}

export async function headBucket(call: SignedCall): Promise<S3Answer> {
  return { status: 200, headers: { 'x-amz-bucket-region': call.server.keyring.region } };
}

/** Answers with the region. As on S3, it is empty for us-east-1. */
export async function getBucketLocation(call: SignedCall): Promise<S3Answer> {
  const { region } = call.server.keyring;
  return { status: 200, xml: xmlDocument('LocationConstraint', region === 'us-east-1' ? undefined : region) };
}

/**
 * Answers for a bucket that exists, because buckets are fixed at start: success in us-east-1, else a conflict, as on
 * S3.
 */
export async function createBucket(call: SignedCall): Promise<S3Answer> {
  if (call.server.keyring.region !== 'us-east-1') throw new S3Error('BucketAlreadyOwnedByYou');
  return { status: 200, headers: { location: `/${call.bucket.name}` } };
}
