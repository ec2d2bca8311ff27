/** DeleteObject and DeleteObjects. As on S3, deleting a key that does not exist succeeds. */
import type { ObjectCall, S3Answer, SignedCall } from './call.ts';
import { deleteCondition } from './conditions.ts';
import { S3Error } from './error.ts';
import { refuseUnsupported } from './metadata.ts';
import { collectText, hasDigest, openPayload } from './payload.ts';
import { checkKey, headerEntries } from './request.ts';
import { childText, element, parseXml, type Xml, type XmlNode, xmlDocument } from './xml.ts';

export async function deleteObject(call: ObjectCall): Promise<S3Answer> {
  const { bucket, key, request } = call;
  for (const [name, value] of headerEntries(request)) refuseUnsupported(name, value);
  const sequencer = await bucket.files.remove(key, deleteCondition(request.headers.get('if-match')));
  await call.server.announceRemoval(bucket, key, sequencer);
  return { status: 204 };
}

/** S3's limits for one batch: 1,000 keys, in a document of at most 2 MB. */
const maxKeys = 1000;
const maxDocumentBytes = 2 * 1024 * 1024;

/** Deletes a batch of keys and answers with a result for each key. */
export async function deleteObjects(call: SignedCall): Promise<S3Answer> {
  for (const [name, value] of headerEntries(call.request)) refuseUnsupported(name, value);
  if (!hasDigest(call.request)) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const payload = openPayload(call.request, call.signature, call.server.limits);
  const root = parseXml(await collectText(payload, maxDocumentBytes));
  const targets = root.children.filter((child) => child.name === 'Object');
  if (root.name !== 'Delete' || targets.length === 0 || targets.length > maxKeys) throw new S3Error('MalformedXML');
  const quiet = childText(root, 'Quiet') === 'true';
  const results: Xml[] = [];
  for (const target of targets) {
    const result = await deleteTarget(call, target);
    if (result.failed || !quiet) results.push(result.xml);
  }
  return { status: 200, xml: xmlDocument('DeleteResult', ...results) };
}

async function deleteTarget(call: SignedCall, target: XmlNode): Promise<{ failed: boolean; xml: Xml }> {
  const key = childText(target, 'Key');
  if (key === undefined || key === '') throw new S3Error('MalformedXML');
  try {
    if ((childText(target, 'VersionId') ?? 'null') !== 'null') throw new S3Error('NotImplemented');
    // Conditions of directory buckets. Without this answer they would be ignored and the object deleted.
    const condition = ['LastModifiedTime', 'Size'].find((name) => childText(target, name) !== undefined);
    if (condition !== undefined) throw new S3Error('NotImplemented', `${condition} is not implemented.`);
    const sequencer = await call.bucket.files.remove(checkKey(key), deleteCondition(childText(target, 'ETag')));
    await call.server.announceRemoval(call.bucket, key, sequencer);
    return { failed: false, xml: element('Deleted', element('Key', key)) };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    const parts = [element('Key', key), element('Code', error.code), element('Message', error.message)];
    return { failed: true, xml: element('Error', ...parts) };
  }
}
