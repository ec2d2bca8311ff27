/** GetObject and HeadObject, with conditions, one byte range, and the header overrides of presigned URLs. */

import type { ObjectCall, S3Answer } from './call.ts';
import { isUnchanged } from './conditions.ts';
import { S3Error } from './error.ts';
import { checkHeaderText, checksumHeaders, labelHeaders } from './metadata.ts';
import { headerOf, parameterOf } from './request.ts';
import type { ObjectDescription } from './store/description.ts';

/** Answers a read. The answer's file is open; the sender closes it. */
export async function getObject(call: ObjectCall): Promise<S3Answer> {
  const found = await call.bucket.files.openBody(call.key);
  if (found === undefined) throw new S3Error('NoSuchKey', undefined, { Key: call.key });
  try {
    const answer = describeObject(call, found.object);
    const { size } = await found.body.stat();
    if (size !== found.object.sizeBytes) throw new Error(`the body of ${found.object.bodyPath} was changed by hand`);
    if (answer.status === 304) {
      await found.body.close();
      return answer;
    }
    const startByte = rangeOf(call, found.object)?.startByte ?? 0;
    const sizeBytes = Number(answer.headers?.['content-length']);
    return { ...answer, file: { handle: found.body, startByte, sizeBytes } };
  } catch (error) {
    await found.body.close();
    throw error;
  }
}

/** Answers with the headers that {@link getObject} would send. */
export async function headObject(call: ObjectCall): Promise<S3Answer> {
  const object = call.bucket.files.index.get(call.key);
  if (object === undefined) throw new S3Error('NoSuchKey');
  return describeObject(call, object);
}

function describeObject(call: ObjectCall, object: ObjectDescription): S3Answer {
  const labels = { ...labelHeaders(object), ...overrides(call) };
  if (isUnchanged((name) => call.request.headers.get(name), object)) {
    return {
      status: 304,
      headers: { etag: labels.etag as string, 'last-modified': labels['last-modified'] as string },
    };
  }
  const range = rangeOf(call, object);
  if (range === undefined) {
    const checksum =
      headerOf(call.request, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED' ? object.checksum : undefined;
    return {
      status: 200,
      headers: { ...labels, ...checksumHeaders(checksum), 'content-length': String(object.sizeBytes) },
    };
  }
  // As on S3, a range has no checksum header: the checksum is that of the whole object.
  const { startByte, endByte } = range;
  return {
    status: 206,
    headers: {
      ...labels,
      'content-length': String(endByte - startByte + 1),
      'content-range': `bytes ${startByte}-${endByte}/${object.sizeBytes}`,
    },
  };
}

/**
 * Returns the first and last byte of the range; undefined for the whole object. As on S3, several ranges count as none.
 */
function rangeOf(call: ObjectCall, object: ObjectDescription): { startByte: number; endByte: number } | undefined {
  const header = call.request.headers.get('range') ?? '';
  const parts = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  const [, first = '', last = ''] = parts ?? [];
  if (parts === null || (first === '' && last === '')) return undefined;
  const { sizeBytes } = object;
  const startByte = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const endByte = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (startByte > endByte) {
    throw new S3Error('InvalidRange', undefined, { RangeRequested: header, ActualObjectSize: String(sizeBytes) });
  }
  return { startByte, endByte };
}

const overridable = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
];

function overrides(call: ObjectCall): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of overridable) {
    const value = parameterOf(call.request, `response-${name}`);
    if (value !== undefined) headers[name] = checkHeaderText(name, value);
  }
  return headers;
}
