/** PutObject and CopyObject. They answer after the object is on the disk and its event is accepted. */

import type { ObjectCall, S3Answer } from './call.ts';
import { checkCopySource, writeCondition } from './conditions.ts';
import { S3Error } from './error.ts';
import { checksumHeaders, readLabels } from './metadata.ts';
import { openPayload } from './payload.ts';
import { checkKey, decodePercent, headerEntries, headerOf } from './request.ts';
import type { ObjectDescription } from './store/description.ts';
import { element, xmlDocument } from './xml.ts';

/** Stores the body of the request. */
export async function putObject(call: ObjectCall): Promise<S3Answer> {
  const { request, bucket, key, server } = call;
  const condition = writeCondition((name) => request.headers.get(name));
  const labels = readLabels(headerEntries(request));
  // Checked now, so that a client need not send the body in vain, and again in commit, when the key cannot change.
  condition(bucket.files.index.get(key));
  const payload = openPayload(request, call.signature, server.limits);
  const staged = await bucket.files.stage(payload.chunks);
  const checksum = payload.checksum();
  const object = await bucket.files.commit(key, staged, { ...labels, checksum }, condition);
  await server.announce(call, 'ObjectCreated:Put', object);
  return { status: 200, headers: { etag: `"${object.etag}"`, ...checksumHeaders(checksum) } };
}

/** Stores a copy of another object, with the same metadata or with new metadata. */
export async function copyObject(call: ObjectCall): Promise<S3Answer> {
  const { request, bucket, key, server } = call;
  const source = findSource(call);
  const found = await source.files.openBody(source.key);
  if (found === undefined) throw new S3Error('NoSuchKey', undefined, { Key: source.key });
  try {
    checkCopySource((name) => headerOf(request, name), found.object);
    const replace = readDirective(headerOf(request, 'x-amz-metadata-directive'));
    if (!replace && source.files === bucket.files && source.key === key) {
      throw new S3Error(
        'InvalidRequest',
        'This copy request is illegal because it copies an object to itself without changing its metadata.',
      );
    }
    const own = readLabels(headerEntries(request));
    const { headers, userMetadata } = replace ? own : found.object;
    const condition = writeCondition((name) => request.headers.get(name));
    condition(bucket.files.index.get(key));
    const staged = await bucket.files.stage(found.body.createReadStream({ autoClose: false, start: 0 }));
    // A copy is stored in one piece, so a checksum of its source's parts would be wrong.
    const checksum = found.object.checksum?.type === 'COMPOSITE' ? undefined : found.object.checksum;
    const object = await bucket.files.commit(key, staged, { headers, userMetadata, checksum }, condition);
    await server.announce(call, 'ObjectCreated:Copy', object);
    return { status: 200, xml: copyResult(object) };
  } finally {
    await found.body.close();
  }
}

function findSource(call: ObjectCall): { files: ObjectCall['bucket']['files']; key: string } {
  const [address = '', version = 'versionId=null'] = (headerOf(call.request, 'x-amz-copy-source') ?? '').split('?');
  if (version !== 'versionId=null') throw new S3Error('NotImplemented', 'Objects have no versions here.');
  const parts = /^\/?([^/]+)\/(.+)$/s.exec(decodePercent(address));
  if (parts === null) throw new S3Error('InvalidArgument', 'x-amz-copy-source must be BUCKET/KEY, URL-encoded.');
  const [, name = '', key = ''] = parts;
  const bucket = call.server.buckets.get(name);
  if (bucket === undefined) throw new S3Error('NoSuchBucket', undefined, { BucketName: name });
  return { files: bucket.files, key: checkKey(key) };
}

function readDirective(directive: string | undefined): boolean {
  if (directive === undefined || directive === 'COPY') return false;
  if (directive === 'REPLACE') return true;
  throw new S3Error('InvalidArgument', 'Unknown metadata directive.');
}

function copyResult(object: ObjectDescription): string {
  return xmlDocument(
    'CopyObjectResult',
    element('LastModified', object.lastModified),
    element('ETag', `"${object.etag}"`),
  );
}
