/**
 * A browser's form upload (POST Object): checks the signature of the policy, then the policy, and reads the file after
 * that. The SDK's `createPresignedPost` makes such forms.
 */

import { readChunks } from './byte-reader.ts';
import type { BucketCall, S3Answer } from './call.ts';
import { S3Error } from './error.ts';
import { readUploadForm, type UploadForm } from './form-data.ts';
import { checksumHeaders, readLabels } from './metadata.ts';
import { checkPayload } from './payload.ts';
import { applyPolicy, checkSize, parsePolicy, type SizeRange } from './post-policy.ts';
import { checkKey } from './request.ts';
import { deriveSigningKey, sameSignature, signText } from './sigv4-signing.ts';
import { checkScope, checkToken, type Keyring, parseCredential } from './sigv4-verify.ts';
import type { ObjectDescription } from './store/description.ts';
import { element, xmlDocument } from './xml.ts';

/** Stores the file of a form. */
export async function postObject(call: BucketCall): Promise<S3Answer> {
  const { request, bucket, server } = call;
  request.startBody();
  const body = readChunks(request.body, server.limits.idleTimeoutMs);
  const form = await readUploadForm(request.headers.get('content-type') ?? '', body);
  const { key, sizes, fields } = checkForm(call, form);
  const labels = readLabels(fields);
  const limit = { minBytes: sizes.minBytes, maxBytes: Math.min(sizes.maxBytes, server.limits.maxBytes) };
  const payload = checkPayload(checkSize(form.file, limit), (name) => fields.get(name));
  const staged = await bucket.files.stage(payload.chunks);
  const checksum = payload.checksum();
  const object = await bucket.files.commit(key, staged, { ...labels, checksum }, () => {});
  await server.announce(call, 'ObjectCreated:Post', object);
  const answer = successAnswer(call, object, fields);
  return { ...answer, headers: { ...answer.headers, ...checksumHeaders(checksum) } };
}

/** Checks everything that can be checked before the file is read. @throws S3Error for the first fault. */
function checkForm(call: BucketCall, form: UploadForm): { key: string; sizes: SizeRange; fields: Map<string, string> } {
  const { bucket, server } = call;
  const fields = new Map([...form.fields].map(([name, field]) => [name, field.value]));
  verifyPolicySignature(fields, server.keyring);
  const key = (fields.get('key') ?? '').replace(/\$\{filename\}/g, () => form.fileName);
  if (key === '') throw new S3Error('InvalidArgument', 'User key must have a length greater than 0.');
  const policy = parsePolicy(fields.get('policy') ?? '');
  // S3 wants a condition for the bucket too, although the bucket stands in the URL and not in a field.
  const checkedFields = new Map([...fields, ['key', key] as const]);
  if (!checkedFields.has('bucket')) checkedFields.set('bucket', bucket.name);
  if (checkedFields.get('bucket') !== bucket.name) throw new S3Error('AccessDenied');
  const sizes = applyPolicy(policy, checkedFields, server.keyring.clock());
  return { key: checkKey(key), sizes, fields };
}

function verifyPolicySignature(fields: ReadonlyMap<string, string>, keyring: Keyring): void {
  const policy = fields.get('policy');
  // Without a policy the form is anonymous, and this server has no public buckets.
  if (policy === undefined) throw new S3Error('AccessDenied');
  const required = (name: string): string => {
    const value = fields.get(name);
    if (value === undefined) throw new S3Error('AccessDenied', `Bucket POST must contain a field named '${name}'.`);
    return value;
  };
  if (required('x-amz-algorithm') !== 'AWS4-HMAC-SHA256') {
    throw new S3Error('InvalidArgument', 'x-amz-algorithm only supports "AWS4-HMAC-SHA256"');
  }
  const scope = parseCredential(required('x-amz-credential'), 'InvalidArgument');
  checkScope(scope, required('x-amz-date'), keyring, 'InvalidArgument');
  checkToken(fields.get('x-amz-security-token'));
  const expected = signText(deriveSigningKey(keyring.secretAccessKey, scope), policy);
  if (!sameSignature(expected, required('x-amz-signature'))) {
    throw new S3Error('SignatureDoesNotMatch', undefined, { AWSAccessKeyId: scope.accessKeyId, StringToSign: policy });
  }
}

/** Makes the answer that `success_action_redirect` or `success_action_status` request; default 204. */
function successAnswer(call: BucketCall, object: ObjectDescription, fields: ReadonlyMap<string, string>): S3Answer {
  const { bucket, server } = call;
  const etag = `"${object.etag}"`;
  const path = object.key.split('/').map(encodeURIComponent).join('/');
  const location = `${server.endpoint}/${bucket.name}/${path}`;
  const redirect = redirectAddress(fields.get('success_action_redirect'), {
    bucket: bucket.name,
    key: object.key,
    etag,
  });
  if (redirect !== undefined) return { status: 303, headers: { location: redirect, etag } };
  const status = fields.get('success_action_status');
  const headers = { location, etag };
  if (status === '200') return { status: 200, headers };
  if (status !== '201') return { status: 204, headers };
  const parts = { Location: location, Bucket: bucket.name, Key: object.key, ETag: etag };
  const xml = xmlDocument('PostResponse', ...Object.entries(parts).map(([name, text]) => element(name, text)));
  return { status: 201, headers, xml };
}

function redirectAddress(address: string | undefined, result: Record<string, string>): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!['http:', 'https:'].includes(url.protocol)) return undefined;
  for (const [name, value] of Object.entries(result)) url.searchParams.set(name, value);
  return url.href;
}
