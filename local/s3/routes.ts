/** Finds the call of a request, checks its signature and bucket, and runs it. */
import type { BucketCall, ObjectCall, S3Answer, ServerContext, SignedCall } from './call.ts';
import { preflight } from './cors.ts';
import { deleteObject, deleteObjects } from './delete.ts';
import { S3Error } from './error.ts';
import { getObject, headObject } from './get.ts';
import { createBucket, getBucketLocation, headBucket, listBuckets, listObjects, listObjectsVersion1 } from './list.ts';
import { abortMultipartUpload, completeMultipartUpload, createMultipartUpload, uploadPart } from './multipart.ts';
import { postObject } from './post.ts';
import { copyObject, putObject } from './put.ts';
import { headerOf, parameterOf, type S3Request } from './request.ts';
import { verifySignature } from './sigv4-verify.ts';

/** Query parameters that select another call (S3 API reference, "Amazon S3 API operations"). */
const subresources = new Set(
  (
    'abac accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle ' +
    'list-type location logging metadataConfiguration metadataTable metrics notification object-lock ownershipControls ' +
    'partNumber policy policyStatus publicAccessBlock renameObject replication requestPayment restore retention select ' +
    'session tagging torrent uploadId uploads versionId versioning versions website append'
  ).split(' '),
);

type BucketRoute = (call: SignedCall) => Promise<S3Answer>;
type ObjectRoute = (call: ObjectCall) => Promise<S3Answer>;

/** Keys are the method and the sorted subresources of the URL. */
const bucketRoutes: Readonly<Record<string, BucketRoute>> = {
  'GET ': listObjectsVersion1,
  'GET list-type': listObjects,
  'GET location': getBucketLocation,
  'HEAD ': headBucket,
  'PUT ': createBucket,
  'POST delete': deleteObjects,
};

const objectRoutes: Readonly<Record<string, ObjectRoute>> = {
  'GET ': getObject,
  'HEAD ': headObject,
  'PUT ': putObject,
  'PUT copy': copyObject,
  'PUT partNumber uploadId': uploadPart,
  'POST uploads': createMultipartUpload,
  'POST uploadId': completeMultipartUpload,
  'DELETE ': deleteObject,
  'DELETE uploadId': abortMultipartUpload,
};

/** Runs the call of a request. @throws S3Error for everything that S3 refuses too. */
export async function routeRequest(server: ServerContext, request: S3Request): Promise<S3Answer> {
  if (!['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS'].includes(request.method)) {
    throw new S3Error('MethodNotAllowed', undefined, { Method: request.method });
  }
  const kind = `${request.method} ${subresourcesOf(request)}`;
  if (request.method === 'OPTIONS') return preflight(findBucket(server, request).bucket, request);
  // A form has its signature in its fields, so the form is read before the signature is checked.
  if (kind === 'POST ' && request.key === undefined && isForm(request)) return postObject(findBucket(server, request));
  const signature = verifySignature(request, server.keyring);
  if (request.bucket === undefined && kind === 'GET ') return listBuckets(server);
  const call: SignedCall = { ...findBucket(server, request), signature };
  const route = request.key === undefined ? bucketRoute(kind, call) : objectRoute(kind, { ...call, key: request.key });
  if (route === undefined) throw new S3Error('NotImplemented', `${kind.trim()} is not implemented.`);
  return route();
}

function bucketRoute(kind: string, call: SignedCall): (() => Promise<S3Answer>) | undefined {
  const route = Object.hasOwn(bucketRoutes, kind) ? bucketRoutes[kind] : undefined;
  return route && (() => route(call));
}

function objectRoute(kind: string, call: ObjectCall): (() => Promise<S3Answer>) | undefined {
  const route = Object.hasOwn(objectRoutes, kind) ? objectRoutes[kind] : undefined;
  return route && (() => route(call));
}

function findBucket(server: ServerContext, request: S3Request): BucketCall {
  const name = request.bucket ?? '';
  const bucket = server.buckets.get(name);
  if (bucket === undefined && request.method === 'PUT' && request.key === undefined) {
    throw new S3Error('NotImplemented', 'The buckets are fixed when the server starts.');
  }
  if (bucket === undefined) throw new S3Error('NoSuchBucket', undefined, { BucketName: name });
  checkOwner(request);
  return { server, request, bucket };
}

/** The account that owns all buckets of this server. */
const ownerAccount = '123456789012';

/** Answers as S3 does when a bucket has another owner than the client expects. @throws S3Error `AccessDenied` */
function checkOwner(request: S3Request): void {
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    const expected = headerOf(request, name);
    if (expected !== undefined && expected !== ownerAccount) {
      throw new S3Error('AccessDenied', `The account of this bucket is ${ownerAccount}, and ${name} names another.`);
    }
  }
}

const isForm = (request: S3Request): boolean =>
  /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '');

function subresourcesOf(request: S3Request): string {
  const names = request.query
    .filter(([name, value]) => subresources.has(name) && !isDefault(name, value))
    .map(([name]) => name);
  if (headerOf(request, 'x-amz-copy-source') !== undefined) names.push('copy');
  if (names.includes('list-type') && parameterOf(request, 'list-type') !== '2') names.push('version-1');
  return [...new Set(names)].sort().join(' ');
}

/** Returns true for `versionId=null`, the only version of every object. */
const isDefault = (name: string, value: string): boolean => name === 'versionId' && value === 'null';
