/**
 * The calls of multipart uploads, which `aws s3 cp` and the SDKs use for large files: create, part, complete, abort.
 */

import type { ObjectCall, S3Answer } from './call.ts';
import { writeCondition } from './conditions.ts';
import { S3Error } from './error.ts';
import { checksumHeaders, readLabels } from './metadata.ts';
import { checkPayload, collectText, openPayload } from './payload.ts';
import { headerEntries, parameterOf, type S3Request } from './request.ts';
import type { ListedPart } from './store/multipart-uploads.ts';
import { childText, element, parseXml, type XmlNode, xmlDocument } from './xml.ts';

const maxPartNumber = 10_000;
/** Maximum size of the list of parts: twice the size of 10,000 parts with tags and checksums. */
const maxDocumentBytes = 4 * 1024 * 1024;

const uploadIdOf = (call: ObjectCall): string => parameterOf(call.request, 'uploadId') ?? '';

export async function createMultipartUpload(call: ObjectCall): Promise<S3Answer> {
  const labels = readLabels(headerEntries(call.request));
  const id = await call.bucket.uploads.begin(call.key, labels);
  const parts = [element('Bucket', call.bucket.name), element('Key', call.key), element('UploadId', id)];
  return { status: 200, xml: xmlDocument('InitiateMultipartUploadResult', ...parts) };
}

export async function uploadPart(call: ObjectCall): Promise<S3Answer> {
  const { request, bucket, key, server } = call;
  const text = parameterOf(request, 'partNumber') ?? '';
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number < 1 || number > maxPartNumber) {
    throw new S3Error('InvalidArgument', `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`);
  }
  await bucket.uploads.find(uploadIdOf(call), key);
  const payload = openPayload(request, call.signature, server.limits);
  const staged = await bucket.files.stage(payload.chunks);
  await bucket.uploads.addPart(uploadIdOf(call), key, number, staged, server.limits.maxBytes);
  return { status: 200, headers: { etag: `"${staged.etag}"`, ...checksumHeaders(payload.checksum()) } };
}

/**
 * Joins the listed parts into the object. The parts are removed only after the event is accepted, so a client that got
 * no 200 can send the call again.
 */
export async function completeMultipartUpload(call: ObjectCall): Promise<S3Answer> {
  const { request, bucket, key, server } = call;
  const id = uploadIdOf(call);
  const condition = writeCondition((name) => request.headers.get(name));
  const { labels } = await bucket.uploads.find(id, key);
  // The checksum headers of this call describe the object; its other headers describe its body, the list of parts.
  const ofObject = (name: string) => (name.startsWith('x-amz-checksum-') ? request.headers.get(name) : undefined);
  const ofList = (name: string) => (name.startsWith('x-amz-checksum-') ? undefined : request.headers.get(name));
  refuseComposite(request);
  const body = openPayload(request, call.signature, server.limits, ofList);
  const parts = readParts(await collectText(body, maxDocumentBytes));
  condition(bucket.files.index.get(key));
  const joined = bucket.uploads.join(id, parts);
  const payload = checkPayload(joined.chunks, ofObject);
  const staged = { ...(await bucket.files.stage(payload.chunks)), etag: joined.etag() };
  const object = await bucket.files.commit(key, staged, { ...labels, checksum: payload.checksum() }, condition);
  await server.announce(call, 'ObjectCreated:CompleteMultipartUpload', object);
  await bucket.uploads.remove(id);
  const location = `${server.endpoint}/${bucket.name}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const xml = xmlDocument(
    'CompleteMultipartUploadResult',
    element('Location', location),
    element('Bucket', bucket.name),
    element('Key', key),
    element('ETag', `"${object.etag}"`),
  );
  return { status: 200, xml };
}

/**
 * Refuses a checksum of the parts' checksums (`{base64}-{count}`), because the server does not compute it.
 * @throws S3Error
 */
function refuseComposite(request: S3Request): void {
  const composite = [...request.headers].find(
    ([name, value]) => name.startsWith('x-amz-checksum-') && /-\d+$/.test(value),
  );
  if (composite !== undefined) throw new S3Error('NotImplemented', undefined, { Header: composite[0] });
}

export async function abortMultipartUpload(call: ObjectCall): Promise<S3Answer> {
  await call.bucket.uploads.find(uploadIdOf(call), call.key);
  await call.bucket.uploads.remove(uploadIdOf(call));
  return { status: 204 };
}

function readParts(source: string): ListedPart[] {
  const root = parseXml(source);
  const parts = root.children.filter((child) => child.name === 'Part').map(readPart);
  if (root.name !== 'CompleteMultipartUpload' || parts.length === 0 || parts.length > maxPartNumber) {
    throw new S3Error('MalformedXML');
  }
  let previous = 0;
  for (const part of parts) {
    if (part.number <= previous) throw new S3Error('InvalidPartOrder');
    previous = part.number;
  }
  return parts;
}

function readPart(node: XmlNode): ListedPart {
  const number = childText(node, 'PartNumber')?.trim() ?? '';
  const etag = childText(node, 'ETag')
    ?.trim()
    .replace(/^"(.*)"$/, '$1');
  if (!/^\d{1,5}$/.test(number) || etag === undefined) throw new S3Error('MalformedXML');
  return { number: Number(number), etag };
}
