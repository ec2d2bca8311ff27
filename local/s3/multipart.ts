/**
 * The calls of multipart uploads, which `aws s3 cp` and the SDKs use for large files: create, part, complete, abort.
 */

import type { ObjectCall, S3Answer } from './call.ts';
import { writeCondition } from './conditions.ts';
import { S3Error } from './error.ts';
import { checksumHeaders, readLabels } from './metadata.ts';
import {
  checkListedChecksums,
  checksumElement,
  compositeChecksum,
  readListedChecksums,
  readUploadChecksum,
  uploadChecksumHeaders,
} from './multipart-checksums.ts';
import { checkPayload, collectText, openPayload } from './payload.ts';
import { headerEntries, headerOf, parameterOf } from './request.ts';
import type { ObjectDescription } from './store/description.ts';
import type { WriteCondition } from './store/files.ts';
import { etagOfParts, type ListedPart } from './store/multipart-uploads.ts';
import { childText, element, parseXml, type XmlNode, xmlDocument } from './xml.ts';

const maxPartNumber = 10_000;
/** Maximum size of the list of parts: twice the size of 10,000 parts with tags and checksums. */
const maxDocumentBytes = 4 * 1024 * 1024;

const uploadIdOf = (call: ObjectCall): string => parameterOf(call.request, 'uploadId') ?? '';

export async function createMultipartUpload(call: ObjectCall): Promise<S3Answer> {
  const labels = readLabels(headerEntries(call.request));
  const checksum = readUploadChecksum((name) => headerOf(call.request, name));
  const id = await call.bucket.uploads.begin(call.key, labels, checksum);
  const parts = [element('Bucket', call.bucket.name), element('Key', call.key), element('UploadId', id)];
  const headers = uploadChecksumHeaders(checksum);
  return { status: 200, headers, xml: xmlDocument('InitiateMultipartUploadResult', ...parts) };
}

export async function uploadPart(call: ObjectCall): Promise<S3Answer> {
  const { request, bucket, key, server } = call;
  const text = parameterOf(request, 'partNumber') ?? '';
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number < 1 || number > maxPartNumber) {
    throw new S3Error('InvalidArgument', `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`);
  }
  const { checksum: kind } = await bucket.uploads.find(uploadIdOf(call), key);
  const payload = openPayload(request, call.signature, server.limits);
  const staged = await bucket.files.stage(payload.chunks);
  const algorithm = payload.checksum()?.algorithm;
  if (kind !== undefined && algorithm !== undefined && algorithm !== kind.algorithm) {
    await bucket.files.discard(staged);
    throw new S3Error(
      'InvalidRequest',
      `Checksum Type mismatch occurred, expected checksum Type: ${kind.algorithm}, actual checksum Type: ${algorithm}`,
    );
  }
  await bucket.uploads.addPart(uploadIdOf(call), key, number, staged, server.limits.maxBytes);
  return { status: 200, headers: { etag: `"${staged.etag}"`, ...checksumHeaders(payload.checksum()) } };
}

/**
 * Joins the listed parts into the object. The parts are removed only after the event is accepted, so a client that got
 * no 200 can send the call again. As on S3, a call that is sent again after a 200 gets the same answer.
 */
export async function completeMultipartUpload(call: ObjectCall): Promise<S3Answer> {
  const { request, bucket, server } = call;
  const condition = writeCondition((name) => request.headers.get(name));
  // The checksum headers of this call describe the object; its other headers describe its body, the list of parts.
  const ofList = (name: string) => (name.startsWith('x-amz-checksum-') ? undefined : request.headers.get(name));
  const parts = readParts(
    await collectText(openPayload(request, call.signature, server.limits, ofList), maxDocumentBytes),
  );
  const object = await bucket.uploads.complete(uploadIdOf(call), async () => {
    return (await completedBefore(call, parts)) ?? (await joinParts(call, parts, condition));
  });
  return completedAnswer(call, object);
}

/** Returns the object that an earlier call has made of the same upload and the same parts. */
async function completedBefore(call: ObjectCall, parts: readonly ListedPart[]): Promise<ObjectDescription | undefined> {
  const object = call.bucket.files.index.get(call.key);
  const id = uploadIdOf(call);
  if (object?.uploadId !== id || (await call.bucket.uploads.isOpen(id))) return undefined;
  return object.etag === etagOfParts(parts) ? object : undefined;
}

async function joinParts(
  call: ObjectCall,
  parts: readonly ListedPart[],
  condition: WriteCondition,
): Promise<ObjectDescription> {
  const { request, bucket, key, server } = call;
  const id = uploadIdOf(call);
  const lookup = (name: string) => request.headers.get(name);
  const { labels, checksum: kind } = await bucket.uploads.find(id, key);
  condition(bucket.files.index.get(key));
  checkListedChecksums(kind, parts, lookup);
  const composite = compositeChecksum(kind, parts, lookup);
  const ofObject = (name: string) =>
    composite === undefined && name.startsWith('x-amz-checksum-') ? lookup(name) : undefined;
  const payload = checkPayload(
    bucket.uploads.join(id, parts),
    ofObject,
    composite === undefined ? kind?.algorithm : undefined,
  );
  const staged = { ...(await bucket.files.stage(payload.chunks)), etag: etagOfParts(parts) };
  try {
    checkObjectSize(lookup('x-amz-mp-object-size'), staged.sizeBytes);
  } catch (error) {
    await bucket.files.discard(staged);
    throw error;
  }
  const made = { ...labels, checksum: composite ?? payload.checksum(), uploadId: id };
  const object = await bucket.files.commit(key, staged, made, condition);
  await server.announce(call, 'ObjectCreated:CompleteMultipartUpload', object);
  await bucket.uploads.remove(id);
  return object;
}

/** @throws S3Error `InvalidRequest` when the client expects an object of another size. */
function checkObjectSize(expected: string | undefined, sizeBytes: number): void {
  if (expected === undefined || expected === String(sizeBytes)) return;
  const message = `x-amz-mp-object-size is ${expected}, and the object has ${sizeBytes} bytes.`;
  throw new S3Error('InvalidRequest', message);
}

function completedAnswer({ server, bucket, key }: ObjectCall, object: ObjectDescription): S3Answer {
  const location = `${server.endpoint}/${bucket.name}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const { checksum } = object;
  const xml = xmlDocument(
    'CompleteMultipartUploadResult',
    element('Location', location),
    element('Bucket', bucket.name),
    element('Key', key),
    element('ETag', `"${object.etag}"`),
    ...(checksum === undefined
      ? []
      : [
          element(checksumElement(checksum.algorithm), checksum.value),
          element('ChecksumType', checksum.type ?? 'FULL_OBJECT'),
        ]),
  );
  return { status: 200, xml };
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
  return { number: Number(number), etag, checksums: readListedChecksums((name) => childText(node, name)) };
}
