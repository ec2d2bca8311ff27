/**
 * Signs forms and links with which a browser reaches one object of a bucket for a few minutes, with the API's own rights: a
 * form stores exactly the announced file, a link fetches a finished one. Signing sends no request.
 */
import { GetObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { sharedClient } from './object-store.ts';

export interface UploadGrant {
  readonly bucket: string;
  readonly key: string;
  /** The exact size of the file, bytes. */
  readonly sizeBytes: number;
  readonly contentType: string;
  /** User metadata, ASCII. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly seconds: number;
}

/** The client that signs. Its endpoint is the address at which the holder of the signature reaches the buckets. */
export type Signer = S3Client;

/** The signers of the last origins. A caller may choose among the addresses of one machine. */
const signers = new Map<string, Signer>();
const mostSigners = 8;

/**
 * Returns the signer for an origin, such as `http://192.168.1.5:7860`.
 * @param config region and key pair; default: those of the AWS environment.
 */
export function signerAt(origin: string, config: S3ClientConfig = {}): Signer {
  const known = signers.get(origin);
  if (known) return known;
  const signer = new S3Client({ ...config, forcePathStyle: true, endpoint: origin });
  const [oldest] = signers.keys();
  if (signers.size >= mostSigners && oldest !== undefined) signers.delete(oldest);
  signers.set(origin, signer);
  return signer;
}

export interface UploadForm {
  /** Path style: `https://s3.REGION.amazonaws.com/BUCKET`. */
  readonly url: string;
  readonly fields: Record<string, string>;
}

/** Returns a signed form. Every field is a condition of its policy, so none can be changed, added or left out. */
export function presignUpload(grant: UploadGrant, signer: Signer = sharedClient()): Promise<UploadForm> {
  const metadata = Object.entries(grant.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return createPresignedPost(signer, {
    Bucket: grant.bucket,
    Key: grant.key,
    Conditions: [['content-length-range', grant.sizeBytes, grant.sizeBytes]],
    Fields: { 'Content-Type': grant.contentType, success_action_status: '201', ...Object.fromEntries(metadata) },
    Expires: grant.seconds,
  });
}

/** Returns a signed link. @param fileName the name under which a browser saves the file; ASCII without quotes. */
export function presignDownload(
  bucket: string,
  key: string,
  fileName: string,
  seconds: number,
  signer: Signer = sharedClient(),
): Promise<string> {
  const disposition = `attachment; filename="${fileName}"`;
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition: disposition });
  return getSignedUrl(signer, command, { expiresIn: seconds });
}

/** Returns the address of a bucket's objects, with a slash at its end, as a content security policy names it. */
export async function bucketAddress(bucket: string): Promise<string> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: 'x' });
  const { origin } = new URL(await getSignedUrl(sharedClient(), command));
  return `${origin}/${bucket}/`;
}
